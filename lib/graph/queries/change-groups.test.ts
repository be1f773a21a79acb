import { describe, expect, it } from 'vitest';
import { groupChanges } from './change-groups.ts';
import type { Change } from './changes.ts';

const NOW = Date.UTC(2026, 10, 29);
let made = 0;
const change = (secondsAgo: number, by: string | undefined, rest: Partial<Change> = {}): Change => ({
  key: `prod/u-${++made}/1`,
  resource: `prod/u-${made}`,
  cluster: 'prod',
  at: NOW - secondsAgo * 1000,
  op: 'updated',
  fields: [],
  ...(by !== undefined && { by }),
  kind: 'Deployment',
  namespace: 'shop',
  name: `d${made}`,
  ...rest,
});
const sizes = (changes: Change[]) => groupChanges(changes).map(({ changes: { length } }) => length);

describe('changes by what was done', () => {
  it('are one group when one program makes them in one go, whatever the kind and namespace', () => {
    const groups = groupChanges([change(0, 'helm'), change(2, 'helm', { kind: 'ConfigMap', namespace: 'other' }), change(61, 'helm')]);
    expect(groups).toMatchObject([{ by: 'helm', cluster: 'prod', from: NOW - 61_000, to: NOW }]);
    expect(groups[0]?.changes).toHaveLength(3);
  });

  it.each([
    ['by two programs', [change(0, 'helm'), change(1, 'kubectl-edit')]],
    ['by one that is known and one that is not', [change(0, 'helm'), change(1, undefined)]],
    ['in two clusters', [change(0, 'helm'), change(1, 'helm', { cluster: 'staging' })]],
    ['more than a minute apart', [change(0, 'helm'), change(60.001, 'helm')]],
  ])('are two groups when they are made %s', (_, changes) => expect(sizes(changes)).toEqual([1, 1]));

  it('end a group after ten minutes and after 200 changes, so that one that never pauses is no endless group', () => {
    expect(sizes(Array.from({ length: 21 }, (__, i) => change(i * 50, 'helm')))).toEqual([13, 8]);
    expect(sizes(Array.from({ length: 201 }, (__, i) => change(i / 10, 'helm')))).toEqual([200, 1]);
  });
});
