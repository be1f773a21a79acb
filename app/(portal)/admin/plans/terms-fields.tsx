import type { FieldValues, Path } from 'react-hook-form';
import type { ApiForm } from '#components/form/api-form.ts';
import { FormField } from '#components/form/form.tsx';
import { TERM_FIELDS } from './terms.ts';

/** What an empty field means. */
function hintOf(path: string): string {
  if (path === 'monthlyCents') return 'Empty: by contract.';
  return path.startsWith('overage') ? 'Empty: no overage.' : 'Empty: unlimited.';
}

/** The fields of all terms, in a form that has them under `terms`. */
export function TermsFields<Input extends FieldValues, Output extends FieldValues>({ form }: { form: ApiForm<Input, Output> }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {TERM_FIELDS.map(({ path, label, optional }) => (
        <FormField
          key={path}
          form={form}
          name={`terms.${path}` as Path<Input>}
          label={label}
          inputMode="decimal"
          autoComplete="off"
          {...(optional && { hint: hintOf(path) })}
        />
      ))}
    </div>
  );
}
