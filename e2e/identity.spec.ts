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

async function signUp(page: Page, email = EMAIL, company = 'Identity Shop', clientId = 'identity-shop'): Promise<void> {
  await page.goto(`${url}/signup`);
  await page.getByLabel('Company').fill(company);
  await expect(page.getByLabel('Client ID')).toHaveValue(clientId);
  await page.getByLabel('Your name').fill('Ida');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('radio', { name: /^Free/ }).check();
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await followMail(page, url, 'Confirm your email address', email);
  // As in another browser than the one that signed up, which would be signed in now.
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expect(page.getByText(`${email} is confirmed`)).toBeVisible();
}

/** Fills the sign-in form of the page that is open. */
async function signIn(page: Page, email = EMAIL): Promise<void> {
  await page.getByLabel('Email').last().fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
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
    const secret = ((await page.getByRole('dialog').locator('code').textContent()) ?? '').trim();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Code' }).fill('000000');
    await page.getByRole('button', { name: 'Turn on' }).click();
    await expect(page.getByText(/This code is not valid/)).toBeVisible();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Code' }).fill(new TOTP({ secret }).generate());
    await page.getByRole('button', { name: 'Turn on' }).click();
    const list = page.getByRole('dialog', { name: 'Your recovery codes' });
    codes = ((await list.locator('code').textContent()) ?? '').split(/\s+/).filter(Boolean);
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

  await test.step('a password that is easy to guess is refused', async () => {
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill('password1234');
    await expect(page.getByRole('meter', { name: 'Password strength' })).toHaveAttribute('aria-valuetext', /common or easy to guess/);
    await page.getByRole('button', { name: 'Save password' }).click();
    await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/common or easy to guess/);
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await expect(page.getByText(/ard to guess\.$/)).toBeVisible();
  });

  await test.step('an answer about a password that was changed meanwhile is not shown', async () => {
    const answer = Promise.withResolvers<void>();
    await page.route('**/api/v1/me/password', async (route) => {
      await answer.promise;
      await route.continue();
    });
    await page.getByLabel('New password').fill('password1234');
    const answered = page.waitForResponse('**/api/v1/me/password');
    await page.getByRole('button', { name: 'Save password' }).click();
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    answer.resolve();
    await (await answered).finished();
    await page.unroute('**/api/v1/me/password');
    await expect(page.getByRole('button', { name: 'Save password' })).toBeEnabled();
    await expect(page.getByLabel('New password')).not.toHaveAccessibleDescription(/common or easy to guess/);
    await expect(page.getByText(/ard to guess\.$/)).toBeVisible();
  });

  await test.step('change the password and stay signed in', async () => {
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

test('an owner invites a viewer, who accepts, sees everything and changes nothing, until an admin role lets them', async ({
  page,
  browser,
}) => {
  const [owner, viewer] = ['olga@team.example', 'vi@team.example'];
  await test.step('invite somebody', async () => {
    await signUp(page, owner, 'Team Shop', 'team-shop');
    await page.goto(`${url}/login`);
    await signIn(page, owner);
    await page.waitForURL('**/onboarding**');
    await page.goto(`${url}/team`);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('dialog').getByLabel('Email').fill(viewer);
    await page.getByRole('dialog').getByLabel('Role').selectOption('viewer');
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await expect(page.getByRole('table', { name: 'Open invitations' }).getByText(viewer)).toBeVisible();
  });

  const theirs = await browser.newContext();
  const other = await theirs.newPage();
  await test.step('accept with a new account', async () => {
    await followMail(other, url, 'Join team-shop at KG RCA', viewer);
    await expect(other.getByRole('heading', { name: 'Join Team Shop' })).toBeVisible();
    await other.getByLabel('Your name').fill('Vi');
    await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await other.getByRole('button', { name: 'Accept' }).click();
    await other.waitForURL('**/onboarding**');
  });

  await test.step('see the keys and the team as a viewer, without the means to change them', async () => {
    await other.goto(`${url}/team`);
    await expect(other.getByRole('table', { name: 'Members' }).getByText(owner)).toBeVisible();
    await expect(other.getByRole('button', { name: 'Invite' })).toHaveCount(0);
    const refused = await other.request.post(`${url}/api/v1/api-keys`, { data: { name: 'mine', scopes: ['read'] } });
    expect([refused.status(), (await refused.json()).code]).toEqual([403, 'missing_role']);
  });

  await test.step('become an admin, and invite others', async () => {
    await page.reload();
    const changed = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await page.getByLabel('Role of Vi').selectOption('admin');
    expect((await changed).status()).toBe(200);
    await other.reload();
    await expect(other.getByRole('button', { name: 'Invite' })).toBeVisible();
  });

  await test.step('be removed, and lose access at once', async () => {
    await page.getByRole('button', { name: 'Remove Vi' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    // The dialog hides the page behind it from roles, so an absent button says nothing until the dialog has closed.
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Remove Vi' })).toHaveCount(0);
    expect((await other.request.get(`${url}/api/v1/members`)).status()).toBe(403);
    await theirs.close();
  });
});
