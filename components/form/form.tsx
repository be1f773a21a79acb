'use client';

import type { ComponentProps, ReactNode } from 'react';
import { type FieldValues, get, type Path } from 'react-hook-form';
import { useHydrated } from '../hydrated.tsx';
import { Button } from '../ui/button.tsx';
import { Field, TextArea } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { Notice } from '../ui/state.tsx';
import type { ApiForm } from './api-form.ts';

interface Named<Input extends FieldValues, Output extends FieldValues> {
  form: ApiForm<Input, Output>;
  name: Path<Input>;
}

/** A form that the schema validates, instead of the browser. */
export function Form<Input extends FieldValues, Output extends FieldValues>({
  form,
  children,
}: {
  form: ApiForm<Input, Output>;
  children: ReactNode;
}) {
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={form.submit}>
      {children}
    </form>
  );
}

/** A labelled input of a form, with its error. */
export function FormField<Input extends FieldValues, Output extends FieldValues>({
  form,
  name,
  error,
  ...field
}: Named<Input, Output> & Omit<ComponentProps<typeof Field>, 'form' | 'name'>) {
  return <Field {...field} {...form.register(name)} error={fieldError(form, name) ?? error} />;
}

/** A labelled text of several lines of a form, with its error. */
export function FormTextArea<Input extends FieldValues, Output extends FieldValues>({
  form,
  name,
  ...field
}: Named<Input, Output> & Omit<ComponentProps<typeof TextArea>, 'form' | 'name'>) {
  return <TextArea {...field} {...form.register(name)} error={fieldError(form, name)} />;
}

/** A labelled choice of a form, with its error. */
export function FormSelect<Input extends FieldValues, Output extends FieldValues>({
  form,
  name,
  ...field
}: Named<Input, Output> & Omit<ComponentProps<typeof Select>, 'form' | 'name'>) {
  return <Select {...field} {...form.register(name)} error={fieldError(form, name)} />;
}

/** A labelled check box of a form. It can be used once the page is interactive. */
export function FormCheckbox<Input extends FieldValues, Output extends FieldValues>({
  form,
  name,
  label,
}: Named<Input, Output> & { label: string }) {
  const isHydrated = useHydrated();
  return (
    <label className="flex items-center gap-2">
      <input {...form.register(name)} type="checkbox" disabled={!isHydrated} className="accent-accent" />
      {label}
    </label>
  );
}

/** The error that belongs to no field; nothing when there is none. `action` is what a person can do about it. */
export function FormError<Input extends FieldValues, Output extends FieldValues>({
  form,
  action,
}: {
  form: ApiForm<Input, Output>;
  action?: ReactNode;
}) {
  if (!form.problem) return null;
  return (
    <Notice tone="bad" action={action}>
      {form.problem}
    </Notice>
  );
}

/** The button that sends a form; busy while it is being sent. */
export function SubmitButton<Input extends FieldValues, Output extends FieldValues>({
  form,
  busy = false,
  ...button
}: { form: ApiForm<Input, Output> } & Omit<ComponentProps<typeof Button>, 'form' | 'type'>) {
  return <Button look="primary" {...button} type="submit" busy={form.formState.isSubmitting || busy} />;
}

/** The button of a form that stays open after it is saved: of use once something has changed, and says when it is saved. */
export function SaveButton<Input extends FieldValues, Output extends FieldValues>({
  form,
  isSaved,
}: {
  form: ApiForm<Input, Output>;
  isSaved: boolean;
}) {
  const { isDirty } = form.formState;
  return (
    <div className="flex items-center gap-3">
      <SubmitButton form={form} disabled={!isDirty}>
        Save
      </SubmitButton>
      <span role="status" className="text-sm text-ink-2">
        {isSaved && !isDirty ? 'Saved' : ''}
      </span>
    </div>
  );
}

/** The message of a field's error. */
export function fieldError<Input extends FieldValues, Output extends FieldValues>(
  form: ApiForm<Input, Output>,
  name: Path<Input>,
): string | undefined {
  return (get(form.formState.errors, name) as { message?: string } | undefined)?.message;
}
