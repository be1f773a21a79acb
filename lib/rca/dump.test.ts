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
  it('becomes a snapshot with the contents of all its files', () => {
    const { snapshot, window, problems } = readDump(whole);
    expect(problems).toEqual([]);
    expect(window.to).toBe(Date.parse('2026-03-01T12:00:00Z'));
    expect([snapshot.resources.length, snapshot.events.length, snapshot.alerts.length, snapshot.metrics.length]).toEqual([1, 1, 1, 1]);
    expect(snapshot.logs).toEqual([
      { namespace: 'shop', pod: 'a', container: 'main', previous: false, lines: ['one', 'two'] },
      { namespace: 'shop', pod: 'a', container: 'main', previous: true, lines: ['zero'] },
    ]);
  });

  it('ignores the parts that are excluded', () => {
    const { snapshot } = readDump(whole, ['alerts', 'metrics', 'logs', 'events']);
    expect([
      snapshot.resources.length,
      snapshot.events.length,
      snapshot.alerts.length,
      snapshot.metrics.length,
      snapshot.logs.length,
    ]).toEqual([1, 0, 0, 0, 0]);
  });

  it('says which kinds were read completely, so that an event about a deleted Job is recognised as such', () => {
    const { snapshot } = readDump(files({ 'case.json': { kinds: ['Pod', 'Job'], namespace: 'shop' } }));
    expect(snapshot.read).toEqual({ kinds: ['Pod', 'Job'], namespace: 'shop' });
  });

  it('names a file that is not valid JSON and continues without it', () => {
    const { snapshot, problems } = readDump(files({ 'resources.json': { items: [] }, 'events.json': '{"items": [' }));
    expect(problems).toEqual([expect.stringMatching(/^events\.json is not valid JSON/)]);
    expect(snapshot.events).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a file that is not a list',
      { 'resources.json': '3' },
      'resources.json does not contain a list of objects as printed by kubectl get -o json; it is ignored',
    ],
    [
      'alerts that are not a list',
      { 'alerts.json': { status: 'firing' } },
      'alerts.json does not contain a list of objects as printed by kubectl get -o json; it is ignored',
    ],
    [
      'objects without a name',
      { 'resources.json': { items: [POD, null, { kind: 'Pod' }] } },
      'resources.json: 2 of 3 entries are not objects with a kind and a name; they are ignored',
    ],
    [
      'events without an object',
      { 'events.json': [{ reason: 'BackOff' }] },
      'events.json: 1 of 1 entries do not name the object that they are about; they are ignored',
    ],
    [
      'lines that are not samples',
      { 'metrics.csv': 'time\nbroken line\n\n' },
      'metrics.csv: 1 of 1 lines are not samples; they are ignored',
    ],
    [
      'an invalid time',
      { 'case.json': { collectedAt: 1e300 } },
      'case.json: collectedAt is not an RFC 3339 time; the newest time in the dump is used instead',
    ],
    [
      'a log without a container',
      { 'logs/main.log': 'x' },
      'logs/main.log does not match logs/<namespace>/<pod>/<container>.log; it is ignored',
    ],
  ])('names %s and continues without it', (_, given, problem) => {
    const { problems, snapshot } = readDump(files(given));
    expect(problems).toEqual([problem]);
    expect(snapshot.resources.every(({ metadata }) => metadata.name)).toBe(true);
  });

  it('of a single object without a time of its own takes the time of the newest object in it', () => {
    const { snapshot } = readDump(
      files({ 'resources.json': { kind: 'Pod', metadata: { name: 'a', creationTimestamp: '2026-03-01T10:00:00Z' } } }),
    );
    expect([snapshot.resources.length, snapshot.collectedAt]).toEqual([1, Date.parse('2026-03-01T10:00:00Z')]);
  });

  it('without any files is an empty snapshot', () => {
    expect(readDump(new Map()).snapshot).toMatchObject({ resources: [], events: [], logs: [] });
  });
});
