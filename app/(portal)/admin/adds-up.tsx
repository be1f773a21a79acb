import { count } from '#components/ui/format.ts';
import { Badge } from '#components/ui/state.tsx';

/** Whether received = applied + duplicate + rejected + in flight holds; where it does not, by how much. */
export function AddsUp({ unaccounted }: { unaccounted: number }) {
  if (unaccounted === 0) return <Badge tone="good">Yes</Badge>;
  return <Badge tone="bad">{unaccounted > 0 ? `No, ${count(unaccounted)} missing` : `No, ${count(-unaccounted)} too many`}</Badge>;
}
