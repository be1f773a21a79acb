import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { type OtelCollector, startOtelCollector } from '#simulators/otel-collector/index.ts';
import { type OpenedProduct, openProduct } from './opened-product.ts';
import { eventually } from './product.ts';

let collector: OtelCollector;
let product: OpenedProduct;

test.beforeAll(async () => {
  collector = await startOtelCollector();
  product = await openProduct({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
});
test.afterAll(async () => {
  await product.end();
  collector.close();
});

const send = (path: string, key: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${product.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

test('a batch is one trace from the request of its agent to the graph and the count, across the threads of the product', async () => {
  const { id, key } = await product.newClient();
  const [traceId, parent] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  const event = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p', namespace: 'shop' } };
  const records = [{ eventId: randomUUID(), observedAt: Date.now(), cluster: 'traced', event }];
  const sent = await send('ingest/events.normalized', key, { records }, { traceparent: `00-${traceId}-${parent}-01` });
  expect(sent.status).toBe(200);
  const ofTrace = () => collector.spans.filter((span) => span.traceId === traceId);
  const named = (name: string) => ofTrace().find((span) => span.name === name);
  await eventually('the trace reaches the graph and the count', async () => named('apply to graph') && named('count events.normalized'));
  const request = await eventually('the span of the request is sent', async () => named('POST /api/v1/ingest/{stream}'));
  const append = await eventually('the span of the append is sent', async () => named('append events.normalized'));
  expect(request.attributes).toMatchObject({ 'http.request.method': 'POST', 'http.response.status_code': 200 });
  expect(append).toMatchObject({ parentSpanId: request.spanId, attributes: { 'kg_rca.client_id': id } });
  for (const name of ['apply to graph', 'count events.normalized'])
    expect([name, named(name)?.parentSpanId]).toEqual([name, append.spanId]);
  expect(new Set(ofTrace().map(({ resource }) => resource['kg_rca.thread']))).toEqual(new Set(['main', 'ingest-usage', 'graph']));
  expect(collector.refused).toEqual([]);
});

test('a single alert of Alertmanager and a single line of a collector are taken in, however small their bodies are', async () => {
  const key = await product.newKey((await product.newClient()).id);
  const alert = { status: 'firing', labels: { alertname: 'Down', namespace: 'shop', pod: 'p' }, startsAt: new Date().toISOString() };
  const alerts = await send('alertmanager/prod', key, { version: '4', alerts: [alert] });
  expect([alerts.status, await alerts.json()]).toEqual([200, { accepted: 1, rejected: 0, truncated: 0 }]);
  const names = { 'k8s.namespace.name': 'shop', 'k8s.pod.name': 'p', 'k8s.pod.uid': randomUUID(), 'k8s.container.name': 'c' };
  const attributes = Object.entries(names).map(([name, stringValue]) => ({ key: name, value: { stringValue } }));
  const line = { timeUnixNano: `${Date.now()}000000`, body: { stringValue: 'connection refused' } };
  const logs = await send('otlp/prod/v1/logs', key, { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords: [line] }] }] });
  expect([logs.status, await logs.json()]).toEqual([200, {}]);
});
