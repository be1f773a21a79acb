import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { Provider } from 'oidc-provider';
import { TOTP } from 'otpauth';
import { type DnsServer, startDnsServer } from '#simulators/dns/index.ts';
import { followMail } from './mails.ts';
import { picture } from './pictures.ts';
import { type Product, startProduct } from './product.ts';

const CLIENT = 'wall-shop';
const DOMAIN = 'wall.example';
const OWNER = `olga@${DOMAIN}`;
const VIEWER = `vi@${DOMAIN}`;
const PASSWORD = 'a-long-enough-password';
const SECRET = 'the-secret-of-the-test';

let product: Product;
let url: string;
let issuer: Server;
let issuerUrl: string;
let dns: DnsServer;

test.beforeAll(async () => {
  dns = await startDnsServer();
  product = await startProduct({ PUBLIC_URL: 'http://localhost:{port}', DNS_SERVERS: dns.address });
  url = product.url.replace('127.0.0.1', 'localhost');
  issuer = createServer();
  await new Promise<void>((listening) => issuer.listen(0, '127.0.0.1', listening));
  issuerUrl = `http://localhost:${(issuer.address() as AddressInfo).port}`;
  const provider = new Provider(issuerUrl, {
    clients: [{ client_id: 'kg-rca', client_secret: SECRET, redirect_uris: [`${url}/api/sso/${CLIENT}/callback`] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    // Whoever signs in as mallory has an address of a domain that this client does not own.
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, name: sub, email: sub === 'mallory' ? 'ceo@other.example' : `${sub}@${DOMAIN}`, email_verified: true }),
    }),
    cookies: { keys: ['a key of the test'] },
  });
  issuer.on('request', provider.callback());
});
test.afterAll(async () => {
  await product.end();
  issuer.closeAllConnections();
  issuer.close();
  await dns.close();
});

async function signUp(page: Page): Promise<void> {
  await page.goto(`${url}/signup`);
  await page.getByLabel('Company').fill('Wall Shop');
  await expect(page.getByLabel('Client ID')).toHaveValue(CLIENT);
  await page.getByLabel('Your name').fill('Olga');
  await page.getByLabel('Email').fill(OWNER);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('radio', { name: /^Free/ }).check();
  await page.getByRole('button', { name: 'Sign up' }).click();
  await followMail(page, url, 'Confirm your email address', OWNER);
  // As in another browser than the one that signed up, which would be signed in now.
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expect(page.getByText(`${OWNER} is confirmed`)).toBeVisible();
}

async function signIn(page: Page, email: string, next = '/team'): Promise<void> {
  await page.goto(`${url}/login?next=${next}`);
  await page.getByLabel('Email').last().fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Begins at the sign-in page and signs in at the identity provider, whose pages are those of oidc-provider for development. */
async function signInBySso(browser: Browser, login: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/login?next=/team`);
  await page.getByLabel('Email').last().fill(`${login}@${DOMAIN}`);
  await page.getByRole('button', { name: 'Continue with single sign-on' }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  return page;
}

test('a company moves in: a viewer is invited, the owner protects the account, members sign in at their own provider, data is exported, and a deletion taken back', async ({
  page,
  browser,
}) => {
  test.slow();
  let codes: string[] = [];
  const theirs = await (await browser.newContext()).newPage();

  await test.step('invite a viewer, who accepts and cannot write', async () => {
    await signUp(page);
    await signIn(page, OWNER);
    await page.waitForURL('**/team');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('dialog').getByLabel('Email').fill(VIEWER);
    await page.getByRole('dialog').getByLabel('Role').selectOption('viewer');
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await expect(page.getByRole('table', { name: 'Open invitations' }).getByText(VIEWER)).toBeVisible();
    await followMail(theirs, url, `Join ${CLIENT} at KG RCA`, VIEWER);
    await theirs.getByLabel('Your name').fill('Vi');
    await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await theirs.getByRole('button', { name: 'Accept' }).click();
    await theirs.waitForURL('**/onboarding**');
    const refused = await theirs.request.post(`${url}/api/v1/api-keys`, { data: { name: 'mine', scopes: ['read'] } });
    expect([refused.status(), (await refused.json()).code]).toEqual([403, 'missing_role']);
    await theirs.goto(`${url}/single-sign-on`);
    await expect(theirs.getByText('Admins and owners set up single sign-on')).toBeVisible();
    await picture(theirs, 'sso-viewer');
  });

  await test.step('protect the account, lose the device, and get in with a recovery code', async () => {
    await page.goto(`${url}/account`);
    await page.getByRole('button', { name: 'Set up app' }).click();
    await page.getByRole('button', { name: 'Show the code' }).click();
    const secret = ((await page.getByRole('dialog').locator('code').textContent()) ?? '').trim();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Code' }).fill(new TOTP({ secret }).generate());
    await page.getByRole('button', { name: 'Turn on' }).click();
    const list = page.getByRole('dialog', { name: 'Your recovery codes' });
    codes = ((await list.locator('code').textContent()) ?? '').split(/\s+/).filter(Boolean);
    await page.getByRole('button', { name: 'I have saved them' }).click();
    await expect(page.getByText('Protected')).toBeVisible();
  });

  await test.step('sign in elsewhere with it, and end the session of the lost device', async () => {
    const other = await (await browser.newContext()).newPage();
    await signIn(other, OWNER, '/account');
    await other.getByRole('textbox', { name: 'Code' }).fill(codes[0] ?? '');
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.waitForURL('**/account');
    await other.getByRole('button', { name: /^End the session of/ }).click();
    await expect(other.getByRole('button', { name: /^End the session of/ })).toHaveCount(0);
    await page.goto(`${url}/team`);
    await page.waitForURL('**/login**');
    await other.context().close();
    await signIn(page, OWNER, '/single-sign-on');
    await page.getByRole('textbox', { name: 'Code' }).fill(codes[1] ?? '');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/single-sign-on');
  });

  await test.step('prove the mail domain', async () => {
    await expect(page.getByText('No mail domain yet')).toBeVisible();
    await picture(page, 'sso-empty');
    await page.getByRole('textbox', { name: 'Domain' }).fill(DOMAIN);
    await page.getByRole('button', { name: 'Add domain' }).click();
    const row = page.getByRole('listitem').filter({ hasText: DOMAIN });
    await row.getByRole('button', { name: `Verify ${DOMAIN}` }).click();
    await expect(row.getByText(/There is no TXT record/)).toBeVisible();
    await picture(page, 'sso-no-record');
    const [name = '', value = ''] = await row.locator('code').allTextContents();
    dns.set(name.trim(), [value.trim()]);
    await row.getByRole('button', { name: `Verify ${DOMAIN}` }).click();
    await expect(row.getByText('Verified', { exact: true })).toBeVisible();
  });

  await test.step('set the issuer; a wrong one is refused under its field', async () => {
    await page.getByRole('textbox', { name: 'Issuer' }).fill('http://localhost:1');
    await page.getByRole('textbox', { name: 'Client ID' }).fill('kg-rca');
    await page.getByLabel('Client secret', { exact: true }).fill('a wrong secret');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/localhost:1 cannot be reached/i)).toBeVisible();
    await page.getByRole('textbox', { name: 'Issuer' }).fill(issuerUrl);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('The issuer does not accept this client ID')).toBeVisible();
    await picture(page, 'sso-wrong-secret');
    await page.getByLabel('Client secret', { exact: true }).fill(SECRET);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved. The issuer accepts')).toBeVisible();
  });

  await test.step('members sign in there; a newcomer joins as a viewer, and an address of another domain is refused', async () => {
    const member = await signInBySso(browser, 'vi');
    await member.waitForURL('**/team');
    await member.context().close();
    const newcomer = await signInBySso(browser, 'nina');
    await newcomer.waitForURL('**/team');
    await newcomer.goto(`${url}/account`);
    await expect(newcomer.getByText(/signed in .* with sso/)).toBeVisible();
    const refused = await newcomer.request.put(`${url}/api/v1/me/password`, { data: { current: '', next: 'quite-a-long-password' } });
    expect([refused.status(), (await refused.json()).code]).toEqual([403, 'sso_session']);
    await newcomer.context().close();
    const mallory = await signInBySso(browser, 'mallory');
    await expect(mallory.getByText('is of a domain that your company has not verified')).toBeVisible();
    await picture(mallory, 'login-refused');
    await mallory.context().close();
  });

  await test.step('require it: passwords of members no longer reach the client, the owner’s second factor does', async () => {
    await page.reload();
    await page.getByRole('switch', { name: 'Require single sign-on' }).click();
    await expect(page.getByRole('switch', { name: 'Require single sign-on' })).toBeChecked();
    await picture(page, 'sso-required');
    expect((await theirs.request.get(`${url}/api/v1/members`)).status()).toBe(403);
    await theirs.goto(`${url}/team`);
    await expect(theirs.getByText('Wall Shop requires single sign-on')).toBeVisible();
    await picture(theirs, 'needs-sso');
    const again = await (await browser.newContext()).newPage();
    await signIn(again, VIEWER);
    await expect(again.getByText(/wants its members to sign in with single sign-on/)).toBeVisible();
    await again.context().close();
    expect((await page.request.get(`${url}/api/v1/members`)).status()).toBe(200);
  });

  await test.step('give a directory a token, which opens SCIM', async () => {
    await page.getByLabel('Name of the token').fill('Directory');
    await page.getByRole('button', { name: 'Create token' }).click();
    const token = await page.getByText(/^kg_scim_\w+$/).textContent();
    await picture(page, 'sso-token');
    const headers = { Authorization: `Bearer ${token?.trim()}`, 'Content-Type': 'application/scim+json' };
    const made = await page.request.post(`${product.url}/api/v1/scim/v2/Users`, { headers, data: { userName: `dan@${DOMAIN}` } });
    expect([made.status(), made.headers()['content-type'], (await made.json()).active]).toEqual([201, 'application/scim+json', true]);
  });

  await test.step('export the data, ask for the deletion, and take that back', async () => {
    await page.goto(`${url}/your-data`);
    await page.getByRole('button', { name: 'Start an export' }).click();
    await expect(page.getByRole('button', { name: 'Download' })).toBeVisible();
    await page.getByRole('button', { name: 'Delete this account' }).click();
    await page.getByLabel(`Type ${CLIENT} to confirm`).fill(CLIENT);
    await page.getByRole('button', { name: 'Request deletion' }).click();
    await expect(page.getByText('This account will be deleted from').first()).toBeVisible();
    await page.getByRole('button', { name: 'Keep the account' }).click();
    await expect(page.getByRole('button', { name: 'Delete this account' })).toBeVisible();
  });
});
