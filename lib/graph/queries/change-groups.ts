import type { GraphStore } from '../port.ts';
import { type Change, type ChangesQuery, changeCursor, changes } from './changes.ts';

/** Changes by one program further apart than this are two groups, and a group spans at most this long (ms). */
const GAP_MS = 60_000;
const SPAN_MS = 10 * 60_000;
/** The most changes of a group, and the most that are read for a page. */
const MAX_GROUP = 200;
const MAX_READ = 2_000;
const CHUNK = 200;

/** Changes that one program made to one cluster in one go, such as an upgrade of a Helm release. Times in epoch ms. */
export interface ChangeGroup {
  /** The key of its latest change. */
  key: string;
  cluster: string;
  /** The program that wrote them, if known. */
  by?: string;
  from: number;
  to: number;
  /** Latest first. */
  changes: Change[];
}

/**
 * Changes by what was done, latest first: neighbours in time that one program made to one cluster are one group. `limit` counts groups.
 * A filter applies to the changes before they are grouped. Throws RangeError on a malformed cursor.
 */
export async function changeGroups(
  store: GraphStore,
  tenantId: string,
  { limit, cursor, ...filter }: ChangesQuery,
): Promise<{ groups: ChangeGroup[]; next?: string }> {
  const read: Change[] = [];
  let groups: ChangeGroup[];
  let next = cursor;
  do {
    const page = await changes(store, tenantId, { ...filter, limit: CHUNK, cursor: next });
    read.push(...page.changes);
    next = page.next;
    groups = groupChanges(read);
  } while (next !== undefined && read.length < MAX_READ && groups.length <= limit);
  // The last group may go on after what was read, unless that was all.
  const whole = next === undefined || groups.length === 1 ? groups : groups.slice(0, -1);
  const shown = whole.slice(0, limit);
  const last = shown.at(-1)?.changes.at(-1);
  const isAll = next === undefined && shown.length === groups.length;
  return { groups: shown, ...(!isAll && last && { next: changeCursor(last) }) };
}

/** Groups of changes that come latest first. Pure. */
export function groupChanges(latestFirst: readonly Change[]): ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  for (const change of latestFirst) {
    const group = groups.at(-1);
    if (group && belongs(change, group)) {
      group.changes.push(change);
      group.from = change.at;
    } else {
      const { key, cluster, by, at } = change;
      groups.push({ key, cluster, ...(by !== undefined && { by }), from: at, to: at, changes: [change] });
    }
  }
  return groups;
}

function belongs({ cluster, by, at }: Change, group: ChangeGroup): boolean {
  return (
    cluster === group.cluster &&
    by === group.by &&
    group.from - at <= GAP_MS &&
    group.to - at <= SPAN_MS &&
    group.changes.length < MAX_GROUP
  );
}
