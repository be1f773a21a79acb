import { expect, test } from '@playwright/test';
import { eventually, type Product, startProduct } from './product.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';
const STREAM = 'events.normalized';
let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ ADMIN_TOKEN });
});
test.afterAll(() => product.end());

async function newClient(): Promise<string> {
  const answer = await fetch(`${product.url}/api/v1/admin/clients`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Crash Test', plan: 'pro' }),
  });
  expect(answer.status).toBe(201);
  const { api_key } = (await answer.json()) as { api_key: string };
  await eventually('the client is provisioned', async () => (await call(api_key, 'GET', '/api/v1/provisioning')).status === 'active');
  return api_key;
}

async function call(key: string, method: string, path: string, body?: unknown) {
  const answer = await fetch(product.url + path, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

const batchOf = (from: number, size: number) => ({
  records: Array.from({ length: size }, (_, i) => ({
    eventId: `e${from + i}/1`,
    observedAt: Date.now(),
    cluster: 'prod',
    event: {
      metadata: { name: `e${from + i}`, namespace: 'shop', uid: `e${from + i}` },
      involvedObject: { kind: 'Pod', name: 'p', namespace: 'shop' },
      reason: 'Unhealthy',
      type: 'Warning',
    },
  })),
});

test('killed with SIGKILL repeatedly during ingest, it loses no acknowledged record and counts none twice', async () => {
  const key = await newClient();
  const size = 50;
  let next = 0;
  for (let round = 0; round < 4; round++) {
    // Like the agent: a batch without a response is sent again as a whole.
    const sending = (async () => {
      for (let i = 0; i < 40; i++) {
        const answered = await call(key, 'POST', `/api/v1/ingest/${STREAM}`, batchOf(next, size)).catch(() => undefined);
        if (!answered) return;
        expect(answered.accepted).toBe(size);
        next += size;
      }
    })();
    await eventually('some batches are under way', async () => next >= (round + 1) * 200);
    await product.kill();
    await sending;
    await product.start();
  }
  await call(key, 'POST', `/api/v1/ingest/${STREAM}`, batchOf(next, size));
  next += size;
  const usage = await eventually('everything is counted', async () => {
    const now = await call(key, 'GET', '/api/v1/usage');
    return now.eventsMonth >= next && now;
  });
  expect(usage.eventsMonth).toBe(next);
});

test('stops cleanly and starts again with the same data', async () => {
  const key = await newClient();
  expect(await product.stop()).toBe(0);
  await product.start();
  expect((await call(key, 'GET', '/api/v1/provisioning')).status).toBe('active');
});
