'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ApiError } from '#components/api.ts';
import { useHydrated } from '#components/hydrated.tsx';
import { Button } from '#components/ui/button.tsx';
import { FieldFrame, inputClass, labelledBy, TextArea } from '#components/ui/field.tsx';
import { Section } from '#components/ui/page.tsx';
import { Notice } from '#components/ui/state.tsx';
import { placeOf } from './place.ts';

/** What a person enters; the parameters as the text of a JSON object. */
export interface Entered {
  cypher: string;
  parameters: string;
}

/** The query and its parameters. Ctrl-Enter runs it; a mistake is marked where the graph says that it is. */
export function Editor({
  entered,
  onChange,
  error,
  busy,
  onRun,
}: {
  entered: Entered;
  onChange: (entered: Entered) => void;
  error: ApiError | null;
  busy: boolean;
  onRun: (planOnly: boolean) => void;
}) {
  const text = useRef<HTMLTextAreaElement>(null);
  const isHydrated = useHydrated();
  const [wrongJson, setWrongJson] = useState<string>();
  const place = error ? placeOf(entered.cypher, error.message) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each error, not while its text is corrected
  useEffect(() => {
    if (!place) return;
    text.current?.focus();
    text.current?.setSelectionRange(place.offset, place.offset);
  }, [error]);

  function submit(planOnly: boolean): void {
    const reason = jsonError(entered.parameters);
    setWrongJson(reason);
    if (!reason && !busy) onRun(planOnly);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit(false);
  }
  return (
    <Section>
      <form
        noValidate
        className="flex flex-col gap-4"
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          submit(false);
        }}
      >
        <FieldFrame id="cypher" label="Query">
          <textarea
            {...labelledBy('cypher', { error: error?.fields.cypher && 'invalid' })}
            ref={text}
            readOnly={!isHydrated}
            rows={8}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            maxLength={10_000}
            value={entered.cypher}
            onChange={(event) => onChange({ ...entered, cypher: event.target.value })}
            className={`${inputClass} h-48 resize-y py-2 font-mono text-sm`}
          />
        </FieldFrame>
        <TextArea
          label="Parameters"
          hint="A JSON object. $health in the query is the value of “health”."
          error={wrongJson ?? error?.fields.parameters}
          spellCheck={false}
          style={{ fontFamily: 'var(--font-mono, monospace)' }}
          value={entered.parameters}
          onChange={(event) => onChange({ ...entered, parameters: event.target.value })}
        />
        {error && (
          <Notice tone="bad" title={error.fields.cypher ? 'The query is wrong' : 'The query was not answered'}>
            <p>{error.message}</p>
            {place && (
              <pre className="mt-2 overflow-x-auto font-mono text-sm">
                {place.line}
                {'\n'}
                {' '.repeat(place.column - 1)}^
              </pre>
            )}
          </Notice>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" busy={busy}>
            Run
          </Button>
          <Button onClick={() => submit(true)} disabled={busy}>
            Explain
          </Button>
          <span className="text-sm text-ink-2">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs it. “Explain” shows how the graph would answer it, without running it.
          </span>
        </div>
      </form>
    </Section>
  );
}

/** Why a text is no JSON object; undefined where it is one. */
function jsonError(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
  } catch {}
  return 'Enter a JSON object, such as {"health": "failing"}.';
}
