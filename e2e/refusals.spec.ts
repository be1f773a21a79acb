import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { eventually, type Product, startProduct } from './product.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';
/** Requests per minute of the Free plan. */
const ALLOWED = 100;
let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ ADMIN_TOKEN });
});
test.afterAll(() => product.end());

async function newKey(): Promise<string> {
  const answer = await fetch(`${product.url}/api/v1/admin/clients`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Limits Test', plan: 'free' }),
  });
  return ((await answer.json()) as { api_key: string }).api_key;
}

const ask = (key: string) => fetch(`${product.url}/api/v1/provisioning`, { headers: { Authorization: `Bearer ${key}` } });

test('a key over its rate limit is refused by the retry-after cache until its minute is over; other clients are served', async () => {
  const [greedy, modest] = [await newKey(), await newKey()];
  const answers: Response[] = [];
  // The route refuses the first request over the limit, the cache refuses the next one.
  for (let i = 0; i < ALLOWED + 2; i++) answers.push(await ask(greedy));
  const last = answers.at(-1);
  expect(last?.status).toBe(429);
  expect(last?.headers.get('content-type')).toBe('application/problem+json');
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await last?.json()).toMatchObject({ code: 'rate_limit', detail: expect.stringContaining('The Free plan allows 100 requests') });
  expect((await ask(modest)).status).toBe(200);
  const metrics = await (await fetch(`${product.healthUrl}/metrics`)).text();
  const fromCache = /http_request_duration_seconds_count\{operation="repeated_refusal",status="429"\} (\d+)/.exec(metrics)?.[1];
  expect(Number(fromCache)).toBeGreaterThan(0);
});

test('a rejected record is shown with its reason, can be downloaded, cannot be replayed while it is invalid, and can be discarded', async ({
  page,
}) => {
  const key = await newKey();
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  await eventually('the client is provisioned', async () => (await (await ask(key)).json()).status === 'active');
  const record = { eventId: 'e1', cluster: 'prod', note: `${'long '.repeat(1_000)}and its end` };
  const body = JSON.stringify({ records: [record] });
  const sent = await fetch(`${product.url}/api/v1/ingest/events.normalized`, { method: 'POST', headers, body });
  expect(await sent.json()).toMatchObject({ accepted: 0, rejected: 1 });

  await page.goto(/http:\S+staff-sign-in\?token=\w+/.exec(product.output())?.[0] ?? '');
  await page.getByRole('button', { name: 'Sign in as staff' }).click();
  await page.waitForURL('**/admin/password');
  await page.goto(`${product.url}/admin/dead-letters`);
  await expect(page.getByText('does_not_parse')).toBeVisible();
  await expect(page.getByText(/observedAt: /)).toBeVisible();
  await page.getByText(/^Record, /).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the full record' }).click();
  expect(JSON.parse(readFileSync(await (await download).path(), 'utf8'))).toEqual(record);

  await page.getByRole('button', { name: /^Replay dead letter/ }).click();
  await page.getByRole('button', { name: 'Replay record' }).click();
  await expect(page.getByRole('alertdialog').getByText(/observedAt/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /^Discard dead letter/ }).click();
  await page.getByRole('button', { name: 'Discard dead letter', exact: true }).click();
  await expect(page.getByText(/was discarded/)).toBeVisible();
  await expect(page.getByRole('table').getByText('Discarded')).toBeVisible();
});
