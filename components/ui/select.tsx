import { type ComponentProps, useId } from 'react';
import { FieldFrame, inputClass, type Labelled, labelledBy } from './field.tsx';

/** A labelled choice of one option; the options are the children. */
export function Select({ label, error, hint, className, ...select }: ComponentProps<'select'> & Labelled) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} error={error} hint={hint} className={className}>
      <select {...select} {...labelledBy(id, { error, hint })} className={inputClass} />
    </FieldFrame>
  );
}
