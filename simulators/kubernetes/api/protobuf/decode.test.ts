import { expect, test } from 'vitest';
import { decodeProtobuf } from './decode.ts';

/** The value of a field: a number (varint), a string, or a message. */
type Value = number | string | Buffer;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

function message(...fields: [number: number, value: Value][]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
      const bytes = Buffer.from(value as string);
      return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
    }),
  );
}

const envelope = (apiVersion: string, kind: string, raw: Buffer) =>
  Buffer.concat([Buffer.from('k8s\0'), message([1, message([1, apiVersion], [2, kind])], [2, raw], [3, ''], [4, ''])]);

test('an object is decoded to its JSON form: maps, bytes, lists and times, without empty fields', () => {
  const metadata = message(
    [1, 'settings'],
    [2, ''],
    [3, 'shop'],
    [7, 0],
    [8, message([1, 1_700_000_000])],
    [11, message([1, 'app'], [2, 'web'])],
    [14, 'a'],
    [14, 'b'],
  );
  const raw = message(
    [1, metadata],
    [2, message([1, 'mode'], [2, 'live'])],
    [2, message([1, 'size'], [2, ''])],
    [3, message([1, 'bin'], [2, Buffer.from([1, 2])])],
    [4, 0],
  );
  expect(decodeProtobuf(envelope('v1', 'ConfigMap', raw))).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'settings',
      namespace: 'shop',
      creationTimestamp: '2023-11-14T22:13:20Z',
      labels: { app: 'web' },
      finalizers: ['a', 'b'],
    },
    data: { mode: 'live', size: '' },
    binaryData: { bin: 'AQI=' },
    immutable: false,
  });
});

test('nested messages, lists of messages and quantities are decoded', () => {
  const container = message(
    [1, 'web'],
    [2, 'web:1'],
    [6, message([3, 8080])],
    [8, message([1, message([1, 'cpu'], [2, message([1, '500m'])])])],
  );
  const spec = message([1, 0], [3, message([2, message([2, container])])]);
  expect(decodeProtobuf(envelope('apps/v1', 'Deployment', message([2, spec])))).toMatchObject({
    spec: {
      replicas: 0,
      template: {
        spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 8080 }], resources: { limits: { cpu: '500m' } } }] },
      },
    },
  });
});

test.each([
  ['a body that is not protobuf of the API', Buffer.from('{}'), 'magic'],
  ['a kind without a schema', envelope('batch/v1', 'Job', message()), 'there is no schema for Job'],
  ['an undeclared field', envelope('v1', 'ConfigMap', message([9, 'x'])), 'field 9 of ConfigMap is not known'],
  ['a truncated body', envelope('v1', 'ConfigMap', message([1, 'x'])).subarray(0, -6), 'it ends in the middle of a field'],
  ['a field of the wrong wire type', envelope('v1', 'ConfigMap', Buffer.from([0x0d, 0, 0, 0, 0])), 'wire type 5'],
])('%s is refused with advice on what to send instead', (_what, body, why) => {
  expect(() => decodeProtobuf(body)).toThrow(why);
  expect(() => decodeProtobuf(body)).toThrow('kubectl apply -f');
});

test('fields of a status that the server ignores are dropped', () => {
  const status = message([1, 1], [9, 'later']);
  expect(decodeProtobuf(envelope('authorization.k8s.io/v1', 'SelfSubjectAccessReview', message([3, status])))).toMatchObject({
    kind: 'SelfSubjectAccessReview',
    status: { allowed: true },
  });
});
