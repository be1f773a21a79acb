import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { followMail } from './mails.ts';
import { eventually, type Product, startProduct } from './product.ts';

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ TERMS_URL: 'https://provider.example/terms', PRIVACY_URL: 'https://provider.example/privacy' });
});
test.afterAll(() => product.end());

test('a client signs up, pays, attaches a cluster, reads the root cause of a fault, sees the incident close, and finds its usage', async ({
  page,
}) => {
  const email = 'ada@journey.example';
  const password = 'a-long-enough-password';

  await test.step('sign up with a proposed client ID', async () => {
    await page.goto(`${product.url}/signup`);
    await page.getByLabel('Company').fill('Journey Shop');
    await expect(page.getByLabel('Client ID')).toHaveValue('journey-shop');
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('radio', { name: /^Pro/ }).check();
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  });

  await test.step('sign in only after confirming the email address', async () => {
    await page.goto(`${product.url}/login`);
    await page.getByLabel('Email').last().fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('Confirm your email address first')).toBeVisible();
    await followMail(page, product.url, 'Confirm your email address');
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await expect(page.getByText(`${email} is confirmed`)).toBeVisible();
    // It is the browser that signed up, so nobody has to type the password again.
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.waitForURL('**/checkout**');
  });

  await test.step('pay at Stripe', async () => {
    await page.getByRole('button', { name: /Pro/ }).first().click();
    await page.waitForURL(/\/checkout\/cs_test_/);
    await page.getByRole('button', { name: 'Pay and subscribe' }).click();
    await page.waitForURL('**/onboarding**');
  });

  await test.step('download the agent package once the account is set up', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download agent package' }).click({ timeout: 60_000 });
    const file = await (await download).path();
    const files = Object.keys(unzipSync(readFileSync(file)));
    for (const name of ['install.sh', 'verify.sh', 'README.md', 'chart/Chart.yaml'])
      expect(files).toContainEqual(expect.stringMatching(new RegExp(`^[a-z0-9-]+/${name}$`)));
  });

  await test.step('attach the sample cluster and see data arrive', async () => {
    await page.getByRole('button', { name: /Attach the sample cluster/ }).click();
    await expect(page.getByText(/Data is arriving/)).toBeVisible({ timeout: 90_000 });
  });

  await test.step('turn a fault on and read its root cause', async () => {
    await page.goto(`${product.url}/clusters`);
    await expect(page.getByText('sample').first()).toBeVisible();
    await page.getByRole('switch', { name: /Bad image tag/ }).click();
    // Leaving the page immediately would cancel the request.
    await expect(page.getByText(/^Active: Bad image tag/)).toBeVisible();
    await page.goto(`${product.url}/incidents`);
    await page
      .getByRole('link', { name: /Image does not exist/ })
      .first()
      .click({ timeout: 120_000 });
    await page.waitForURL(/\/incidents\/[0-9a-f-]+$/);
    await expect(page.getByText(/Confirmed/).first()).toBeVisible();
    await expect(page.getByText(/catalog/).first()).toBeVisible();
    await expect(page.getByText(/1\.4\.3-rc9/).first()).toBeVisible();
  });

  const incident = page.url();
  await test.step('request a diagnosis, which counts as an RCA query', async () => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: /Diagnose again/ }).click();
    await expect(page.getByText(/Diagnosed again by/).first()).toBeVisible({ timeout: 30_000 });
  });

  await test.step('turn the fault off and see the incident close', async () => {
    await page.goto(`${product.url}/clusters`);
    await page.getByRole('switch', { name: /Bad image tag/ }).click();
    await expect(page.getByText(/No faults are active/)).toBeVisible();
    await page.goto(incident);
    await expect(page.getByText(/Closed/).first()).toBeVisible({ timeout: 120_000 });
  });

  await test.step('check the usage, the bill and the notification', async () => {
    const usage = await eventually('events are counted', async () => {
      const answer = await page.request.get(`${product.url}/api/v1/usage`);
      const body = await answer.json();
      return body.eventsMonth > 100 && body;
    });
    expect(usage.rcaQueries).toEqual({ used: 1, limit: 10_000 });
    await page.goto(`${product.url}/billing`);
    await expect(page.getByText('$499.00').first()).toBeVisible();
    await expect(page.getByText(/^[0-9A-F]{8}-0001$/)).toBeVisible();
    await page.goto(`${product.url}/outbox`);
    await expect(page.getByText(/Incident 1 in sample/).first()).toBeVisible();
  });
});

test('pages of the portal require a sign-in', async ({ page }) => {
  for (const path of ['/dashboard', '/incidents', '/topology', '/usage', '/billing', '/api-keys', '/admin']) {
    await page.goto(`${product.url}${path}`);
    await expect(page).toHaveURL(/\/login\?next=/);
  }
});

test('a form shows each error under its field, focuses the first, and takes errors of the server', async ({ page }) => {
  await page.goto(`${product.url}/signup`);
  await expect(page.getByRole('main').getByRole('link', { name: 'terms of service' })).toHaveAttribute(
    'href',
    'https://provider.example/terms',
  );
  await expect(page.getByRole('main').getByRole('link', { name: 'privacy notice' })).toHaveAttribute(
    'href',
    'https://provider.example/privacy',
  );
  await page.getByLabel('Company').fill('Form Test');
  await expect(page.getByLabel('Client ID')).toHaveValue('form-test');
  await page.getByLabel('Email').fill('not an address');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Sign up' }).click();
  const name = page.getByLabel('Your name');
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription('Enter your name.');
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription('Enter a valid email address.');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/Use at least 12 characters\./);
  await name.fill('Bob');
  await expect(name).not.toHaveAttribute('aria-invalid');
  await page.getByLabel('Email').fill('bob@form.example');
  await page.getByLabel('Password', { exact: true }).fill('a-long-enough-password');
  await page.route('**/api/v1/signup', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        code: 'client_id_taken',
        detail: 'Taken.',
        invalid_params: [{ name: 'clientId', reason: 'This client ID is taken.' }],
      }),
    }),
  );
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByLabel('Client ID')).toBeFocused();
  await expect(page.getByText('This client ID is taken.')).toBeVisible();
});

test('before a page is interactive, nothing can be typed or submitted, so that no password ends up in an address', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const path of ['/login', '/signup', '/reset?token=t']) {
    await page.goto(`${product.url}${path}`);
    for (const field of await page.locator('input:not([type=radio])').all()) await expect(field).not.toBeEditable();
    for (const button of await page.getByRole('main').locator('button[type=submit]').all()) await expect(button).toBeDisabled();
    await page.locator('input[type=password]').first().press('Enter');
    await expect(page).toHaveURL(`${product.url}${path}`);
  }
  await context.close();
});

test('the staff sign in with the printed link, which works once', async ({ page }) => {
  const link = /http:\S+staff-sign-in\?token=\w+/.exec(product.output())?.[0] ?? '';
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in as staff' }).click();
  await page.waitForURL('**/admin/password');
  await page.goto(`${product.url}/admin`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // The link works only once.
  // The open page would notice that its session is gone, and lead to the sign-in.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in as staff' }).click();
  await expect(page.getByText('This link does not work')).toBeVisible();
});
