import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { openClient, signInWithKey } from './portal.ts';
import { type Product, startProduct } from './product.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';
const POD = {
  key: 'prod-eu-1/uid-1',
  kind: 'Pod',
  namespace: 'a-namespace-with-a-very-long-name-indeed',
  name: 'a-pod-with-a-name-of-many-words-and-a-hash-7c9d8f6b5-x2x4z',
  cluster: 'prod-eu-1',
  health: 'failing',
};
const FIELD = '/spec/template/spec/containers/web/image: registry.example.com/shop/web:1 → registry.example.com/shop/web:2';

let product: Product;
let apiKey: string;

test.beforeAll(async () => {
  product = await startProduct({ ADMIN_TOKEN });
  ({ api_key: apiKey } = await openClient({ url: product.url, adminToken: ADMIN_TOKEN }, { name: 'Queries Test', plan: 'basic' }));
  // The client's graph is made in the background.
  const rows = () => fetch(`${product.url}/api/v1/queries/open-incidents/rows`, { headers: { Authorization: `Bearer ${apiKey}` } });
  await expect.poll(async () => (await rows()).status, { timeout: 30_000 }).toBe(200);
});
test.afterAll(() => product.end());

/** Signs in on a phone. */
async function signIn(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 800 });
  await signInWithKey(page, product.url, apiKey);
}

/** No violation of accessibility, and nothing beyond the screen. */
async function expectFit(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

test('queries are found by words and by subject, and each leads to its page', async ({ page }) => {
  await signIn(page);
  await page.goto(`${product.url}/queries`);
  await page.getByRole('searchbox', { name: 'Search queries' }).fill('privileged');
  await expect(page.getByRole('link', { name: 'Privileged workloads' })).toHaveAttribute('href', '/queries/privileged-workloads');
  await expect(page.getByRole('link', { name: 'Open incidents' })).toHaveCount(0);
  await page.getByLabel('Subject').selectOption('noise');
  await expect(page.getByText('No such query')).toBeVisible();
  await expectFit(page);
  await page.getByRole('button', { name: 'Show all queries' }).click();
  await expect(page.getByRole('link', { name: 'Open incidents' })).toBeVisible();
});

test('a query that needs a parameter waits for it, keeps it in the address, and shows an error at its field', async ({ page }) => {
  await signIn(page);
  await page.goto(`${product.url}/queries/changes-of-a-field`);
  await expect(page.getByText('Not asked yet')).toBeVisible();
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByText('The query needs it.')).toBeVisible();
  await page.getByLabel('Field').fill('/spec/replicas');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByText('No rows')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('field')).toBe('/spec/replicas');
  await page.goto(`${product.url}/queries/changes-of-a-field?field=x&hours=0`);
  await expect(page.getByLabel('Hours')).toHaveAttribute('aria-invalid', 'true');
  await expectFit(page);
});

test('rows are shown with links to objects and incidents and fit a phone; they can be saved as CSV', async ({ page }) => {
  await signIn(page);
  const columns = [
    { name: 'incident', title: 'Incident', type: 'incident' },
    { name: 'at', title: 'At', type: 'time' },
    { name: 'object', title: 'Object', type: 'object' },
    { name: 'health', title: 'Health', type: 'health' },
    { name: 'fields', title: 'Fields', type: 'fields' },
    { name: 'by', title: 'By', type: 'text' },
  ];
  const incident = { id: '0b1e2c3d-4f5a-4b6c-8d7e-9f0a1b2c3d4e', number: 7, title: 'web crashes' };
  const row = { incident, at: 1_793_527_200_000, object: POD, health: 'failing', fields: [FIELD], by: null };
  await page.route('**/api/v1/queries/*/rows*', (route) => route.fulfill({ json: { columns, rows: [row], truncated: true } }));
  await page.goto(`${product.url}/queries/changes-before-incidents`);
  await expect(page.getByRole('link', { name: POD.name })).toHaveAttribute('href', '/resources/prod-eu-1/uid-1');
  await expect(page.getByRole('link', { name: 'web crashes' })).toHaveAttribute('href', `/incidents/${incident.id}`);
  await expect(page.getByText('Only the first row is shown.')).toBeVisible();
  await expectFit(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('changes-before-incidents.csv');
});

test('rows that tie objects to each other can be seen as a map', async ({ page }) => {
  await signIn(page);
  const columns = [
    { name: 'pod', title: 'Pod', type: 'object' },
    { name: 'node', title: 'Node', type: 'object' },
  ];
  const node = { key: 'prod-eu-1/uid-2', kind: 'Node', name: 'node-1', cluster: 'prod-eu-1', health: 'healthy' };
  await page.route('**/api/v1/queries/*/rows*', (route) =>
    route.fulfill({ json: { columns, rows: [{ pod: POD, node }], truncated: false } }),
  );
  await page.goto(`${product.url}/queries/unhealthy-pods`);
  await page.getByRole('button', { name: 'Map' }).click();
  await expect(page.getByText('Select an object or a namespace on the map')).toBeVisible();
  await expectFit(page);
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page.getByRole('table', { name: 'Rows' })).toBeVisible();
});

test('a query that is too much for the graph, and one that is not there, say so', async ({ page }) => {
  await signIn(page);
  const problem = { type: 'about:blank', title: 'Too much', status: 503, detail: 'This was too much for the graph.', code: 'query_limit' };
  await page.route('**/api/v1/queries/*/rows*', (route) => route.fulfill({ status: 503, json: problem }));
  await page.goto(`${product.url}/queries/unhealthy-objects`);
  await expect(page.getByText('This could not be loaded')).toBeVisible({ timeout: 30_000 });
  expect((await page.goto(`${product.url}/queries/no-such-query`))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
});
