import { expect, test } from '@playwright/test';
import { type OpenedProduct, openProduct } from './opened-product.ts';
import { newFreeClient, signIn } from './portal.ts';

let product: OpenedProduct;
test.beforeAll(async () => {
  product = await openProduct();
});
test.afterAll(() => product.end());

test('the staff walk through the end of a month: a card fails, the time goes to the next invoice, and the card is restored', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const clientId = await newFreeClient(product, 'clock');

  await test.step('before anybody has paid, nothing is due', async () => {
    await signIn(page, product, 'staff');
    await page.goto(`${product.url}/admin`);
    await page.getByRole('link', { name: 'Simulated Stripe' }).click();
    await expect(page.getByText('No customers yet')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next invoice' })).toBeDisabled();
  });

  await test.step('a client subscribes', async () => {
    await signIn(page, product, { clientId, role: 'owner' });
    await page.goto(`${product.url}/checkout`);
    await page.getByRole('button', { name: 'Subscribe to Basic' }).click();
    await page.waitForURL(/\/checkout\/cs_test_/);
    await page.getByRole('button', { name: 'Pay and subscribe' }).click();
    await page.waitForURL('**/onboarding**');
  });

  await test.step('its card fails from now on, and the month ends', async () => {
    await signIn(page, product, 'staff');
    await page.goto(`${product.url}/admin/stripe-simulation`);
    const customers = page.getByRole('table', { name: 'Customers' });
    await page.getByRole('button', { name: `Make the next charges fail of ${clientId}` }).click();
    await expect(customers).toContainText('Declines');
    await page.getByRole('button', { name: 'Next invoice' }).click();
    await expect(page.getByText(/A billing period ended\./)).toBeVisible();
    await page.getByRole('button', { name: 'Next day' }).click();
    await page.getByRole('button', { name: `Restore the card of ${clientId}` }).click();
    await expect(customers).toContainText('On file');
  });

  await test.step('webhooks can be made to go wrong', async () => {
    await page.getByRole('switch', { name: 'Send every event twice' }).click();
    await expect(page.getByRole('switch', { name: 'Send every event twice' })).toBeChecked();
    await page.reload();
    await expect(page.getByRole('switch', { name: 'Send every event twice' })).toBeChecked();
  });
});
