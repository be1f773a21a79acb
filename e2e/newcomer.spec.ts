import { expect, test } from '@playwright/test';
import { type OpenedProduct, openProduct } from './opened-product.ts';
import { newFreeClient, openClient, signIn } from './portal.ts';

let product: OpenedProduct;

test.beforeAll(async () => {
  product = await openProduct();
});
test.afterAll(() => product.end());

test('an empty sign-in asks for the address, and says nothing of a password', async ({ page }) => {
  await page.goto(`${product.url}/login`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const email = page.getByLabel('Email').last();
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription('Enter your email address.');
  await expect(page.getByText('incorrect')).toHaveCount(0);
});

test('a link that is cut off or was used says so in whole sentences, and where a new one is', async ({ page }) => {
  for (const [path, button, says] of [
    ['/verify', 'Confirm this address', 'The link is not complete.'],
    ['/verify?token=used', 'Confirm this address', /already been used|expired/],
    ['/confirm-address', 'Use this address', 'The link is not complete.'],
  ] as const) {
    await page.goto(`${product.url}${path}`);
    await page.getByRole('main').getByRole('button', { name: button }).click();
    const alert = page.getByRole('main').getByRole('alert');
    await expect(alert).toContainText(says);
    await expect(alert).not.toContainText('token');
  }
});

test('a new API key begins on its name, and once shown is not closed away by Escape', async ({ page }) => {
  const clientId = await newFreeClient(product, 'keys');
  await signIn(page, product, { clientId, role: 'owner' });
  await page.goto(`${product.url}/api-keys`);
  await page.getByRole('button', { name: 'Create API key' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Create API key' }).click();
  await dialog.getByLabel('Name').fill('a script');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/^kg_live_/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog.getByText(/^kg_live_/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Close' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('cell', { name: 'a script', exact: true })).toBeVisible();
});

test('before a plan is paid for, pages say so and lead to the checkout', async ({ page }) => {
  const clientId = await unpaidClient();
  await signIn(page, product, { clientId, role: 'owner' });
  for (const path of ['/topology', '/changes']) {
    await page.goto(`${product.url}${path}`);
    await expect(page.getByRole('main').getByText('Your plan has not been paid for yet').first()).toBeVisible();
    await expect(page.getByText('few seconds')).toHaveCount(0);
  }
  await page.getByRole('main').getByRole('link', { name: 'Go to checkout' }).first().click();
  await page.waitForURL('**/checkout');
});

/** A client that chose a paid plan at its sign-up. */
async function unpaidClient(): Promise<string> {
  const clientId = `unpaid-${crypto.randomUUID().slice(0, 8)}`;
  const answer = await fetch(`${product.url}/api/v1/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      ...{ company: 'The unpaid shop', clientId, name: 'Jo', email: `${clientId}@example.com` },
      ...{ password: 'a-long-enough-password', plan: 'pro' },
    }),
  });
  expect(answer.status).toBe(202);
  return clientId;
}

test('staff who open a page of clients are told that they belong to none', async ({ page }) => {
  await openClient(product, { name: 'Some client', plan: 'free' });
  await signIn(page, product, 'staff');
  await page.goto(`${product.url}/dashboard`);
  await expect(page.getByRole('main').getByText('the staff belong to none').first()).toBeVisible();
  await expect(page.getByText('invitation')).toHaveCount(0);
});
