import { count } from '#components/ui/format.ts';
import { Badge } from '#components/ui/state.tsx';

/** Whether received = applied + duplicates + rejected + in flight; otherwise by how much it does not. */
export function Balance({ unaccounted }: { unaccounted: number }) {
  if (unaccounted === 0) return <Badge tone="good">Balanced</Badge>;
  return <Badge tone="bad">{unaccounted > 0 ? `${count(unaccounted)} missing` : `${count(-unaccounted)} in excess`}</Badge>;
}
