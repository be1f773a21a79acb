import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { sendLargeCluster } from './large-cluster.ts';
import { type OpenedClient, type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { signIn } from './portal.ts';
import { eventually } from './product.ts';

let product: OpenedProduct;
let client: OpenedClient;

test.beforeAll(async () => {
  product = await openProduct();
  client = await product.newClient();
  await sendLargeCluster(product.url, client.key, { namespaces: 2, workloads: 3, pods: 2, failing: ['1/1'] });
  const headers = { Authorization: `Bearer ${client.key}` };
  await eventually('the cluster is in the graph', async () => {
    const { kinds = [] } = await (await fetch(`${product.url}/api/v1/graph-schema`, { headers })).json();
    return kinds.some(({ label, amount }: { label: string; amount: number }) => label === 'Pod' && amount >= 12);
  });
});
test.afterAll(() => product.end());

const editor = (page: Page) => page.getByLabel('Query', { exact: true });
const rows = (page: Page) => page.getByRole('table', { name: 'Rows' });
const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true });
const history = (page: Page) => page.getByRole('region', { name: 'History' });

async function expectFit(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

async function open(page: Page, role: 'admin' | 'viewer' = 'admin'): Promise<void> {
  await signIn(page, product, { clientId: client.id, role });
  await page.goto(`${product.url}/queries`);
  await page.getByRole('link', { name: 'Query console' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Query console' })).toBeVisible();
}

test('a query is written with the help of what the graph holds, and its answer is a table, a map, a plan and a file', async ({ page }) => {
  await open(page);
  const help = page.getByRole('region', { name: 'What the graph holds' });
  await expect(help.getByText('[:RUNS_ON]')).toBeVisible();
  await help.getByText(':Resource').click();
  await expect(help.getByText(/healthReason|cluster, /).first()).toBeVisible();
  await editor(page).fill(
    'MATCH (p:Pod)-[r:RUNS_ON]->(n:Node)\nWHERE p.namespace = $namespace\nRETURN p, r, n.name AS node, n ORDER BY p.name',
  );
  await page.getByLabel('Parameters').fill('{"namespace": "team-01"}');
  await editor(page).press('Control+Enter');
  await expect(page.getByText(/^6 rows in/)).toBeVisible();
  await expect(rows(page).getByRole('link', { name: /Pod team-01\/service-1-0/ })).toHaveAttribute(
    'href',
    /resources\/large\/pod-team-01-service-1-0/,
  );
  await expectFit(page);
  await picture(page, 'console-table');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  const file = await (await download).path();
  expect((await readFile(file, 'utf8')).split('\r\n')[0]).toBe('p,r,node,n');
  await page.getByRole('button', { name: 'Map' }).click();
  await expect(page.getByRole('application', { name: /^Map of/ })).toBeVisible();
  await picture(page, 'console-map');
  await page.getByRole('button', { name: 'Plan' }).click();
  await expect(page.getByText('The steps of the graph store.')).toBeVisible();
  await expectFit(page);
  await picture(page, 'console-plan');
});

test('a mistake is marked where it is; what writes is refused; both are in the history, from which a query is taken again', async ({
  page,
}) => {
  await open(page);
  await editor(page).fill('MATCH (n:Node)\nRETRUN n');
  await run(page).click();
  await expect(page.getByText(/Line 2, column 1/).first()).toBeVisible();
  expect(await editor(page).evaluate((text: HTMLTextAreaElement) => text.selectionStart)).toBe(15);
  await expectFit(page);
  await picture(page, 'console-mistake');
  await editor(page).fill('MATCH (n:Node) DETACH DELETE n');
  await run(page).click();
  await expect(page.getByText(/A query may only read/).first()).toBeVisible();
  await editor(page).fill('MATCH (n:Node) RETURN count(*) AS amount');
  await run(page).click();
  await expect(page.getByText(/^1 row in/)).toBeVisible();
  await expect(history(page).getByText('Refused')).toBeVisible();
  await history(page)
    .getByRole('button', { name: /RETRUN n/ })
    .first()
    .click();
  await expect(editor(page)).toHaveValue('MATCH (n:Node)\nRETRUN n');
});

test('parameters that are no JSON object are told at their field, and nothing is sent', async ({ page }) => {
  await open(page);
  await page.getByLabel('Parameters').fill('health: healthy');
  await run(page).click();
  await expect(page.getByText('Enter a JSON object, such as')).toBeVisible();
});

test('a query of the library is changed in the console, and explained without being run', async ({ page }) => {
  await signIn(page, product, { clientId: client.id, role: 'owner' });
  await page.goto(`${product.url}/queries/unhealthy-objects`);
  await page.getByText('The text of the query').click();
  await page.getByRole('link', { name: 'Change it in the query console' }).click();
  await expect(editor(page)).toHaveValue(/MATCH/);
  await page.getByRole('button', { name: 'Explain' }).click();
  await expect(page.getByText('Explained without running it.')).toBeVisible();
  await run(page).click();
  await expect(page.getByText(/^\d+ rows? in/)).toBeVisible();
});

test('a viewer is told that it is for admins and owners', async ({ page }) => {
  await open(page, 'viewer');
  await expect(page.getByText('For admins and owners')).toBeVisible();
  await expect(editor(page)).toHaveCount(0);
});
