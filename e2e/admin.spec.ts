import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { asSystem } from '#lib/platform/database/index.ts';
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

test('the staff note something about a client, edit it and delete it, and the client sees nothing of it', async ({ page }) => {
  const client = await product.newClient();
  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/admin/clients/${client.id}`);
  const notes = page.getByRole('region', { name: 'Notes' });
  await notes.getByRole('button', { name: 'Add note' }).click();
  await expect(notes.getByText('Write something.')).toBeVisible();
  await notes.getByLabel('New note').fill('Pays by **bank transfer**.');
  await notes.getByRole('button', { name: 'Add note' }).click();
  await expect(notes.locator('strong')).toHaveText('bank transfer');
  await expect(notes.getByLabel('New note')).toHaveValue('');
  await notes.getByRole('button', { name: 'Edit' }).click();
  await notes.getByLabel('Note', { exact: true }).fill('Pays by card.');
  await notes.getByRole('button', { name: 'Save note' }).click();
  await expect(notes.getByText('Pays by card.')).toBeVisible();
  await expect(notes.getByText(/edited/)).toBeVisible();
  await picture(page, 'admin-client');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await signIn(page, product, { clientId: client.id, role: 'owner' });
  expect((await page.request.get(`${product.url}/api/v1/admin/clients/${client.id}/notes`)).status()).toBe(404);
  const log = await (await page.request.get(`${product.url}/api/v1/audit`)).text();
  expect(log).not.toContain('client_note');

  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/admin/clients/${client.id}`);
  await notes.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete note' }).click();
  await expect(notes.getByText('Pays by card.')).toHaveCount(0);
});

test('the staff switch a feature off for everybody and on again for one client, and each client has what was decided', async ({ page }) => {
  const [one, other] = [await product.newClient(), await product.newClient()];
  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/admin/features`);
  const library = page.getByRole('switch', { name: 'Query library' });
  await library.click();
  await expect(library).not.toBeChecked();
  await page.goto(`${product.url}/admin/clients/${one.id}`);
  await page.getByRole('region', { name: 'Features' }).getByLabel('Query library').selectOption('On');
  await page.goto(`${product.url}/admin/features`);
  await expect(page.getByRole('list', { name: 'Overrides of Query library' })).toContainText(one.id);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await picture(page, 'features');

  const statusFor = async (key: string) =>
    (await fetch(`${product.url}/api/v1/queries/pods-per-node/rows`, { headers: { Authorization: `Bearer ${key}` } })).status;
  await expect.poll(() => statusFor(other.key)).toBe(403);
  await expect.poll(() => statusFor(one.key)).not.toBe(403);
  await signIn(page, product, { clientId: other.id, role: 'viewer' });
  await page.goto(`${product.url}/dashboard`);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: 'Topology' })).toBeVisible();
  await expect(navigation.getByRole('link', { name: 'Queries' })).toHaveCount(0);

  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/admin/features`);
  await library.click();
  await expect(library).toBeChecked();
});

test('the staff see how the installation was over the last day and the last 90 days', async ({ page }) => {
  const now = Date.now();
  const step = 5 * 60_000;
  await asSystem((tx) =>
    tx.healthSample.createMany({
      data: Array.from({ length: 200 }, (_, i) => ({
        at: new Date((Math.floor(now / step) - 1 - i - (i > 100 ? 30 : 0)) * step),
        graphLag: BigInt(Math.round(400 + 300 * Math.sin(i / 9))),
        graphAgeMs: BigInt(1_000 * (i % 40)),
        jobsWaiting: i % 7,
        jobsFailed: i % 50 === 0 ? 2 : 0,
      })),
      skipDuplicates: true,
    }),
  );
  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/admin/health`);
  await expect(page.getByRole('figure', { name: 'Records not yet applied to graphs' })).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Jobs that failed for good' })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await picture(page, 'health');
  await page.getByLabel('Time').selectOption('Last 90 days');
  await expect(page.getByText('Lines show the worst of each day.')).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Lag of the slowest graph' })).toBeVisible();
  await picture(page, 'health-quarter');
});
