import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { GUIDES, guidePath, outlineOf, readGuide } from '#lib/guides/index.ts';
import { pagesOfObjects } from './objects.ts';
import { type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { newFreeClient, signIn } from './portal.ts';

let product: OpenedProduct;

test.beforeAll(async () => {
  product = await openProduct({ CONTACT_EMAIL: 'sales@provider.example' });
});
test.afterAll(() => product.end());

test('a stranger sees an answer of the product, its accuracy, what it costs above the plan, and whom to ask', async ({ page }) => {
  await page.goto(product.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const incident = page.getByRole('region', { name: 'From cause to impact' });
  await expect(incident.getByText('shop/checkout-config', { exact: true })).toBeVisible();
  // Nothing leads into an account that the stranger does not have.
  for (const link of await incident.getByRole('link').all()) {
    const anchor = (await link.getAttribute('href')) ?? '';
    await expect(page.locator(anchor)).toBeVisible();
  }
  await expect(page.getByRole('region', { name: 'Measured accuracy' }).getByText('88.9 %')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Basic' }).getByText('$0.10 per 1,000 events')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Enterprise' }).getByRole('link', { name: 'Contact us' })).toHaveAttribute(
    'href',
    /^mailto:sales@provider\.example/,
  );
  await picture(page, 'landing');
  await page.getByRole('link', { name: 'Everything that the agent reads and sends' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What the agent reads, and what leaves the cluster' })).toBeVisible();
});

test('what search engines and links elsewhere are told is there', async ({ request }) => {
  const html = await (await request.get(product.url)).text();
  expect(html).toContain(`<link rel="canonical" href="${product.url}"`);
  expect(html).toContain(`<meta property="og:image" content="${product.url}/link-preview.png"`);
  expect(html).toContain('<meta property="og:title"');
  for (const path of ['/favicon.ico', '/icon.svg', '/apple-touch-icon.png', '/link-preview.png', '/icon-192.png'])
    expect((await request.get(`${product.url}${path}`)).status(), path).toBe(200);
  expect(await (await request.get(`${product.url}/robots.txt`)).text()).toContain(`Sitemap: ${product.url}/sitemap.xml`);
  const sitemap = await (await request.get(`${product.url}/sitemap.xml`)).text();
  for (const [, address = ''] of sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)) expect((await request.get(address)).status(), address).toBe(200);
  const manifest = await (await request.get(`${product.url}/manifest.webmanifest`)).json();
  for (const { src } of manifest.icons) expect((await request.get(`${product.url}${src}`)).status(), src).toBe(200);
});

test('a file is sent whole, whatever part of it is asked for on whatever condition', async ({ request }) => {
  for (const headers of [{ range: 'bytes=9-1' }, { range: 'bytes=999999-' }, { 'if-match': '"other"' }] as Record<string, string>[]) {
    const answer = await request.get(`${product.url}/favicon.ico`, { headers });
    expect([headers, answer.status()]).toEqual([headers, 200]);
  }
});

test('what does not exist is answered with 404 and a way on, to strangers and to members', async ({ page }) => {
  for (const path of ['/no-such-page', '/docs/no-such-guide']) {
    expect((await page.goto(`${product.url}${path}`))?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
  }
  await picture(page, 'not-found');
  expect((await page.request.get(`${product.url}/no/such/picture.png`)).status()).toBe(404);
  const [own, other] = [await product.newClient(), await product.newClient()];
  await signIn(page, product, { clientId: own.id, role: 'viewer' });
  const [objects, foreign] = [await pagesOfObjects(own), await pagesOfObjects(other)];
  for (const path of objects) expect((await page.goto(`${product.url}${path}`))?.status(), path).toBe(200);
  const missing = ['incidents', 'queries', 'resources/prod', 'integrations', 'billing/invoices'];
  for (const path of [...foreign, ...missing.map((folder) => `/${folder}/no-such-object`), `/admin/clients/${own.id}`])
    await expectNotFound(page, path);
  await signIn(page, product, 'staff');
  expect((await page.goto(`${product.url}/admin/clients/${own.id}`))?.status()).toBe(200);
  for (const id of ['no-such-client', '%00']) await expectNotFound(page, `/admin/clients/${id}`);
});

/** A page that is answered with 404, and from which the rest of the portal can be reached. */
async function expectNotFound(page: Page, path: string): Promise<void> {
  expect((await page.goto(`${product.url}${path}`))?.status(), path).toBe(404);
  await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

test('each guide is readable without a session, its anchors lead to its headings, and its links lead somewhere', async ({ page }) => {
  await page.goto(`${product.url}/docs`);
  await picture(page, 'docs');
  const seen = new Set<string>();
  for (const guide of GUIDES) {
    await page.goto(`${product.url}${guidePath(guide)}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    for (const { anchor, level } of outlineOf(readGuide(guide)))
      if (level > 1) await expect(page.locator(`[id="${anchor}"]`), `${guide.slug}#${anchor}`).toHaveCount(1);
    for (const link of await page.getByRole('main').getByRole('link').all()) seen.add((await link.getAttribute('href')) ?? '');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${guide.slug} ${id} ${nodes[0]?.target}`)).toEqual([]);
    if (guide.slug === 'client-onboarding') await picture(page, 'guide');
  }
  for (const path of [...seen].filter((href) => href.startsWith('/')))
    expect((await page.request.get(`${product.url}${path}`)).status(), path).toBe(200);
});

test('on a phone the docs can be left for another page, and code can be copied', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(`${product.url}/docs/client-onboarding`);
  await page.getByRole('button', { name: 'Copy this example' }).first().click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('install.sh');
  await page.locator('summary').click();
  await page.getByRole('navigation', { name: 'Docs' }).getByRole('link', { name: 'Troubleshooting' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Troubleshooting' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await context.close();
});

test('the status page and its JSON say how each part is, and nothing of any client', async ({ page }) => {
  const client = await product.newClient();
  await page.goto(`${product.url}/status`);
  await expect(page.getByText('Everything works')).toBeVisible();
  for (const part of ['Portal and REST API', 'Ingest of agents’ data', 'Topology and diagnosis', 'Payments', 'Mail'])
    await expect(page.getByRole('heading', { name: part })).toBeVisible();
  await picture(page, 'status');
  const text = await (await page.request.get(`${product.url}/api/v1/status`)).text();
  expect(JSON.parse(text)).toMatchObject({
    state: 'operational',
    components: expect.arrayContaining([expect.objectContaining({ id: 'ingest' })]),
  });
  expect(text).not.toContain(client.id);
});

test('the sign-in page knows who is signed in, and lets them go on or become somebody else', async ({ page }) => {
  const clientId = await newFreeClient(product, 'session');
  await signIn(page, product, { clientId, role: 'owner' });
  await page.goto(`${product.url}/login?next=/team`);
  await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
  await expect(page.getByRole('main').getByText(`The shop ${clientId}`)).toBeVisible();
  await picture(page, 'signed-in');
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.waitForURL('**/team');
  await page.goto(`${product.url}/login?next=/team`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/login?next=%2Fteam');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('the search of the portal finds the guides', async ({ page }) => {
  const clientId = await newFreeClient(product, 'search');
  await signIn(page, product, { clientId, role: 'viewer' });
  await page.goto(`${product.url}/search?q=${encodeURIComponent('masking secrets')}`);
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Masking/ })
    .click();
  await page.waitForURL('**/docs/security#masking');
});

test('without a network the portal says so, and comes back by itself with the link', async ({ page, context }) => {
  await page.goto(product.url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await context.setOffline(true);
  await page.goto(`${product.url}/docs`);
  await expect(page.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await picture(page, 'offline');
  await context.setOffline(false);
  await page.getByRole('link', { name: 'open the portal again' }).click();
  await page.waitForURL('**/login');
});
