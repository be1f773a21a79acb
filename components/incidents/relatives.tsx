import { Link } from '../ui/link.tsx';
import type { Incident } from './words.ts';

type Relative = Incident['merged'][number];

/** The incidents that this one was merged with, split from or linked with; nothing if there are none. */
export function Relatives({ incident: { mergedInto, merged, splitFrom, split, linked } }: { incident: Incident }) {
  const groups: [string, Relative[]][] = [
    ['Merged into', mergedInto ? [mergedInto] : []],
    ['Merged into this one:', merged],
    ['Split from', splitFrom ? [splitFrom] : []],
    ['Split from this one:', split],
    ['Linked with', linked],
  ];
  const shown = groups.filter(([, relatives]) => relatives.length > 0);
  if (shown.length === 0) return null;
  return (
    <ul className="mb-3 text-ink-2">
      {shown.map(([word, relatives]) => (
        <li key={word} className="break-words">
          {word}{' '}
          {relatives.map((one, index) => (
            <span key={one.id}>
              {index > 0 && ', '}
              <Link href={`/incidents/${one.id}`} className="text-ink underline">
                #{one.number} {one.title}
              </Link>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
