import { fieldName, shortHashes } from './words.ts';

interface FieldDiff {
  path: string;
  before?: string | undefined;
  after?: string | undefined;
}

/** How many fields are shown before the rest is folded away. */
const SHOWN = 6;

/** Changed fields with their values before and after: side by side where there is room, one below the other where there is not. */
export function FieldDiffs({ fields }: { fields: readonly FieldDiff[] }) {
  if (fields.length === 0) return null;
  const rest = fields.slice(SHOWN);
  return (
    <div className="@container">
      <Rows fields={fields.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer text-sm text-ink-2">
            {rest.length === 1 ? '1 more field' : `${rest.length} more fields`}
          </summary>
          <Rows fields={rest} />
        </details>
      )}
    </div>
  );
}

function Rows({ fields }: { fields: readonly FieldDiff[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {fields.map((field) => (
        <li
          key={field.path}
          className="grid min-w-0 grid-cols-1 gap-x-2 gap-y-0.5 font-mono text-sm @xl:grid-cols-[minmax(0,3fr)_minmax(0,4fr)_minmax(0,4fr)]"
        >
          <span className="break-all text-ink-2" title={field.path}>
            {fieldName(field.path)}
          </span>
          <Value sign="−" word="before" text={field.before} className="bg-bad-soft text-bad" />
          <Value sign="+" word="after" text={field.after} className="bg-good-soft text-good" />
        </li>
      ))}
    </ul>
  );
}

/** One side of a difference. A value that was not there keeps its place beside the other one, and takes none below it. */
function Value({ sign, word, text, className }: { sign: string; word: string; text: string | undefined; className: string }) {
  if (text === undefined) return <span aria-hidden className="hidden @xl:block" />;
  return (
    <span className={`rounded px-2 break-all ${className}`}>
      <span aria-hidden>{sign} </span>
      <span className="sr-only">{word}: </span>
      {shortHashes(text)}
    </span>
  );
}
