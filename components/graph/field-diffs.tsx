/** Shortens hashes: of ConfigMaps and Secrets only the hash of each value leaves the cluster, and eight digits are enough to compare them. */
function shortHashes(text: string): string {
  return text.replace(/sha256:([0-9a-f]{8})[0-9a-f]+/g, 'sha256:$1…');
}

/** Changed fields with their values before and after. */
export function FieldDiffs({ fields }: { fields: { path: string; before?: string | undefined; after?: string | undefined }[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {fields.map((field) => (
        <li key={field.path} className="min-w-0 font-mono text-sm">
          <p className="break-all text-ink-2">{field.path}</p>
          {field.before !== undefined && (
            <p className="rounded bg-bad-soft px-2 break-all text-bad">
              <span aria-hidden>− </span>
              <span className="sr-only">before: </span>
              {shortHashes(field.before)}
            </p>
          )}
          {field.after !== undefined && (
            <p className="rounded bg-good-soft px-2 break-all text-good">
              <span aria-hidden>+ </span>
              <span className="sr-only">after: </span>
              {shortHashes(field.after)}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
