'use client';

import { type ComponentProps, useEffect, useRef, useState } from 'react';
import { useDebounced } from './debounced.ts';
import { Field } from './ui/field.tsx';

const TYPING_MS = 300;

/** A field whose text is passed on, without blanks around it, once somebody has stopped typing. `value` is what holds, as in the address. */
export function TypedField({
  value,
  onSettled,
  ...field
}: Omit<ComponentProps<typeof Field>, 'value' | 'onChange'> & { value: string; onSettled: (value: string) => void }) {
  const [text, setText] = useState(value);
  const settled = useDebounced(text, TYPING_MS);
  const passedOn = useRef(value);
  // The address changes by links and by the back button, too; what was passed on by typing must not undo what was typed since.
  useEffect(() => {
    if (value !== passedOn.current) setText(value);
    passedOn.current = value;
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed is passed on
  useEffect(() => {
    if (settled !== text || settled.trim() === value) return;
    passedOn.current = settled.trim();
    onSettled(passedOn.current);
  }, [settled]);
  return <Field {...field} autoComplete="off" spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />;
}
