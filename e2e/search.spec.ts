import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { openClient, signInWithKey } from './portal.ts';
import { type Product, startProduct } from './product.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';
let product: Product;
let apiKey: string;

test.beforeAll(async () => {
  product = await startProduct({ ADMIN_TOKEN });
  ({ api_key: apiKey } = await openClient({ url: product.url, adminToken: ADMIN_TOKEN }, { name: 'Search Test', plan: 'basic' }));
});
test.afterAll(() => product.end());

async function expectFit(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

test('the command palette opens with Ctrl-K, finds by meaning, and leads on by the keyboard alone', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await signInWithKey(page, product.url, apiKey);
  await page.goto(`${product.url}/usage`);
  await expect(page.getByRole('button', { name: /^Search/ })).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(palette.getByRole('option', { name: /^Dashboard/ })).toBeVisible();
  await expectFit(page);
  await page.keyboard.type('bring in a colleague');
  await expect(palette.getByRole('option').first()).toContainText('Invite a member');
  await expectFit(page);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/team');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
});

test('a search tells what is wrong with it, says when nothing was found, and shows all results on a page, on a phone too', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await signInWithKey(page, product.url, apiKey);
  await page.goto(`${product.url}/search`);
  await expect(page.getByText('What are you looking for?')).toBeVisible();
  await expectFit(page);
  await page.getByRole('searchbox', { name: 'Search' }).fill('type:pods');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('type:incident');
  await page.getByRole('searchbox', { name: 'Search' }).fill('qqqqqq');
  await expect(page.getByText('Nothing was found')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search' }).fill('invoices');
  await expect(page.getByRole('link', { name: /^Billing/ })).toHaveAttribute('href', '/billing');
  await expect(page).toHaveURL(/q=invoices/);
  await page.getByLabel('Type').selectOption('log');
  await expect(page).toHaveURL(/type=log/);
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('invoices');
  await page.getByRole('button', { name: 'Show all types' }).click();
  await expect(page.getByRole('link', { name: /^Billing/ })).toBeVisible();
  await expectFit(page);
});
