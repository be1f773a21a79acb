import { expect, test } from '@playwright/test';
import { asSystem } from '#lib/platform/database/index.ts';
import { type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { changeCookies, newFreeClient, signIn } from './portal.ts';
import { eventually } from './product.ts';

let product: OpenedProduct;
test.beforeAll(async () => {
  product = await openProduct();
});
test.afterAll(() => product.end());

/** A call of the simulated Stripe: its time, and cards that fail. */
async function simulator(path: string, form: Record<string, string>): Promise<void> {
  const port = Number(new URL(product.url).port) + 2;
  const answer = await fetch(`http://127.0.0.1:${port}/v1/simulator/${path}`, {
    method: 'POST',
    headers: { Authorization: 'Bearer sk_test_simulator' },
    body: new URLSearchParams(form),
  });
  if (!answer.ok) throw new Error(`the simulator refused: ${await answer.text()}`);
}

test('a client pays, upgrades at the price that was shown, is suspended when its card fails three times, and resumes when it pays', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const clientId = await newFreeClient(product, 'billing');
  await signIn(page, product, { clientId, role: 'owner' });
  const newestInvoice = () =>
    eventually('the invoices can be read', async () => {
      const answer = await page.request.get(`${product.url}/api/v1/billing`);
      return answer.ok() && ((await answer.json()).invoices[0] as { stage: string | null; status: string; totalCents: number });
    });
  const stage = (wanted: string) => eventually(`the newest invoice is ${wanted}`, async () => (await newestInvoice()).stage === wanted);

  await test.step('pay for the rest of the month', async () => {
    // The last hours of a month cost less than a card can be charged, which is a case of its own in lib/billing/invoices.
    const day = new Date().getUTCDate();
    if (day > 20) await simulator('clock', { days: String(35 - day) });
    await page.goto(`${product.url}/checkout`);
    await page.getByRole('button', { name: 'Subscribe to Basic' }).click();
    await page.waitForURL(/\/checkout\/cs_test_/);
    await page.getByRole('button', { name: 'Pay and subscribe' }).click();
    await page.waitForURL('**/onboarding**');
    await page.goto(`${product.url}/billing`);
    await expect(page.getByRole('heading', { name: 'Basic plan' })).toBeVisible();
    await expect(page.getByText(/^Renews on 1 /)).toBeVisible();
  });

  await test.step('upgrade', async () => {
    await page.getByRole('button', { name: 'Change plan' }).click();
    await page.getByRole('radio', { name: /Pro/ }).check();
    await expect(page.getByText('Due now')).toBeVisible();
    await picture(page, 'billing-change-plan');
    const button = page.getByRole('button', { name: /^Upgrade and pay/ });
    const price = /\$[\d.]+/.exec((await button.textContent()) ?? '')?.[0] ?? 'no price';
    await button.click();
    await expect(page.getByRole('heading', { name: 'Pro plan' })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Invoices' })).toContainText(price);
  });

  await test.step('the month ends: the invoice waits, is announced, and its charge fails', async () => {
    const customer = await customerOf(clientId);
    await simulator('cards', { customer, decline: 'insufficient_funds' });
    await simulator('clock', { to: 'next_invoice' });
    await stage('held');
    await page.reload();
    await expect(page.getByText(/^Waits for late usage until/)).toBeVisible();
    await simulator('clock', { days: '1' });
    await stage('announced');
    await page.reload();
    await expect(page.getByText(/^Charged on/)).toBeVisible();
    await picture(page, 'billing-announced');
    await simulator('clock', { days: '3' });
    await stage('retrying');
    await page.reload();
    await expect(page.getByText('$499.00 could not be charged')).toBeVisible();
    await picture(page, 'billing-retrying');
  });

  await test.step('two more attempts fail, and the client is suspended', async () => {
    await simulator('clock', { days: '3' });
    await eventually(
      'the second attempt failed',
      async () => ((await newestInvoice()) as unknown as { failedCharges: number }).failedCharges === 2,
    );
    await simulator('clock', { days: '5' });
    await stage('unpaid');
    await page.reload();
    await expect(page.getByText('This account is suspended')).toBeVisible();
    await picture(page, 'billing-suspended');
    await page.getByRole('button', { name: 'Pay $499.00 now' }).click();
    await expect(page.getByText(/could not be paid/)).toBeVisible();
  });

  await test.step('the staff see it', async () => {
    const owner = await page.context().cookies();
    await signIn(page, product, 'staff');
    await page.goto(`${product.url}/admin/payments`);
    await expect(page.getByRole('table', { name: 'Overdue invoices' })).toContainText(clientId);
    await picture(page, 'admin-payments');
    await page.goto(`${product.url}/admin/revenue`);
    await expect(page.getByText('$499.00').first()).toBeVisible();
    await picture(page, 'admin-revenue');

    await page.goto(`${product.url}/admin/plans`);
    await page.getByRole('button', { name: 'New version of Basic' }).click();
    await picture(page, 'admin-new-version');
    await page.getByLabel('Events per day').fill('many');
    await page.getByRole('button', { name: 'Make version 2' }).click();
    await expect(page.getByText('Enter a number, such as 100 or 0.25.')).toBeVisible();
    await page.getByLabel('Events per day').fill('200000');
    await page.getByLabel('Note').fill('More events for the same price');
    await page.getByRole('button', { name: 'Make version 2' }).click();
    await expect(page.getByRole('table', { name: 'Versions of Basic' })).toContainText('Events per day: 100,000 to 200,000');
    await picture(page, 'admin-plans');

    await page.goto(`${product.url}/admin/clients/${clientId}`);
    await page.getByRole('button', { name: 'New contract' }).click();
    await page.getByLabel('Note', { exact: true }).fill('Signed by Ada');
    await page.getByRole('button', { name: 'Make contract' }).click();
    await expect(page.getByText(/This client pays for a plan by card/)).toBeVisible();
    await picture(page, 'admin-contract');
    await changeCookies(page, owner);
  });

  await test.step('with a card that works the client pays and resumes', async () => {
    const customer = await customerOf(clientId);
    await simulator('cards', { customer, decline: '' });
    await page.goto(`${product.url}/billing`);
    await page.getByRole('button', { name: 'Pay $499.00 now' }).click();
    await expect(page.getByText('This account is suspended')).toBeHidden();
    await expect(page.getByText('could not be charged')).toBeHidden();
    await page
      .getByRole('link', { name: /^Usage of invoice/ })
      .first()
      .click();
    await expect(page.getByText('Nothing was above the plan this month.')).toBeVisible();
    await picture(page, 'billing-usage');
  });
});

/** The id of a client's customer at Stripe. */
async function customerOf(clientId: string): Promise<string> {
  const { stripeCustomerId } = await asSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: clientId } }));
  return stripeCustomerId ?? '';
}
