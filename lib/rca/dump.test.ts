import { describe, expect, it } from 'vitest';
import { readDump } from './dump.ts';

const files = (given: Record<string, unknown>) =>
  new Map(Object.entries(given).map(([path, content]) => [path, typeof content === 'string' ? content : JSON.stringify(content)]));

const POD = { kind: 'Pod', metadata: { name: 'a', namespace: 'shop' } };

const whole = files({
  'case.json': { collectedAt: '2026-03-01T12:00:00Z' },
  'resources.json': { kind: 'List', items: [{ kind: 'Pod', metadata: { name: 'a', namespace: 'shop' } }] },
  'events.json': { kind: 'List', items: [{ reason: 'BackOff', involvedObject: { kind: 'Pod', name: 'a' } }] },
  'alerts.json': [{ status: 'firing', labels: { alertname: 'X' }, annotations: {}, startsAt: '2026-03-01T11:59:00Z' }],
  'logs/shop/a/main.log': 'one\ntwo\n',
  'logs/shop/a/main.previous.log': 'zero\n',
  'metrics.csv': 'time,kind,namespace,name,metric,value\n2026-03-01T11:58:00Z,Service,shop,a,cpu_cores,0.5\n',
});

describe('a dump', () => {
  it('becomes a snapshot with everything its files hold', () => {
    const { snapshot, window, problems } = readDump(whole);
    expect(problems).toEqual([]);
    expect(window.to).toBe(Date.parse('2026-03-01T12:00:00Z'));
    expect([snapshot.resources.length, snapshot.events.length, snapshot.alerts.length, snapshot.metrics.length]).toEqual([1, 1, 1, 1]);
    expect(snapshot.logs).toEqual([
      { namespace: 'shop', pod: 'a', container: 'main', previous: false, lines: ['one', 'two'] },
      { namespace: 'shop', pod: 'a', container: 'main', previous: true, lines: ['zero'] },
    ]);
  });

  it('leaves out the parts it is told to', () => {
    const { snapshot } = readDump(whole, ['alerts', 'metrics', 'logs', 'events']);
    expect([
      snapshot.resources.length,
      snapshot.events.length,
      snapshot.alerts.length,
      snapshot.metrics.length,
      snapshot.logs.length,
    ]).toEqual([1, 0, 0, 0, 0]);
  });

  it('tells which kinds were read whole, so that an event of a Job that is gone is of one that is gone', () => {
    const { snapshot } = readDump(files({ 'case.json': { kinds: ['Pod', 'Job'], namespace: 'shop' } }));
    expect(snapshot.read).toEqual({ kinds: ['Pod', 'Job'], namespace: 'shop' });
  });

  it('names a file that is no JSON and goes on without it', () => {
    const { snapshot, problems } = readDump(files({ 'resources.json': { items: [] }, 'events.json': '{"items": [' }));
    expect(problems).toEqual([expect.stringMatching(/^events\.json is no JSON/)]);
    expect(snapshot.events).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a list that is none',
      { 'resources.json': '3' },
      'resources.json holds no list of objects, as kubectl get -o json gives it: it is left out',
    ],
    [
      'alerts that are no list',
      { 'alerts.json': { status: 'firing' } },
      'alerts.json holds no list of objects, as kubectl get -o json gives it: it is left out',
    ],
    [
      'objects without a name',
      { 'resources.json': { items: [POD, null, { kind: 'Pod' }] } },
      'resources.json: 2 of 3 entries are no objects with a kind and a name: they are left out',
    ],
    [
      'events about nothing',
      { 'events.json': [{ reason: 'BackOff' }] },
      'events.json: 1 of 1 entries name no object that they are about: they are left out',
    ],
    [
      'lines that are no samples',
      { 'metrics.csv': 'time\nbroken line\n\n' },
      'metrics.csv: 1 of 1 lines are no samples: they are left out',
    ],
    [
      'a time that is none',
      { 'case.json': { collectedAt: 1e300 } },
      'case.json: collectedAt is no time (RFC 3339): the newest time in the dump is taken',
    ],
    ['a log of nobody', { 'logs/main.log': 'x' }, 'logs/main.log is no logs/<namespace>/<pod>/<container>.log: it is left out'],
  ])('names %s and goes on without', (_, given, problem) => {
    const { problems, snapshot } = readDump(files(given));
    expect(problems).toEqual([problem]);
    expect(snapshot.resources.every(({ metadata }) => metadata.name)).toBe(true);
  });

  it('of a single object, and without a time of its own, is as old as the newest thing in it', () => {
    const { snapshot } = readDump(
      files({ 'resources.json': { kind: 'Pod', metadata: { name: 'a', creationTimestamp: '2026-03-01T10:00:00Z' } } }),
    );
    expect([snapshot.resources.length, snapshot.collectedAt]).toEqual([1, Date.parse('2026-03-01T10:00:00Z')]);
  });

  it('of no files at all is an empty snapshot', () => {
    expect(readDump(new Map()).snapshot).toMatchObject({ resources: [], events: [], logs: [] });
  });
});
