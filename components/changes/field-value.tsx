import { shortHashes } from './words.ts';

/** The values of a changed field in one line: before, an arrow, after. */
export function FieldValue({ field: { before, after } }: { field: { before?: string | undefined; after?: string | undefined } }) {
  return (
    <span className="font-mono break-all">
      <span className="sr-only">from </span>
      <span className="rounded bg-sunken px-1 line-through decoration-ink-2">{before === undefined ? '(none)' : shortHashes(before)}</span>
      <span aria-hidden> → </span>
      <span className="sr-only"> to </span>
      <span className="rounded bg-sunken px-1 font-medium">{after === undefined ? '(none)' : shortHashes(after)}</span>
    </span>
  );
}
