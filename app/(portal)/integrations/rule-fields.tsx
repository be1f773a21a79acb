'use client';

import type { ReactNode } from 'react';
import { FormCheckbox, FormField, fieldError } from '#components/form/form.tsx';
import { useHydrated } from '#components/hydrated.tsx';
import type { Kind } from '#lib/notifications/input.ts';
import type { DestinationForm } from './destination-form.tsx';
import { UPDATE_WORDS } from './kinds.ts';

const SEVERITY_WORDS = { critical: 'Critical', major: 'Major', minor: 'Minor' } as const;

/** Which incidents a destination is told of, what of them, and when. */
export function RuleFields({ kind, form }: { kind: Kind; form: DestinationForm }) {
  const takesDigests = kind !== 'pagerduty' && kind !== 'webhook';
  return (
    <>
      <Group title="Which incidents">
        <Choices form={form} name="severities" legend="Severity" hint="None chosen means all." words={SEVERITY_WORDS} />
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField form={form} name="clusters" label="Clusters" hint="With commas between. Empty means all." autoComplete="off" />
          <FormField form={form} name="namespaces" label="Namespaces" hint="With commas between. Empty means all." autoComplete="off" />
        </div>
        <FormField
          form={form}
          name="causes"
          label="Causes"
          hint="Codes like app.oom or image.*, with commas between. Empty means all."
          autoComplete="off"
        />
      </Group>
      <Group title="What of them">
        <Choices form={form} name="updates" legend="When it opens, and when" words={UPDATE_WORDS} />
      </Group>
      <Group title="When">
        <FormCheckbox form={form} name="hasQuietHours" label="Quiet hours: send afterwards what happens in them" />
        {form.watch('hasQuietHours') && (
          <div className="flex flex-col gap-4 border-l-2 pl-4">
            <div className="grid gap-4 sm:grid-cols-3">
              <FormField form={form} name="quietFrom" label="From" type="time" />
              <FormField form={form} name="quietTo" label="To" type="time" />
              <FormField form={form} name="quietTimeZone" label="Time zone" autoComplete="off" />
            </div>
            <FormCheckbox form={form} name="exceptCritical" label="Send critical incidents at once" />
          </div>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          {takesDigests && (
            <FormField
              form={form}
              name="digestMinutes"
              label="Digest (minutes)"
              inputMode="numeric"
              hint="Collects messages for so long and sends them as one. Empty: each at once."
            />
          )}
          <FormField
            form={form}
            name="escalateAfterMinutes"
            label="Escalation (minutes)"
            inputMode="numeric"
            hint="Tells only of incidents that nobody has acknowledged within this time. Empty: of all."
          />
        </div>
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 border-t pt-4">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Choices({
  form,
  name,
  legend,
  hint,
  words,
}: {
  form: DestinationForm;
  name: 'severities' | 'updates';
  legend: string;
  hint?: string;
  words: Record<string, string>;
}) {
  const isHydrated = useHydrated();
  const error = fieldError(form, name);
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {Object.entries(words).map(([value, word]) => (
          <label key={value} className="flex items-center gap-2">
            <input {...form.register(name)} type="checkbox" value={value} disabled={!isHydrated} className="accent-accent" />
            {word}
          </label>
        ))}
      </div>
      {(error ?? hint) && <p className={`mt-1 text-sm ${error ? 'text-bad' : 'text-ink-2'}`}>{error ?? hint}</p>}
    </fieldset>
  );
}
