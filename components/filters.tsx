import { useEffect, useState } from 'react';
import { useQueryState } from './graph/query-state.ts';
import { Field } from './ui/field.tsx';
import { Select } from './ui/select.tsx';

const TYPING_MS = 300;

/** Filters of a list, each kept in the address under its name. A list whose filter changes begins at its first page. */
export function useFilter(name: string): [value: string, set: (value: string) => void] {
  const [params, set] = useQueryState();
  return [params.get(name) ?? '', (value) => set({ [name]: value, cursor: undefined })];
}

/** A filter with a fixed choice: pairs of a value and its word. The empty value is no filter. */
export function ChoiceFilter({ name, label, options }: { name: string; label: string; options: readonly (readonly string[])[] }) {
  const [value, set] = useFilter(name);
  return (
    <Select label={label} value={value} onChange={(event) => set(event.target.value)}>
      {options.map(([one, word]) => (
        <option key={one} value={one}>
          {word}
        </option>
      ))}
    </Select>
  );
}

/** A filter that is typed: it takes effect when the typing pauses. */
export function TypedFilter({ name, label, placeholder }: { name: string; label: string; placeholder: string }) {
  const [current, set] = useFilter(name);
  const [typed, setTyped] = useState(current);
  useEffect(() => setTyped(current), [current]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the clock
  useEffect(() => {
    if (typed.trim() === current) return;
    const timer = setTimeout(() => set(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return <Field type="search" label={label} placeholder={placeholder} value={typed} onChange={(event) => setTyped(event.target.value)} />;
}
