import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { TOTP } from 'otpauth';
import { followMail } from './mails.ts';
import { type Product, startProduct } from './product.ts';

const EMAIL = 'ida@identity.example';
const PASSWORD = 'a-long-enough-password';
const NEW_PASSWORD = 'another-long-passphrase';

let product: Product;
let url: string;

test.beforeAll(async () => {
  // Passkeys need a host name.
  product = await startProduct({ PUBLIC_URL: 'http://localhost:{port}' });
  url = product.url.replace('127.0.0.1', 'localhost');
});
test.afterAll(() => product.end());

async function signUp(page: Page): Promise<void> {
  await page.goto(`${url}/signup`);
  await page.getByLabel('Company').fill('Identity Shop');
  await expect(page.getByLabel('Client ID')).toHaveValue('identity-shop');
  await page.getByLabel('Your name').fill('Ida');
  await page.getByLabel('Email').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('radio', { name: /^Free/ }).check();
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await followMail(page, url, 'Confirm your email address');
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expect(page.getByText(`${EMAIL} is confirmed`)).toBeVisible();
}

/** Fills the sign-in form of the page that is open. */
async function signIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').last().fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A security key in the browser that always says yes. */
async function addVirtualAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test('a person protects their account, loses the device, recovers, ends a session elsewhere and uses a passkey', async ({
  page,
  context,
  browser,
}) => {
  let codes: string[] = [];

  await test.step('sign in and come back to the page that a link asked for', async () => {
    await signUp(page);
    await page.goto(`${url}/account`);
    await page.waitForURL('**/login?next=%2Faccount');
    await signIn(page);
    await page.waitForURL('**/account');
    await expect(page.getByText('Password only')).toBeVisible();
  });

  await test.step('set up an authenticator app and keep the recovery codes', async () => {
    await page.getByRole('button', { name: 'Set up app' }).click();
    await page.getByRole('button', { name: 'Show the code' }).click();
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
    const secret = (await page.getByRole('dialog').locator('code').innerText()).trim();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Code' }).fill('000000');
    await page.getByRole('button', { name: 'Turn on' }).click();
    await expect(page.getByText(/This code is not valid/)).toBeVisible();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Code' }).fill(new TOTP({ secret }).generate());
    await page.getByRole('button', { name: 'Turn on' }).click();
    const list = page.getByRole('dialog', { name: 'Your recovery codes' });
    codes = (await list.locator('code').innerText()).split(/\s+/).filter(Boolean);
    expect(codes).toHaveLength(10);
    await page.keyboard.press('Escape');
    await expect(list).toBeVisible();
    await page.getByRole('button', { name: 'I have saved them' }).click();
    await expect(page.getByText('Protected')).toBeVisible();
    await followMail(page, url, 'An authenticator app was added to your account');
    await expect(page.getByRole('heading', { name: 'Secure your account' })).toBeVisible();
  });

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await test.step('sign in elsewhere with a recovery code, without the lost device', async () => {
    await other.goto(`${url}/login`);
    await signIn(other);
    await other.getByRole('textbox', { name: 'Code' }).fill(codes[0] ?? '');
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.waitForURL('**/onboarding**');
  });

  await test.step('see both sessions and end the other one', async () => {
    await page.goto(`${url}/account`);
    await expect(page.getByText('9 left')).toBeVisible();
    await page.getByRole('button', { name: /^End the session of/ }).click();
    await expect(page.getByRole('button', { name: /^End the session of/ })).toHaveCount(0);
    await other.goto(`${url}/dashboard`);
    await other.waitForURL('**/login**');
    await elsewhere.close();
  });

  await test.step('change the password and stay signed in', async () => {
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill('password1234');
    await page.getByRole('button', { name: 'Save password' }).click();
    await expect(page.getByText(/common or easy to guess/)).toBeVisible();
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Save password' }).click();
    await expect(page.getByText('Your password is saved')).toBeVisible();
  });

  await test.step('add a passkey and sign in with it', async () => {
    await addVirtualAuthenticator(context, page);
    await page.getByRole('button', { name: 'Add passkey' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Laptop');
    await page.getByRole('dialog').getByRole('button', { name: 'Add passkey' }).click();
    await expect(page.getByText('Laptop')).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/login**');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL('**/onboarding**');
  });
});
