import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { severityOf } from '#agent/logs/severity.ts';
import { MASKED, READABLE } from '#agent/projection/testing/mask-cases.ts';
import { logMessage } from '#lib/wire/messages.ts';
import { helm } from '#simulators/kubernetes/testing/kube-binaries.ts';
import { MATRIX } from './testing/matrix.ts';
import { run } from './testing/run.ts';
import { hasPython, runVrl } from './testing/vrl.ts';

const NORMALIZE = join(import.meta.dirname, 'files/vector/normalize.vrl');

/** Lines of many formats; the agent's reading of them is what Vector's program is held to. */
const LINES = [
  '{"level":"error","msg":"x"}',
  '{"level":50,"msg":"x"}',
  '{"level":30,"msg":"x"}',
  '{"severity":"WARNING","message":"x"}',
  '{"log.level":"debug"}',
  '{"log":{"level":"critical"}}',
  'E1128 12:00:00.000000       1 reflector.go:1] failed',
  'I1128 12:00:00.000000       1 main.go:1] started',
  'time=2026-11-28T12:00:00Z level=warn msg="slow"',
  'panic: runtime error: index out of range',
  'Traceback (most recent call last)',
  'java.lang.OutOfMemoryError: Java heap space',
  'java.io.IOException: Connection refused',
  "thread 'main' panicked at src/main.rs:1",
  '2026-11-28 12:00:00.000 [ERROR] no such table',
  '2026-11-28 12:00:00,000 WARN  main - slow',
  'FATAL: password authentication failed for user "shop"',
  'warning: deprecated',
  '127.0.0.1 - - "GET / HTTP/1.1" 200 615',
  'ready to accept connections',
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kg-vector-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files of Vector's ConfigMap as the chart renders them for a variant of the matrix. */
async function rendered(name: string): Promise<Record<string, string>> {
  const values = join(folder, 'values.yaml');
  writeFileSync(
    values,
    stringify({ ...MATRIX.find(([one]) => one === name)![1], agent: { bundled: false }, image: { repository: 'a/b' } }),
  );
  const { code, stdout, stderr } = await run(dirname(helm('v34')), folder, 'helm', [
    'template',
    'a',
    import.meta.dirname,
    '--values',
    values,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return parseAllDocuments(stdout)
    .map((document) => document.toJSON())
    .find((manifest) => manifest?.kind === 'ConfigMap' && manifest.data?.['vector.yaml']).data;
}

const event = (message: string, more: object = {}) => ({
  message,
  stream: 'stderr',
  file: '/var/log/pods/shop_cart-1_u1/main/0.log',
  kubernetes: { pod_uid: 'u1', pod_name: 'cart-1', pod_namespace: 'shop', container_name: 'main' },
  ...more,
});

describe.skipIf(!hasPython)("Vector's programs, compiled and run by its own compiler", () => {
  const normalized = (...messages: string[]) =>
    runVrl(
      NORMALIZE,
      messages.map((message) => event(message)),
      { KG_CLUSTER: 'prod' },
    ) as Promise<{ eventId: string; line: string; severity: string }[]>;

  it('make records of logs.normalized, the same however often a line is read, and another of another line', async () => {
    const [one, again, other] = await normalized('a', 'a', 'b');
    expect(logMessage.parse(one)).toMatchObject({
      cluster: 'prod',
      pod: { uid: 'u1', namespace: 'shop', name: 'cart-1' },
      container: 'main',
    });
    expect(one!.line).toBe('a');
    expect(one!.eventId.slice(0, 3)).toBe('u1/');
    expect(other!.eventId).not.toBe(one!.eventId);
    expect(again!.line).toBe(one!.line);
  });

  it('drop what has no pod or nothing in it', async () => {
    expect(await runVrl(NORMALIZE, [event('x', { kubernetes: {} }), event('   ')], { KG_CLUSTER: 'prod' })).toEqual([null, null]);
  });

  it('mask what the agent masks', async () => {
    const records = await normalized(...MASKED.map(([text]) => text));
    expect(records.map(({ line }) => line)).toEqual(MASKED.map(([, masked]) => masked));
  });

  it('leave what the agent leaves', async () => {
    expect((await normalized(...READABLE)).map(({ line }) => line)).toEqual(READABLE);
  });

  it('read severities as the agent does', async () => {
    const records = await normalized(...LINES);
    expect(records.map(({ severity }, index) => `${severity} ${LINES[index]}`)).toEqual(LINES.map((line) => `${severityOf(line)} ${line}`));
  });

  it('leave out namespaces, thin out what is no warning, and name the key of a record', async () => {
    const program = join(folder, 'select.vrl');
    writeFileSync(program, (await rendered('vector'))['select.vrl']!);
    const record = (namespace: string, severity: string, n: number) => ({
      eventId: `u/${n}`,
      cluster: 'prod',
      severity,
      pod: { uid: 'u', namespace },
    });
    const many = (severity: string) => Array.from({ length: 400 }, (_, n) => record('shop', severity, n));
    const kept = async (records: object[]) => (await runVrl(program, records)).filter((one) => one !== null);
    expect(await kept([record('kube-system', 'error', 1)])).toEqual([]);
    expect(await kept([record('bank', 'info', 1)])).toEqual([{ ...record('bank', 'info', 1), key: 'prod/u' }]);
    expect(await kept(many('error'))).toHaveLength(400);
    const sample = await kept(many('info'));
    expect(sample.length).toBeGreaterThan(10);
    expect(sample.length).toBeLessThan(100);
    expect(await kept(many('info'))).toEqual(sample);
  });
});

describe("Vector's configuration", () => {
  /** The options of the components that the chart uses, as Vector's reference of 0.50 lists them. */
  const OPTIONS: Record<string, string[]> = {
    kubernetes_logs: ['extra_label_selector', 'glob_minimum_cooldown_ms', 'read_from', 'ignore_older_secs', 'use_apiserver_cache'],
    reduce: ['inputs', 'group_by', 'starts_when', 'merge_strategies', 'expire_after_ms', 'end_every_period_ms'],
    remap: ['inputs', 'file', 'drop_on_abort', 'drop_on_error'],
    http: [
      'inputs',
      'uri',
      'method',
      'auth',
      'compression',
      'encoding',
      'payload_prefix',
      'payload_suffix',
      'batch',
      'request',
      'healthcheck',
      'tls',
      'acknowledgements',
      'buffer',
    ],
    kafka: ['inputs', 'bootstrap_servers', 'topic', 'key_field', 'compression', 'encoding', 'sasl', 'tls', 'acknowledgements', 'buffer'],
  };

  it.each(['vector', 'vector to kafka'])('of %s names only components that are there, and options that they have', async (name) => {
    const config = parse((await rendered(name))['vector.yaml']!);
    const components = { ...config.sources, ...config.transforms, ...config.sinks } as Record<string, { type: string; inputs?: string[] }>;
    for (const { type, inputs = [], ...options } of Object.values(components)) {
      for (const input of inputs) expect(Object.keys(components)).toContain(input);
      expect(OPTIONS[type]).toEqual(expect.arrayContaining(Object.keys(options)));
    }
    expect(config.sinks.kg_rca).toMatchObject({ acknowledgements: { enabled: true }, buffer: { type: 'disk', when_full: 'block' } });
  });

  it('holds no secret, and no dollar sign but before the variables that the pod sets', async () => {
    for (const name of ['vector', 'vector to kafka']) {
      const text = (await rendered(name))['vector.yaml']!;
      expect(text.match(/\$.{0,20}/g)).toEqual([expect.stringMatching(/^\$\{KG_(API_KEY|KAFKA_PASSWORD)\}/)]);
      expect(text).not.toContain('kg_live_');
      expect(text).not.toContain('password: secret');
    }
  });
});
