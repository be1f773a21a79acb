import { Button } from './button.tsx';

/** Switches between the ways in which a page can show the same things. `words` has the label of each. */
export function ViewSwitch<View extends string>({
  views,
  words,
  view,
  onChange,
  className = '',
}: {
  views: readonly View[];
  words: Record<View, string>;
  view: View | undefined;
  onChange: (view: View) => void;
  className?: string;
}) {
  return (
    <fieldset className={`flex ${className}`} aria-label="View">
      {views.map((one) => (
        <Button key={one} small look={view === one ? 'primary' : 'secondary'} aria-pressed={view === one} onClick={() => onChange(one)}>
          {words[one]}
        </Button>
      ))}
    </fieldset>
  );
}
