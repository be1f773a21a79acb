'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import type { BaseSyntheticEvent } from 'react';
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { ApiError } from '../api.ts';

/** A form whose values are checked by a zod schema and sent to the API. `Input` is what the fields hold, `Output` what is sent. */
export interface ApiForm<Input extends FieldValues, Output extends FieldValues = Input> extends UseFormReturn<Input, unknown, Output> {
  /** Validates and sends; for `onSubmit` of a form, or called without an event. */
  submit: (event?: BaseSyntheticEvent) => Promise<void>;
  /** An error that belongs to no field; FormError shows it. */
  problem: string | undefined;
}

/**
 * react-hook-form with the schema of a REST operation. `send` gets the parsed values. When it throws an ApiError, the
 * errors that its `fields` name appear under those fields and the first is focused; any other error becomes `problem`. An
 * error about a value that was changed while the answer was awaited is not shown: it would speak of what is no longer there.
 * Only fields with a default value can show an error of the server.
 */
export function useApiForm<Input extends FieldValues, Output extends FieldValues>(
  schema: z.ZodType<Output, Input>,
  { defaultValues, send }: { defaultValues: DefaultValues<Input> & Input; send: (values: Output) => Promise<unknown> },
): ApiForm<Input, Output> {
  const form = useForm<Input, unknown, Output>({ resolver: zodResolver(schema), defaultValues });

  const submit = form.handleSubmit(async (values) => {
    const sent = structuredClone(form.getValues()) as Record<string, unknown>;
    try {
      await send(values);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const wrong = Object.keys(defaultValues).filter((name) => error.fields[name] !== undefined);
      if (wrong.length === 0) form.setError('root', { type: 'server', message: Object.values(error.fields).join(' ') || error.message });
      const current = wrong.filter((name) => JSON.stringify(sent[name]) === JSON.stringify(form.getValues(name as Path<Input>)));
      for (const [i, name] of current.entries()) {
        form.setError(name as Path<Input>, { type: 'server', message: error.fields[name] ?? '' }, { shouldFocus: i === 0 });
      }
    }
  });

  return { ...form, submit, problem: form.formState.errors.root?.message };
}
