'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field, TextArea } from '#components/ui/field.tsx';

/** An operation, as far as somebody who tries it needs to know it. */
export interface Tried {
  method: string;
  path: string;
  params: readonly string[];
  query: readonly { name: string; required: boolean }[];
  /** An example of the body, as JSON. */
  body?: string;
}

interface Answer {
  status: string;
  headers: string;
  text: string;
}

/** Headers of answers that are of interest here. */
const SHOWN_HEADERS = ['content-type', 'ratelimit', 'ratelimit-policy', 'retry-after', 'etag', 'idempotency-replayed', 'x-request-id'];
/** Of a long answer the beginning is shown. */
const MOST_CHARACTERS = 20_000;
/** The key stays in this tab while the page is open, so that it is entered once, and is stored nowhere. */
let enteredKey = '';

/** Sends a request to an operation, with an API key or as the person who is signed in, and shows the answer. */
export function TryIt({ tried }: { tried: Tried }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="mt-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-sm font-medium">Try it</summary>
      {isOpen && <Form tried={tried} />}
    </details>
  );
}

function Form({ tried: { method, path, params, query, body } }: { tried: Tried }) {
  const [values, setValues] = useState<Record<string, string>>({ body: body ?? '', key: enteredKey });
  const [answer, setAnswer] = useState<Answer>();
  const [isBusy, setBusy] = useState(false);
  const isWriting = method !== 'GET';
  const field = (id: string) => ({
    value: values[id] ?? '',
    autoComplete: 'off',
    onChange: ({ target }: { target: { value: string } }) => {
      if (id === 'key') enteredKey = target.value;
      setValues((known) => ({ ...known, [id]: target.value }));
    },
  });

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setAnswer(await ask());
    setBusy(false);
  }

  async function ask(): Promise<Answer> {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      (values[`in ${name}`] ?? '').split('/').map(encodeURIComponent).join('/'),
    );
    const url = new URL(filled, window.location.origin);
    for (const { name } of query) if (values[`of ${name}`]) url.searchParams.set(name, values[`of ${name}`] ?? '');
    const key = values.key?.trim();
    const headers: Record<string, string> = {
      ...(key && { Authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(isWriting && key && { 'Idempotency-Key': `"${crypto.randomUUID()}"` }),
    };
    try {
      const response = await fetch(url, { method, headers, ...(body !== undefined && { body: values.body ?? '' }) });
      const shown = SHOWN_HEADERS.flatMap((name) => (response.headers.has(name) ? [`${name}: ${response.headers.get(name)}`] : []));
      return { status: `${response.status} ${response.statusText}`, headers: shown.join('\n'), text: readable(await response.text()) };
    } catch {
      return { status: 'No answer', headers: '', text: 'The server could not be reached. Check the values above and your connection.' };
    }
  }

  return (
    <form onSubmit={send} className="mt-2 grid gap-3 rounded-md border p-3">
      <Field
        label="API key"
        type="password"
        hint="Without one, the request is made as you are signed in. The key is not stored."
        {...field('key')}
      />
      {params.map((name) => (
        <Field key={name} label={`${name} (in the path)`} required {...field(`in ${name}`)} />
      ))}
      {query.length > 0 && (
        <div className="grid gap-3 sm:grid-cols-2">
          {query.map(({ name, required }) => (
            <Field key={name} label={name} required={required} {...field(`of ${name}`)} />
          ))}
        </div>
      )}
      {body !== undefined && <TextArea label="Body (JSON)" spellCheck={false} className="font-mono text-sm" {...field('body')} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look={isWriting ? 'danger' : 'primary'} busy={isBusy}>
          Send {method}
        </Button>
        {isWriting && <span className="text-sm text-ink-2">This is done for real, in the account of the key.</span>}
      </div>
      <div role="status" className="min-w-0">
        {answer && (
          <>
            <p className="text-sm font-medium">{answer.status}</p>
            {[answer.headers, answer.text].filter(Boolean).map((text) => (
              <pre
                key={text.slice(0, 40)}
                className="mt-2 max-h-96 overflow-auto rounded-md border bg-sunken p-3 font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]"
              >
                {text}
              </pre>
            ))}
          </>
        )}
      </div>
    </form>
  );
}

function readable(text: string): string {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // Not JSON, such as a CSV file: shown as it is.
  }
  return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}\n… ${shown.length - MOST_CHARACTERS} more characters` : shown;
}
