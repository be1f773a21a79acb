import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { asSystem } from '#lib/platform/database/index.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { MAX_SHIFT, shiftOf, watchShifts } from './layout-shift.ts';
import { pagesOfObjects } from './objects.ts';
import { type OpenedClient, type OpenedProduct, openProduct } from './opened-product.ts';
import { pictureOf } from './pictures.ts';
import { signIn, signInWithKey } from './portal.ts';

const APP = join(import.meta.dirname, '../app');
// A page of the link in a mail takes a token; the others ignore it.
const PUBLIC = [...pagesIn('(public)').map((path) => `${path}?token=x`), '/docs/client-onboarding'];
const STAFF = pagesIn('(portal)').filter((path) => path.startsWith('/admin'));
const PORTAL = pagesIn('(portal)').filter((path) => !STAFF.includes(path));

const WIDTHS = { phone: { width: 360, height: 800 }, desktop: { width: 1280, height: 900 } } as const;
type Width = keyof typeof WIDTHS;

let product: OpenedProduct;
let client: OpenedClient;
let objects: string[];

test.beforeAll(async () => {
  product = await openProduct();
  client = await product.newClient();
  objects = await pagesOfObjects(client);
});
test.afterAll(() => product.end());

/** The addresses of the pages in a folder of app/, except those of one object: every new page is held to the same. */
function pagesIn(folder: string): string[] {
  return readdirSync(join(APP, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'page.tsx' && !file.includes('['))
    .map((file) => `/${file.replaceAll('\\', '/').replace(/\/?page\.tsx$/, '')}`)
    .sort();
}

async function open(browser: Browser, width: Width): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDTHS[width], reducedMotion: 'reduce' });
  const page = await context.newPage();
  await watchShifts(page);
  return page;
}

/** The legacy mode only leaves out frames of other sites, of which there are none, and needs no second page for each report. */
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode();

/** The accessibility violations of pages in both themes, how far they overflow the screen or move while they load, and what the content security policy blocks. */
async function problemsOf(page: Page, paths: string[]): Promise<string[]> {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) problems.push(`${page.url()} ${message.text()}`);
  });
  for (const path of paths) {
    await page.emulateMedia({ colorScheme: 'light' });
    const answer = await page.goto(`${product.url}${path}`);
    if (!answer?.headers()['content-security-policy']?.includes('nonce-')) problems.push(`${path} has no content security policy`);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) problems.push(`${path} overflows the screen by ${over} px`);
    const { total, of } = await shiftOf(page);
    if (total >= MAX_SHIFT) problems.push(`${path} moves by ${total.toFixed(3)} while it loads: ${of.join(', ')}`);
    // axe leaves this rule out unless it is asked for (WCAG 2.5.8).
    const light = await axe(page)
      .options({ rules: { 'target-size': { enabled: true } } })
      .analyze();
    const [whose = ''] = test.info().title.split(' are ');
    const name = `${whose}/${path.replace(/[?#].*/, '').replaceAll('/', '_')}-${page.viewportSize()?.width}`;
    await pictureOf(page, `${name}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await pictureOf(page, `${name}-dark`);
    // The themes differ in their colours alone.
    const dark = await axe(page).withRules(['color-contrast', 'link-in-text-block']).analyze();
    for (const { id, nodes } of [...light.violations, ...dark.violations])
      problems.push(`${path} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }
  await page.context().close();
  return problems;
}

test.describe(() => {
  // Dozens of pages each.
  test.slow();
  const FIT = 'are accessible, fit the screen and do not move while they load';

  for (const width of ['phone', 'desktop'] as const) {
    const on = `(${width})`;
    test(`public pages ${FIT} ${on}`, async ({ browser }) => {
      expect(await problemsOf(await open(browser, width), PUBLIC)).toEqual([]);
    });

    test(`pages of a client ${FIT} ${on}`, async ({ browser }) => {
      const page = await open(browser, width);
      await signIn(page, product, { clientId: client.id, role: 'owner' });
      expect(await problemsOf(page, [...PORTAL, ...objects])).toEqual([]);
    });

    test(`pages of the staff ${FIT} ${on}`, async ({ browser }) => {
      const page = await open(browser, width);
      await signIn(page, product, 'staff');
      expect(await problemsOf(page, [...STAFF, `/admin/clients/${client.id}`])).toEqual([]);
    });
  }

  test(`pages of a client who signed in with an API key ${FIT}`, async ({ browser }) => {
    const page = await open(browser, 'phone');
    await signInWithKey(page, product.url, client.key);
    expect(await problemsOf(page, PORTAL)).toEqual([]);
  });

  test(`pages of a client who has not paid yet ${FIT}`, async ({ browser }) => {
    const id = `unpaid-${randomUUID().slice(0, 8)}`;
    await asSystem((tx) => createTenant(tx, { id, name: id, plan: 'pro', actor: 'test' }));
    const page = await open(browser, 'phone');
    await signIn(page, product, { clientId: id, role: 'owner' });
    expect(await problemsOf(page, PORTAL)).toEqual([]);
  });
});
