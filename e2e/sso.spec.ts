import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { Provider } from 'oidc-provider';
import { followMail } from './mails.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let url: string;
let issuer: Server;
/** What the identity provider says of whoever signs in there. */
let claims: { email: string; email_verified: boolean };

test.beforeAll(async () => {
  issuer = createServer();
  await new Promise<void>((listening) => issuer.listen(0, '127.0.0.1', listening));
  const OIDC_ISSUER = `http://localhost:${(issuer.address() as AddressInfo).port}`;
  const variables = { OIDC_ISSUER, OIDC_CLIENT_ID: 'kg-rca', OIDC_CLIENT_SECRET: 'the-secret-of-the-test', OIDC_NAME: 'Acme ID' };
  product = await startProduct({ PUBLIC_URL: 'http://localhost:{port}', ...variables });
  url = product.url.replace('127.0.0.1', 'localhost');
  const provider = new Provider(OIDC_ISSUER, {
    clients: [
      {
        client_id: variables.OIDC_CLIENT_ID,
        client_secret: variables.OIDC_CLIENT_SECRET,
        redirect_uris: [`${url}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ sub, name: 'Sue', ...claims }) }),
    cookies: { keys: ['a key of the test'] },
  });
  issuer.on('request', provider.callback());
});
test.afterAll(async () => {
  await product.end();
  issuer.closeAllConnections();
  issuer.close();
});

/** Signs in at the identity provider, whose pages are those of oidc-provider for development. */
async function signInThere(page: import('@playwright/test').Page): Promise<void> {
  await page.goto(`${url}/login?next=/team`);
  await page.getByRole('button', { name: 'Sign in with Acme ID' }).click();
  await page.getByPlaceholder('Enter any login').fill('sue');
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('somebody with an account signs in at their identity provider; without one, or with an address it does not vouch for, nobody does', async ({
  browser,
}) => {
  const newPage = async () => (await browser.newContext()).newPage();
  const email = 'sue@sso.example';
  await test.step('have no account', async () => {
    claims = { email, email_verified: true };
    const page = await newPage();
    await signInThere(page);
    await expect(page.getByText('There is no account for the address')).toBeVisible();
  });

  await test.step('sign up with a password', async () => {
    const page = await newPage();
    await page.goto(`${url}/signup`);
    await page.getByLabel('Company').fill('Sso Shop');
    await expect(page.getByLabel('Client ID')).toHaveValue('sso-shop');
    await page.getByLabel('Your name').fill('Sue');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('a-long-enough-password');
    await page.getByRole('radio', { name: /^Free/ }).check();
    await page.getByRole('button', { name: 'Sign up' }).click();
    await followMail(page, url, 'Confirm your email address', email);
    // As in another browser than the one that signed up, which would be signed in now.
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Confirm this address' }).click();
    await expect(page.getByText(`${email} is confirmed`)).toBeVisible();
  });

  await test.step('be refused while the identity provider has not confirmed the address', async () => {
    claims = { email, email_verified: false };
    const page = await newPage();
    await signInThere(page);
    await expect(page.getByText('There is no account for the address')).toBeVisible();
  });

  await test.step('sign in there, and arrive at the page that was asked for', async () => {
    claims = { email, email_verified: true };
    const page = await newPage();
    await signInThere(page);
    await page.waitForURL('**/team');
    await page.goto(`${url}/account`);
    await expect(page.getByText(/signed in .* with sso/)).toBeVisible();
  });
});
