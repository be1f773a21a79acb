import { expect, test } from '@playwright/test';
import { type Product, startProduct } from './product.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';
/** Requests a minute of the Free plan. */
const ALLOWED = 100;
let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ ADMIN_TOKEN });
});
test.afterAll(() => product.end());

async function newKey(): Promise<string> {
  const answer = await fetch(`${product.url}/api/v1/admin/clients`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
    body: JSON.stringify({ name: 'Limits Test', plan: 'free' }),
  });
  return ((await answer.json()) as { api_key: string }).api_key;
}

const ask = (key: string) => fetch(`${product.url}/api/v1/provisioning`, { headers: { Authorization: `Bearer ${key}` } });

test('a key over its plan is turned away at the door until its minute is over; other clients are let in', async () => {
  const [greedy, modest] = [await newKey(), await newKey()];
  const answers: Response[] = [];
  // The route refuses the first that is too many, the door the next.
  for (let i = 0; i < ALLOWED + 2; i++) answers.push(await ask(greedy));
  const last = answers.at(-1);
  expect(last?.status).toBe(429);
  expect(last?.headers.get('content-type')).toBe('application/problem+json');
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await last?.json()).toMatchObject({ code: 'rate_limit', detail: expect.stringContaining('The Free plan allows 100 requests') });
  expect((await ask(modest)).status).toBe(200);
  const metrics = await (await fetch(`${product.url}/metrics`)).text();
  const atTheDoor = /http_request_duration_seconds_count\{operation="held_off",status="429"\} (\d+)/.exec(metrics)?.[1];
  expect(Number(atTheDoor)).toBeGreaterThan(0);
});
