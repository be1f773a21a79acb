import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { openClient, signInWithKey } from './portal.ts';
import { type Product, startProduct } from './product.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';
const APP = join(import.meta.dirname, '../app');
// A page of the link in a mail takes a token; the others ignore it.
const PUBLIC = pagesIn('(public)').map((path) => `${path}?token=x`);
const STAFF = pagesIn('(portal)').filter((path) => path.startsWith('/admin'));
const PORTAL = pagesIn('(portal)').filter((path) => !STAFF.includes(path));

let product: Product;
let apiKey: string;

test.beforeAll(async () => {
  product = await startProduct({ ADMIN_TOKEN });
  ({ api_key: apiKey } = await openClient({ url: product.url, adminToken: ADMIN_TOKEN }, { name: 'Axe Test', plan: 'basic' }));
});
test.afterAll(() => product.end());

/** The addresses of the pages in a folder of app/, except those of one object: every new page is held to the same. */
function pagesIn(folder: string): string[] {
  return readdirSync(join(APP, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'page.tsx' && !file.includes('['))
    .map((file) => `/${file.replaceAll('\\', '/').replace(/\/?page\.tsx$/, '')}`)
    .sort();
}

/** A new page on a phone or desktop screen, in one theme. */
async function open(browser: Browser, theme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: theme === 'dark' ? { width: 360, height: 800 } : { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

/** The accessibility violations of pages, how far they overflow the screen, and what the content security policy blocks. */
async function problemsOf(page: Page, paths: string[]): Promise<string[]> {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) problems.push(`${page.url()} ${message.text()}`);
  });
  for (const path of paths) {
    const answer = await page.goto(`${product.url}${path}`);
    if (!answer?.headers()['content-security-policy']?.includes('nonce-')) problems.push(`${path} has no content security policy`);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations) problems.push(`${path} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) problems.push(`${path} overflows the screen by ${over} px`);
  }
  return problems;
}

for (const theme of ['light', 'dark'] as const) {
  test(`public pages are accessible and fit the screen (${theme}, ${theme === 'dark' ? 'phone' : 'desktop'})`, async ({ browser }) => {
    const page = await open(browser, theme);
    expect(await problemsOf(page, PUBLIC)).toEqual([]);
  });

  test(`pages of a client who signed in with an API key are accessible and fit the screen (${theme}, ${theme === 'dark' ? 'phone' : 'desktop'})`, async ({
    browser,
  }) => {
    const page = await open(browser, theme);
    await signInWithKey(page, product.url, apiKey);
    expect(await problemsOf(page, PORTAL)).toEqual([]);
  });
}

test('pages of the staff are accessible and fit the screen', async ({ browser }) => {
  const page = await open(browser, 'light');
  await page.goto(/http:\S+staff-sign-in\?token=\w+/.exec(product.output())?.[0] ?? '');
  await page.getByRole('button', { name: 'Sign in as staff' }).click();
  await page.waitForURL('**/admin/password');
  expect(await problemsOf(page, STAFF)).toEqual([]);
});
