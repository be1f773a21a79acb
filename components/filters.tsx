import { useQueryState } from './graph/query-state.ts';
import { TypedField } from './typed-field.tsx';
import { Button } from './ui/button.tsx';
import { Select } from './ui/select.tsx';
import { Empty } from './ui/state.tsx';

/** Filters of a list, each kept in the address under its name. A list whose filter changes begins at its first page. */
export function useFilter(name: string): [value: string, set: (value: string) => void] {
  const [params, set] = useQueryState();
  return [params.get(name) ?? '', (value) => set({ [name]: value, cursor: undefined })];
}

/** A filter with a fixed choice: pairs of a value and its word. The empty value is no filter. */
export function ChoiceFilter({ name, label, options }: { name: string; label: string; options: readonly (readonly string[])[] }) {
  const [value, set] = useFilter(name);
  return (
    <Select label={label} value={value} onChange={(event) => set(event.target.value)}>
      {options.map(([one, word]) => (
        <option key={one} value={one}>
          {word}
        </option>
      ))}
    </Select>
  );
}

/** A filter that is typed: it takes effect when the typing pauses. */
export function TypedFilter({ name, label, placeholder }: { name: string; label: string; placeholder: string }) {
  const [value, set] = useFilter(name);
  return <TypedField type="search" label={label} placeholder={placeholder} value={value} onSettled={set} />;
}

/** Stands in for a list in which nothing fits the filters named; `title` says so. */
export function NothingFits({ title, filters }: { title: string; filters: readonly string[] }) {
  const [, set] = useQueryState();
  return (
    <Empty
      title={title}
      action={
        <Button onClick={() => set(Object.fromEntries([...filters, 'cursor'].map((name) => [name, undefined])))}>Clear the filters</Button>
      }
    />
  );
}
