import { type ReactNode, type SelectHTMLAttributes, useId } from 'react';
import { inputClass } from './field.tsx';

/** A labelled choice of one among few; its options are the children. */
export function Select({
  label,
  children,
  className = '',
  ...select
}: SelectHTMLAttributes<HTMLSelectElement> & { label: string; children: ReactNode }) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <select {...select} id={id} className={inputClass}>
        {children}
      </select>
    </div>
  );
}
