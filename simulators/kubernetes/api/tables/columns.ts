import type { Obj } from '../../store/object.ts';

export type Cell = string | number | boolean;

/** A column of a table; `wide` columns are shown with `-o wide` only. `now` is in epoch ms. */
export interface Column {
  name: string;
  type: 'string' | 'integer' | 'boolean';
  wide: boolean;
  cell: (object: Obj, now: number) => Cell;
}

export function column(name: string, cell: Column['cell'], type: Column['type'] = 'string'): Column {
  return { name, type, wide: false, cell };
}

export function wide(name: string, cell: Column['cell'], type: Column['type'] = 'string'): Column {
  return { name, type, wide: true, cell };
}

export function integer(name: string, cell: (object: Obj, now: number) => unknown): Column {
  return column(name, (object, now) => Number(cell(object, now) ?? 0), 'integer');
}

/** A number that the real server declares as a text. */
export function count(name: string, cell: (object: Obj, now: number) => unknown): Column {
  return { ...integer(name, cell), type: 'string' };
}

export const NAME = column('Name', ({ metadata }) => metadata.name);
export const AGE = column('Age', ({ metadata }, now) => since(metadata.creationTimestamp, now));

export const NONE = '<none>';
export const UNSET = '<unset>';

/** The age of an API timestamp, as kubectl writes it: `5s`, `3m20s`, `4h`, `2d3h`. */
export function since(time: string | null | undefined, now: number): string {
  return time ? humanDuration(now - Date.parse(time)) : '<unknown>';
}

/** A duration with at most two units, coarser the longer it is (apimachinery's duration.HumanDuration). */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 2 * 365) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

function two(coarse: number, coarseUnit: string, fine: number, fineUnit: string): string {
  return fine === 0 ? `${coarse}${coarseUnit}` : `${coarse}${coarseUnit}${fine}${fineUnit}`;
}

/** Labels as `a=b,c=d`, sorted by key. */
export function labelsText(labels: Record<string, string> | undefined): string {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? NONE : entries.map(([key, value]) => `${key}=${value}`).join(',');
}

/** The LabelSelector of an object (matchLabels, matchExpressions) as selector text. */
export function selectorText(selector: Obj['selector']): string {
  const labels = Object.entries((selector?.matchLabels ?? {}) as Record<string, string>).map(([key, value]) => ({
    key,
    text: `${key}=${value}`,
  }));
  const expressions = ((selector?.matchExpressions ?? []) as { key: string; operator: string; values?: string[] }[]).map(
    ({ key, operator, values = [] }) => {
      const set = `(${[...values].sort().join(',')})`;
      const texts: Record<string, string> = { In: `${key} in ${set}`, NotIn: `${key} notin ${set}`, Exists: key, DoesNotExist: `!${key}` };
      return { key, text: texts[operator] ?? '<invalid>' };
    },
  );
  const all = [...labels, ...expressions].sort((a, b) => (a.key < b.key ? -1 : 1));
  return all.length === 0 ? NONE : all.map(({ text }) => text).join(',');
}

/** The first three items of a list and the number of further ones; `none` if it is empty. */
export function atMostThree(list: readonly string[], none: string, more = list.length - 3): string {
  if (list.length === 0) return none;
  return list.length > 3 ? `${list.slice(0, 3).join(',')} + ${more} more...` : list.join(',');
}

/** Names and images of a template's containers: the two wide columns of all workloads. */
export function containerColumns(template: (object: Obj) => Obj['spec']): Column[] {
  const of = (field: 'name' | 'image') => (object: Obj) =>
    ((template(object)?.spec?.containers ?? []) as Record<string, string>[]).map((container) => container[field]).join(',');
  return [wide('Containers', of('name')), wide('Images', of('image'))];
}

/** Whether an object has a condition with the status True. */
export function hasCondition({ status }: Obj, type: string): boolean {
  return (status?.conditions ?? []).some(
    (condition: { type: string; status: string }) => condition.type === type && condition.status === 'True',
  );
}
