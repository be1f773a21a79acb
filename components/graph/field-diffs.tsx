/** Changed fields, each with what it was and what it is. */
export function FieldDiffs({ fields }: { fields: { path: string; before?: string | undefined; after?: string | undefined }[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {fields.map((field) => (
        <li key={field.path} className="min-w-0 font-mono text-sm">
          <p className="break-all text-ink-2">{field.path}</p>
          {field.before !== undefined && (
            <p className="rounded bg-bad-soft px-2 break-all text-bad">
              <span aria-hidden>− </span>
              <span className="sr-only">was </span>
              {field.before}
            </p>
          )}
          {field.after !== undefined && (
            <p className="rounded bg-good-soft px-2 break-all text-good">
              <span aria-hidden>+ </span>
              <span className="sr-only">is </span>
              {field.after}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
