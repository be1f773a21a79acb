import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type OpenedClient, type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { signIn } from './portal.ts';
import { incidentOf, newClientWithSampleCluster } from './sample-cluster.ts';

let product: OpenedProduct;
let client: OpenedClient;
let incident: { id: string; title: string };

test.beforeAll(async ({ browser }) => {
  test.slow();
  product = await openProduct();
  client = await newClientWithSampleCluster(product, browser);
  const page = await browser.newPage();
  await signInAsOwner(page);
  incident = await incidentOf(page, product, 'bad-image-tag');
  await page.close();
});
test.afterAll(() => product.end());

const signInAsOwner = (page: Page) => signIn(page, product, { clientId: client.id, role: 'owner' });
const list = (page: Page) => page.locator('main ul.divide-y > li');

async function expectUsable(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('a change leads to the incident that it began and to its object, and both lead back', async ({ page }) => {
  await signInAsOwner(page);
  await page.goto(`${product.url}/changes?field=image`);
  const change = list(page).filter({ hasText: 'Most likely began' }).first();
  await expect(change).toContainText('image');
  await picture(page, 'changes');
  await expectUsable(page);
  await change.getByRole('link', { name: /^incident #/ }).click();
  await expect(page).toHaveURL(new RegExp(`/incidents/${incident.id}`));

  await page.goto(`${product.url}/changes?field=image`);
  await change
    .getByRole('link', { name: /^Deployment/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/resources\//);
  await expect(page.getByRole('region', { name: 'Incidents' }).getByRole('link').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Health', exact: true })).toContainText('since');
  await page.getByText('YAML as sent by the agent').click();
  await expect(page.getByText('kind: Deployment')).toBeVisible();
  await picture(page, 'resource');
  await expectUsable(page);
  await page.getByRole('region', { name: 'Incidents' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/incidents\//);
  await page.goBack();
  await page.getByRole('link', { name: 'Open in Changes' }).click();
  await expect(page).toHaveURL(/\/changes\?.*kind=Deployment/);
  await expect(list(page).first()).toBeVisible();
});

test('the dashboard shows the incident, the health of the cluster and the change', async ({ page }) => {
  await signInAsOwner(page);
  await page.goto(`${product.url}/dashboard`);
  const main = page.getByRole('main');
  await expect(main.getByRole('region', { name: 'Clusters' })).toContainText(/\d+ workloads/);
  await expect(main.getByRole('figure', { name: 'Incidents per day' })).toBeVisible();
  await expect(main.getByRole('region', { name: 'Latest changes' })).toContainText('catalog');
  await picture(page, 'dashboard');
  await expectUsable(page);
});

test('the list is narrowed by each filter, which stays in the address, and says when nothing fits', async ({ page }) => {
  await signInAsOwner(page);
  await page.goto(`${product.url}/changes`);
  await page.getByLabel('Name', { exact: true }).fill('no object is called so');
  await expect(page.getByText('No change fits these filters')).toBeVisible();
  await expect(page).toHaveURL(/name=no\+object/);
  await picture(page, 'changes-none');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(list(page).first()).toBeVisible();
  await page.getByLabel('Kind').selectOption('Deployment');
  await expect(page).toHaveURL(/kind=Deployment/);
  await expect(list(page).filter({ hasNotText: 'Deployment' })).toHaveCount(0);
  await page.getByLabel('Time').selectOption('Between two times');
  await page.getByLabel('Until').fill('2020-01-01T00:00');
  await page.getByLabel('Until').blur();
  await expect(page.getByText('No change fits these filters')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Until')).toHaveValue('2020-01-01T00:00');
  await page.getByLabel('Time').selectOption('Last hour');
  await expect(list(page).first()).toBeVisible();
  await page.getByRole('switch', { name: 'Changes by controllers' }).click();
  await expect(page).toHaveURL(/controllers=show/);
});

test('a range of time in the wrong order and a cursor that is none are refused by name', async ({ page }) => {
  await signInAsOwner(page);
  for (const operation of ['changes', 'change-groups'])
    for (const [query, field] of [
      ['since=5&until=5', 'until'],
      ['cursor=bm9uc2Vuc2U', 'cursor'],
      ['controllers=some', 'controllers'],
    ]) {
      const answer = await page.request.get(`${product.url}/api/v1/${operation}?${query}`);
      expect([answer.status(), (await answer.json()).invalid_params?.[0]?.name]).toEqual([422, field]);
    }
});

test('a resource that does not exist says so, and one without an incident has none', async ({ page }) => {
  await signInAsOwner(page);
  expect((await page.goto(`${product.url}/resources/prod/nothing`))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
  const { items } = await (await page.request.get(`${product.url}/api/v1/resources?q=kube-system`)).json();
  await page.goto(`${product.url}/resources/${items[0].key}`);
  await expect(page.getByRole('region', { name: 'Related objects' })).toBeVisible();
  await expectUsable(page);
});
