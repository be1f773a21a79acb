import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { signIn } from './portal.ts';

let product: OpenedProduct;

test.beforeAll(async () => {
  product = await openProduct();
});
test.afterAll(() => product.end());

test('the staff announce something, everybody sees it, and it is taken away', async ({ page }) => {
  const client = await product.newClient();
  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/admin/announcements`);
  await page.getByRole('button', { name: 'Announce something' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Announce', exact: true }).click();
  await expect(dialog.getByText('Enter a title.')).toBeVisible();
  await expect(dialog.getByLabel('Title')).toBeFocused();
  await dialog.getByLabel('Title').fill('Maintenance tonight');
  await dialog.getByLabel('Text').fill('Data is kept and shown a few minutes later.');
  const until = await dialog.getByLabel('Until').inputValue();
  await dialog.getByLabel('Until').fill('2020-01-01T00:00');
  await dialog.getByRole('button', { name: 'Announce', exact: true }).click();
  await expect(dialog.getByText('Choose a time after the beginning.')).toBeVisible();
  await dialog.getByLabel('Until').fill(until);
  await dialog.getByRole('button', { name: 'Announce', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Shown', { exact: true })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await picture(page, 'announcements');

  await signIn(page, product, { clientId: client.id, role: 'viewer' });
  await page.goto(`${product.url}/dashboard`);
  await expect(page.getByRole('complementary', { name: 'Notices' })).toContainText('Maintenance tonight');
  await picture(page, 'announcement-shown');

  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/admin/announcements`);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Nothing is announced')).toBeVisible();
});

test('the staff see the queues of jobs and those that failed', async ({ page }) => {
  await product.newClient();
  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/admin/jobs`);
  await expect(page.getByRole('table', { name: 'Queues' })).toContainText('provision');
  await expect(page.getByText('No job has failed')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await picture(page, 'jobs');
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});
