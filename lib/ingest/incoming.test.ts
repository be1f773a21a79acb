import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { keyedDigest } from '#lib/redaction/config-data.ts';
import { admitRecord } from '#lib/wire/admission.ts';
import { alertmanagerPayload, recordsOfAlerts } from './alertmanager.ts';
import { decodeLogs } from './otlp/decode.ts';
import { logsAnswer } from './otlp/receive.ts';
import { recordOfLog } from './otlp/records.ts';
import { logsRequest, logsResponse } from './otlp/schema.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const digest = keyedDigest('the key of the client');
const NANOS = `${NOW}000000`;

describe('an alert of Alertmanager', () => {
  const firing = {
    status: 'firing',
    labels: { alertname: 'KubePodCrashLooping', namespace: 'shop', pod: 'cart-1', severity: 'critical' },
    annotations: { summary: 'Pod is crash looping.' },
    startsAt: '2026-11-29T11:58:03.251Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: 'a1b2c3d4e5f60718',
  };
  const payload = (...alerts: object[]) =>
    alertmanagerPayload.parse({ version: '4', groupKey: '{}:{}', status: 'firing', receiver: 'kg', alerts });
  const idsOf = (...alerts: object[]) =>
    recordsOfAlerts(payload(...alerts), 'prod', NOW).map((one) => (one as { eventId: string }).eventId);

  it('is a record of the stream of alerts, whose repetition is the same and whose end is another', () => {
    const resolved = { ...firing, status: 'resolved', endsAt: '2026-11-29T12:10:00Z' };
    for (const record of recordsOfAlerts(payload(firing, resolved), 'prod', NOW))
      expect(admitRecord('alerts.normalized', record)).toMatchObject({ cluster: 'prod' });
    expect(idsOf(firing)).toEqual(idsOf(firing));
    expect(new Set(idsOf(firing, resolved, { ...firing, startsAt: '2026-11-29T13:00:00Z' })).size).toBe(3);
  });

  it('without a fingerprint is known by its labels, in whatever order', () => {
    const { fingerprint: _, ...old } = firing;
    const turned = { ...old, labels: Object.fromEntries(Object.entries(old.labels).reverse()) };
    expect(idsOf(old)).toEqual(idsOf(turned));
  });

  it('that is broken is refused alone', () => {
    const [good, bad] = recordsOfAlerts(payload(firing, { status: 'flapping', labels: 7 }), 'prod', NOW);
    expect(admitRecord('alerts.normalized', good)).not.toHaveProperty('reason');
    expect(admitRecord('alerts.normalized', bad)).toMatchObject({ reason: 'does_not_parse', detail: expect.stringContaining('alert.') });
  });

  it.each([{ version: '3', alerts: [] }, { alerts: [] }, { version: '4' }, { version: '4', alerts: 'x' }])('is not in %j', (body) => {
    expect(alertmanagerPayload.safeParse(body).success).toBe(false);
  });
});

const text = (value: string) => ({ stringValue: value });
const attributes = (pairs: Record<string, unknown>) =>
  Object.entries(pairs).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : text(String(value)),
  }));
const request = (resource: Record<string, unknown>, ...logRecords: object[]) => ({
  resourceLogs: [{ resource: { attributes: attributes(resource) }, scopeLogs: [{ logRecords }] }],
});
const decoded = (message: object) => decodeLogs(Buffer.from(JSON.stringify(message)), 'json', false);
const mapped = (message: object) => decoded(message).map((log) => recordOfLog(log, { cluster: 'prod', digest, now: NOW }));

const POD = { 'k8s.pod.uid': 'u-1', 'k8s.pod.name': 'cart-1', 'k8s.namespace.name': 'shop', 'k8s.container.name': 'app' };
const LINE = { timeUnixNano: NANOS, severityNumber: 17, severityText: 'ERROR', body: text('cannot connect') };

describe('logs of OTLP', () => {
  it('are the same in JSON and in protobuf, compressed or not', () => {
    const message = request(POD, LINE, { ...LINE, body: { kvlistValue: { values: [{ key: 'msg', value: text('deep') }] } } });
    const bytes = logsRequest.encode(logsRequest.fromObject(message)).finish();
    const json = decoded(message);
    expect(decodeLogs(bytes, 'protobuf', false)).toEqual(json);
    expect(decodeLogs(gzipSync(bytes), 'protobuf', true)).toEqual(json);
    expect(json).toMatchObject([{ time: NOW, body: 'cannot connect', resource: POD }, { body: { msg: 'deep' } }]);
  });

  it('of a container are lines of its pod; the same line sent again is the same record', () => {
    const [one, again, other] = mapped(request(POD, LINE, LINE, { ...LINE, timeUnixNano: `${NOW + 1}000000` }));
    expect(one).toEqual({
      stream: 'logs.normalized',
      record: {
        eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
        observedAt: NOW,
        cluster: 'prod',
        pod: { uid: 'u-1', namespace: 'shop', name: 'cart-1' },
        container: 'app',
        severity: 'error',
        line: 'cannot connect',
      },
    });
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it.each([
    [{ severityNumber: 21 }, 'fatal'],
    [{ severityNumber: 13 }, 'warning'],
    [{ severityNumber: 9 }, 'info'],
    [{ severityNumber: 5 }, 'debug'],
    [{ severityNumber: 0, severityText: 'Warn' }, 'warning'],
    [{ severityNumber: 0, body: text('panic: nil map') }, 'fatal'],
    [{ severityNumber: 0, body: text('hello') }, 'unknown'],
  ])('have the severity of %j', (fields, severity) => {
    expect(mapped(request(POD, { ...LINE, severityText: '', ...fields }))).toMatchObject([{ record: { severity } }]);
  });

  it('of the k8s_events receiver are events of their object', () => {
    const resource = { 'k8s.node.name': 'worker-1', 'k8s.object.kind': 'Pod', 'k8s.object.name': 'cart-1', 'k8s.object.uid': 'u-1' };
    const event = {
      timeUnixNano: NANOS,
      severityNumber: 13,
      severityText: 'Warning',
      body: text('Back-off restarting failed container'),
      attributes: attributes({
        'k8s.event.reason': 'BackOff',
        'k8s.event.name': 'cart-1.17f',
        'k8s.event.uid': 'e-1',
        'k8s.event.count': 7,
        'k8s.event.start_time': '2026-11-29 11:50:00 +0000 UTC',
        'k8s.namespace.name': 'shop',
      }),
    };
    const [one] = mapped(request(resource, event));
    expect(one).toMatchObject({
      stream: 'events.normalized',
      record: {
        eventId: 'e-1/7',
        event: {
          involvedObject: { kind: 'Pod', name: 'cart-1', namespace: 'shop', uid: 'u-1' },
          reason: 'BackOff',
          message: 'Back-off restarting failed container',
          type: 'Warning',
          count: 7,
        },
      },
    });
    expect(admitRecord('events.normalized', 'record' in one! ? one.record : {})).not.toHaveProperty('reason');
  });

  /** A plain object as an AnyValue. */
  const any = (value: unknown): object =>
    typeof value === 'object' && value !== null
      ? { kvlistValue: { values: Object.entries(value).map(([key, one]) => ({ key, value: any(one) })) } }
      : typeof value === 'number'
        ? { intValue: String(value) }
        : text(String(value));
  const metadata = { name: 'cart-1.17f', namespace: 'shop', uid: 'e-1', resourceVersion: '815' };

  it.each([
    [
      'pulled',
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata,
        involvedObject: { kind: 'Pod', name: 'cart-1', namespace: 'shop' },
        reason: 'BackOff',
        message: 'm',
        type: 'Warning',
        count: 2,
      },
    ],
    [
      'watched',
      {
        type: 'ADDED',
        object: {
          apiVersion: 'events.k8s.io/v1',
          kind: 'Event',
          metadata,
          regarding: { kind: 'Pod', name: 'cart-1', namespace: 'shop' },
          reason: 'BackOff',
          note: 'm',
          type: 'Warning',
          deprecatedCount: 2,
        },
      },
    ],
  ])('of the k8sobjects receiver are events, %s', (_mode, body) => {
    const [one] = mapped(request({}, { timeUnixNano: NANOS, body: any(body) }));
    expect(one).toMatchObject({
      stream: 'events.normalized',
      record: {
        eventId: 'e-1/815',
        event: { involvedObject: { name: 'cart-1' }, reason: 'BackOff', message: 'm', type: 'Warning', count: 2 },
      },
    });
  });

  it('of the k8sobjects receiver are the state of objects, without what is secret in them', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'cart-1', namespace: 'shop', uid: 'u-1', resourceVersion: '9' },
      spec: { nodeName: 'worker-1', password: 'hunter2-hunter2' },
    };
    const [up, gone] = mapped(
      request({}, { timeUnixNano: NANOS, body: any(pod) }, { timeUnixNano: NANOS, body: any({ type: 'DELETED', object: pod }) }),
    );
    expect(up).toMatchObject({
      stream: 'state.k8s.resource',
      record: { op: 'upsert', object: { kind: 'Pod', spec: { nodeName: 'worker-1' } } },
    });
    expect(gone).toMatchObject({ stream: 'state.k8s.resource', record: { op: 'delete' } });
    expect(JSON.stringify(up)).not.toContain('hunter2');
    expect(admitRecord('state.k8s.resource', 'record' in up! ? up.record : {})).not.toHaveProperty('reason');
  });

  it('of containers and events hold no secrets', () => {
    const line = mapped(request(POD, { ...LINE, body: text('connecting to postgres://app:hunter2@db/shop') }));
    expect(JSON.stringify(line)).not.toContain('hunter2');
  });

  it('that hold other objects, no object, no uid or no event id are refused with the reason', () => {
    const reasons = [
      request({}, { body: any({ apiVersion: 'v1', kind: 'Secret', metadata, data: { password: 'aHVudGVyMg==' } }) }),
      request({}, { body: any({ apiVersion: 'v1', kind: 'Toaster', metadata }) }),
      request({ 'service.name': 'shop' }, LINE),
      request({ 'k8s.pod.name': 'cart-1' }, LINE),
      request({ 'k8s.object.name': 'cart-1' }, LINE),
    ].flatMap(mapped);
    expect(reasons).toMatchObject([
      { reason: expect.stringMatching(/^Secrets are not taken from a collector/) },
      { reason: expect.stringMatching(/^Objects of the kind Toaster are not looked at/) },
      { reason: expect.stringContaining('about no object of Kubernetes') },
      { reason: expect.stringContaining('needs k8s.pod.uid') },
      { reason: expect.stringContaining('k8s.event.uid') },
    ]);
  });

  it.each([
    ['json', Buffer.from('{'), 400],
    ['json', Buffer.from('{"resourceLogs": 7}'), 400],
    ['protobuf', Buffer.from([0xff, 0xff, 0xff]), 400],
    ['json', Buffer.alloc(9 * 1024 * 1024, 32), 413],
  ] as const)('are refused whole when the body is none: %s', (encoding, body, status) => {
    expect(() => decodeLogs(body, encoding, false)).toThrow(expect.objectContaining({ status }));
  });

  it('nested without end, or compressed into a bomb, are refused', () => {
    let value: object = text('x');
    for (let depth = 0; depth < 100; depth++) value = { arrayValue: { values: [value] } };
    expect(() => decoded(request(POD, { ...LINE, body: value }))).toThrow(expect.objectContaining({ status: 400 }));
    expect(() => decodeLogs(gzipSync(Buffer.alloc(20 * 1024 * 1024)), 'protobuf', true)).toThrow(expect.objectContaining({ status: 413 }));
    expect(() => decodeLogs(Buffer.from('no gzip'), 'json', true)).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('are answered in their encoding, with a partial success only when some were refused', async () => {
    expect(await logsAnswer({ rejected: 0, errorMessage: '' }, 'json').json()).toEqual({});
    const partial = { partialSuccess: { rejectedLogRecords: '2', errorMessage: 'why' } };
    expect(await logsAnswer({ rejected: 2, errorMessage: 'why' }, 'json').json()).toEqual(partial);
    const answer = logsAnswer({ rejected: 2, errorMessage: 'why' }, 'protobuf');
    expect(answer.headers.get('content-type')).toBe('application/x-protobuf');
    const message = logsResponse.decode(new Uint8Array(await answer.arrayBuffer()));
    expect(logsResponse.toObject(message, { longs: String })).toEqual(partial);
  });
});
