import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { MAX_SHIFT, shiftOf, watchShifts } from './layout-shift.ts';
import { type OpenedClient, type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { signIn } from './portal.ts';
import { incidentOf, newClientWithSampleCluster } from './sample-cluster.ts';

/** Faults of the sample cluster whose pages are looked at, with a word of the incident's title, and whether somebody's change made them. */
const LOOKED_AT = [
  { fault: 'crash-loop-after-config-change', title: /config|environment|crash|setting/i, hasChange: true },
  { fault: 'node-down', title: /node|kubelet/i, hasChange: false },
  { fault: 'oom-killed', title: /memory/i, hasChange: true },
];

let product: OpenedProduct;
let client: OpenedClient;

test.beforeAll(async ({ browser }) => {
  product = await openProduct();
  client = await newClientWithSampleCluster(product, browser);
});
test.afterAll(() => product.end());

const signInAsOwner = (page: Page) => signIn(page, product, { clientId: client.id, role: 'owner' });

/** Switches a fault on, opens its incident and waits until the evidence is there. */
async function openIncidentOf(page: Page, fault: string): Promise<void> {
  const { id } = await incidentOf(page, product, fault);
  const evidence = page.waitForResponse((response) => response.url().endsWith('/evidence') && response.ok());
  await page.goto(`${product.url}/incidents/${id}`);
  await evidence;
  await expect(page.getByRole('region', { name: 'From cause to impact' })).toBeVisible();
}

test('an incident is understood on the first screen, and everything on its page leads somewhere', async ({ page, browser }) => {
  test.slow();
  await page.setViewportSize({ width: 1280, height: 800 });
  await signInAsOwner(page);
  await openIncidentOf(page, 'bad-image-tag');

  await test.step('the change, the command that takes it back, and the picture need no scrolling', async () => {
    const changed = page.getByRole('region', { name: 'What changed' });
    await expect(changed).toContainText('before the first failure');
    await expect(changed).toContainText('kubectl rollout undo');
    for (const region of [changed, page.getByRole('region', { name: 'From cause to impact' })]) {
      const box = await region.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(800);
    }
  });

  await test.step('the page comes with its answer, before any script has run', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
    const unscripted = await plain.newPage();
    // An answer that takes longer than a page waits for is left to the scripts, so on a busy machine the first try may come without it.
    const comesWith = (url: string, shown: Locator) =>
      expect(async () => {
        await unscripted.goto(url);
        await expect(shown).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 60_000 });
    await comesWith(page.url(), unscripted.getByRole('region', { name: 'What changed' }).getByText('kubectl rollout undo').first());
    await comesWith(`${product.url}/dashboard`, unscripted.getByText('1 of 1'));
    await plain.close();
  });

  await test.step('each mark of the timeline opens in place', async () => {
    const timeline = page.getByRole('region', { name: 'Timeline' });
    const marks = timeline.getByRole('button', { pressed: false }).filter({ hasNotText: 'Times' });
    expect(await marks.count()).toBeGreaterThan(0);
    for (let i = 0; i < (await marks.count()); i++) {
      await marks.nth(i).click();
      await expect(page.getByRole('region', { name: 'Selected in the timeline' })).toBeVisible();
      await timeline.getByRole('button', { pressed: true }).first().click();
      await expect(page.getByRole('region', { name: 'Selected in the timeline' })).toHaveCount(0);
    }
  });

  await test.step('the timeline is zoomed by keyboard', async () => {
    await page.getByRole('slider', { name: 'Shown from' }).press('PageUp');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(page.getByRole('slider', { name: 'Shown from' })).toHaveValue('0');
  });

  await test.step('each list opens', async () => {
    const lists = page.locator('main details:not([open]) > summary');
    while ((await lists.count()) > 0) await lists.first().click();
    expect(await page.locator('main details > *:not(summary)').count()).toBeGreaterThan(0);
    for (const text of await page.locator('main details > *:not(summary)').allInnerTexts()) expect(text.trim()).not.toBe('');
  });

  await test.step('each object and link leads to its page', async () => {
    const links = await page.locator('main a[href]').evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('href') ?? ''))]);
    expect(links.filter((href) => href.startsWith('/resources/')).length).toBeGreaterThan(2);
    for (const href of links.filter((one) => one.startsWith('#'))) await expect(page.locator(href)).toHaveCount(1);
    for (const href of links.filter((one) => one.startsWith('/'))) {
      const answer = await page.goto(`${product.url}${href}`);
      expect([href, answer?.status()]).toEqual([href, 200]);
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
      for (const trouble of ['Not found', 'This could not be loaded'])
        await expect(page.getByText(trouble, { exact: true })).toHaveCount(0);
    }
  });
});

test('people work on an incident, and show it to somebody without an account', async ({ page, browser }) => {
  await signInAsOwner(page);
  await openIncidentOf(page, 'database-scaled-to-zero');

  await page.getByLabel('Assigned to').selectOption({ index: 1 });
  await expect(page.getByText(/^began .*, assigned to A person/)).toBeVisible();
  await page.getByRole('region', { name: 'Comments' }).scrollIntoViewIfNeeded();
  await page.getByLabel('Comment', { exact: true }).fill('This is **bold**. <b>not</b>');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(page.locator('strong', { hasText: 'bold' })).toBeVisible();
  await expect(page.getByText('<b>not</b>')).toBeVisible();

  await page.getByRole('button', { name: 'More', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download a postmortem draft' }).click();
  expect((await download).suggestedFilename()).toMatch(/^postmortem-\d+\.md$/);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Share a link' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const url = await page.getByRole('dialog').locator('code').textContent();
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(url ?? '');
  await expect(stranger.getByRole('region', { name: 'From cause to impact' })).toBeVisible();
  await expect(stranger.getByText('This is bold')).toHaveCount(0);
  expect((await new AxeBuilder({ page: stranger }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('There is no valid link.')).toBeVisible();
  await stranger.reload();
  await expect(stranger.getByText('This link does not work')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Resolve', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByText(/resolved by .*@example.com/).first()).toBeVisible();
});

test('the list is narrowed by filters in the address, which a member keeps as a view', async ({ page }) => {
  await signInAsOwner(page);
  await page.goto(`${product.url}/incidents?state=all`);
  const table = page.getByRole('table', { name: 'Incidents' });
  await expect(table).toBeVisible();
  await page.getByLabel('Search').fill('no incident has these words');
  await expect(page.getByText('No incident fits these filters')).toBeVisible();
  await expect(page).toHaveURL(/q=no\+incident/);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(table).toBeVisible();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Keep these filters as a view' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Everything');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.goto(`${product.url}/incidents`);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Everything' }).click();
  await expect(page).toHaveURL(/state=all/);
});

test('incidents of several kinds are accessible, fit a phone, and do not move while they load', async ({ browser }) => {
  test.slow();
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, colorScheme: 'dark', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await watchShifts(page);
  await signInAsOwner(page);
  for (const { fault, title, hasChange } of LOOKED_AT) {
    await openIncidentOf(page, fault);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    if (hasChange) await expect(page.getByRole('region', { name: 'What changed' })).toContainText('before the first failure');
    const { total, of } = await shiftOf(page);
    expect(total, `${fault}: ${of.join(', ')}`).toBeLessThan(MAX_SHIFT);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await picture(page, `incident-${fault}`);
    await page.setViewportSize({ width: 360, height: 800 });
  }
  await page.goto(`${product.url}/incidents?state=all`);
  await expect(page.getByRole('table', { name: 'Incidents' })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await picture(page, 'incidents');
  await context.close();
});
