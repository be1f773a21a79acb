import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Receivers, startReceivers } from '#simulators/receivers/index.ts';
import { openClient, signInWithKey } from './portal.ts';
import { type Product, startProduct } from './product.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';
let product: Product;
let receivers: Receivers;
let apiKey: string;

test.beforeAll(async () => {
  receivers = await startReceivers(Date.now);
  product = await startProduct({ ADMIN_TOKEN });
  ({ api_key: apiKey } = await openClient({ url: product.url, adminToken: ADMIN_TOKEN }, { name: 'Integrations Test', plan: 'basic' }));
});
test.afterAll(async () => {
  await product.end();
  await receivers.close();
});

/** No violation of accessibility, and nothing beyond the screen of a phone. */
async function expectFit(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

test('a webhook is added with rules, tried, has its secret replaced, and is removed, on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await signInWithKey(page, product.url, apiKey);
  await page.goto(`${product.url}/integrations`);
  await expect(page.getByRole('link', { name: 'All members' })).toBeVisible();
  await expect(page.getByText('/api/v1/alertmanager/prod')).toBeVisible();
  await expectFit(page);
  await page.getByRole('link', { name: 'Add destination' }).click();
  await page.getByRole('link', { name: /^Webhook/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Our program');
  await page.getByLabel('Address', { exact: true }).fill('ftp://example.com');
  await page.getByLabel('Critical', { exact: true }).check();
  await page.getByLabel(/^Quiet hours/).check();
  await page.getByLabel('Causes').fill('nonsense');
  await page.getByRole('button', { name: 'Add destination' }).click();
  await expect(page.getByText('Enter an address that begins with https://')).toBeVisible();
  await page.getByLabel('Address', { exact: true }).fill(`${receivers.url}/hooks/mine`);
  await page.getByLabel('Causes').fill('app.oom, image.*');
  await expectFit(page);
  await page.getByRole('button', { name: 'Add destination' }).click();
  const secret = page.getByText(/^whsec_/);
  receivers.secrets.push((await secret.textContent()) ?? '');
  await expectFit(page);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Our program' })).toBeVisible();
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await expect(page.getByText('The test message was taken')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Messages' }).getByText('Sent', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Causes')).toHaveValue('app.oom, image.*');
  await expectFit(page);
  expect(receivers.taken).toHaveLength(1);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('button', { name: 'Remove destination' }).click();
  await expect(page.getByRole('link', { name: 'All members' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Our program' })).toHaveCount(0);
});
