import { spawnSync } from 'node:child_process';
import { expect, type Page, test } from '@playwright/test';
import { followMail } from './mails.ts';
import { picture } from './pictures.ts';
import { eventually, type Product, startProduct } from './product.ts';

const EMAIL = 'dana@leaving.example';
const PASSWORD = 'a-long-enough-password';
const CLIENT = 'leaving-shop';

let product: Product;

test.beforeAll(async () => {
  // Half a minute of grace: time enough to take the request back.
  product = await startProduct({ DELETION_GRACE_HOURS: '0.008' });
});
test.afterAll(() => product.end());

async function signUp(page: Page): Promise<void> {
  await page.goto(`${product.url}/signup`);
  await page.getByLabel('Company').fill('Leaving Shop');
  await expect(page.getByLabel('Client ID')).toHaveValue(CLIENT);
  await page.getByLabel('Your name').fill('Dana');
  await page.getByLabel('Email').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('radio', { name: /^Free/ }).check();
  await page.getByRole('button', { name: 'Sign up' }).click();
  await followMail(page, product.url, 'Confirm your email address', EMAIL);
  // As in another browser than the one that signed up, which would be signed in now.
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expect(page.getByText(`${EMAIL} is confirmed`)).toBeVisible();
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${product.url}/login?next=/your-data`);
  await page.getByLabel('Email').last().fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('an owner exports all data of the client, asks for its deletion, takes that back, and has it deleted with a report', async ({
  page,
}) => {
  await signUp(page);
  await signIn(page);
  await page.waitForURL('**/your-data');

  await test.step('export', async () => {
    await expect(page.getByText('No export yet')).toBeVisible();
    await picture(page, 'export-none');
    await page.getByRole('button', { name: 'Start an export' }).click();
    await expect(page.getByRole('button', { name: 'Download' })).toBeVisible();
    await picture(page, 'export-ready');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^kg-rca-leaving-shop-\d{4}-\d\d-\d\d\.tar\.gz$/);
    const { stdout } = spawnSync('tar', ['-xzOf', await download.path(), 'account/0001.jsonl'], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ id: CLIENT, name: 'Leaving Shop' });
  });

  const request = async () => {
    await page.getByRole('button', { name: 'Delete this account' }).click();
    await expect(page.getByRole('button', { name: 'Request deletion' })).toBeDisabled();
    await page.getByLabel(`Type ${CLIENT} to confirm`).fill(CLIENT);
    await picture(page, 'deletion-dialog');
    await page.getByRole('button', { name: 'Request deletion' }).click();
    await expect(page.getByText('This account will be deleted from').first()).toBeVisible();
  };
  await test.step('ask for the deletion and take it back', async () => {
    await request();
    await page.getByRole('button', { name: 'Keep the account' }).click();
    await expect(page.getByRole('button', { name: 'Delete this account' })).toBeVisible();
    await expect(page.getByText('This account will be deleted from')).toHaveCount(0);
  });

  await test.step('ask again, and wait for the end', async () => {
    await request();
    await picture(page, 'deletion-pending');
    await eventually('the report of the deletion', async () => {
      await page.goto(`${product.url}/outbox`);
      return page.getByText(`${CLIENT} was deleted`).first().isVisible();
    });
    await signIn(page);
    await expect(page.getByRole('alert').first()).toBeVisible();
  });
});
