import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { sendLargeCluster } from './large-cluster.ts';
import { type OpenedClient, type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { signIn } from './portal.ts';
import { eventually } from './product.ts';

let product: OpenedProduct;
/** Of a sample cluster that a fault was switched on in, and of one with 500 workloads and Services, one of which fails. */
let client: OpenedClient;
let large: OpenedClient;

test.beforeAll(async () => {
  product = await openProduct();
  [client, large] = [await product.newClient(), await product.newClient()];
  await sendLargeCluster(product.url, large.key, { namespaces: 10, workloads: 25, pods: 2, failing: ['6/11'] });
});
test.afterAll(() => product.end());

const signInTo = (page: Page, { id }: OpenedClient) => signIn(page, product, { clientId: id, role: 'owner' });
const map = (page: Page) => page.getByRole('application', { name: /^Map of/ });
const panel = (page: Page) => page.getByRole('complementary', { name: 'Selected object' });

async function topology(page: Page, query = '') {
  return (await page.request.get(`${product.url}/api/v1/topology?${query}`)).json();
}

async function expectFit(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

/** Opens the page once the graph holds all of the large cluster. */
async function openLarge(page: Page, query = ''): Promise<void> {
  await signInTo(page, large);
  await eventually('the large cluster is in the graph', async () => {
    const { nodes } = await topology(page, 'maxNodes=5000');
    return (
      nodes?.length >= 520 &&
      nodes.some((node: { health: string; kind: string }) => node.health === 'failing' && node.kind === 'Deployment')
    );
  });
  await page.goto(`${product.url}/topology?${query}`);
}

test('the one workload that fails among 500 is named, reached by one press, and shown with what is near it', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await openLarge(page);
  await expect(map(page)).toBeVisible();
  const failing = page.getByRole('button', { name: /^\d failing/ });
  await expect(failing).toBeVisible();
  await expectFit(page);
  await picture(page, 'topology-large');

  await failing.click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('team-06/service-11');
  await expect(page).toHaveURL(/node=large/);
  await panel(page).getByRole('button', { name: '1 step' }).click();
  await expect(page).toHaveURL(/focus=.*hops=1/);
  await expect(page.getByText(/^Within 1 step of service-11/)).toBeVisible();
  await picture(page, 'topology-focus');
  await page.reload();
  await expect(page.getByText(/^Within 1 step of service-11/)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Show all' }).click();
  await expect(page).not.toHaveURL(/focus=/);
});

test('the map is worked by keys alone: objects are selected, groups open in place, and the view zooms and fits', async ({ page }) => {
  await openLarge(page);
  await map(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('service-11');
  await page.keyboard.press('ArrowUp');
  await expect(page).toHaveURL(/node=rest/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/groups=/);
  for (const key of ['+', '-', '0']) await page.keyboard.press(key);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/node=/);
  for (const name of ['Zoom in', 'Zoom out', 'Fit to view']) await page.getByRole('button', { name }).click();
});

test('expressions find and hide objects, on the map and in the list; what makes no sense is explained', async ({ page }) => {
  await openLarge(page);
  const find = page.getByLabel('Find', { exact: true });
  await find.fill('kind:Pod health:bad ns:team-06 restarts>3');
  await expect(page.getByText('2 objects found')).toBeVisible();
  await expect(page).toHaveURL(/find=kind/);
  await picture(page, 'topology-find');
  await page.getByRole('button', { name: 'List' }).click();
  await expect(page.getByRole('list', { name: 'Objects' }).getByRole('listitem')).toHaveCount(2);
  await find.fill('health:purple');
  await expect(page.getByText(/"purple" is no value of "health"/)).toBeVisible();
  await expectFit(page);
  await find.fill('');
  await page.getByLabel('Hide', { exact: true }).fill('-health:failing');
  await expect(page.getByRole('list', { name: 'Objects' }).getByRole('listitem').first()).toContainText('service-11');
  await expect(page.getByRole('list', { name: 'Objects' })).not.toContainText('Healthy');

  await page.getByLabel('Hide', { exact: true }).fill('');
  await page.getByLabel('Namespace', { exact: true }).fill('team-99');
  await expect(page.getByText(/There is no namespace "team-99".*team-00/)).toBeVisible();
  await page.getByLabel('Namespace', { exact: true }).fill('team-06');
  await expect(page.getByText(/There is no namespace/)).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Objects' })).toContainText('service-24');
});

test('the time line shows the cluster before, during and after an incident, and goes from one to the next', async ({ page }) => {
  test.slow();
  await signInTo(page, client);
  const headers = { origin: product.url };
  await page.request.post(`${product.url}/api/v1/sample-cluster`, { headers });
  await eventually('the sample cluster sends', async () => {
    const { state } = await (await page.request.get(`${product.url}/api/v1/sample-cluster`)).json();
    const found = await topology(page);
    return state === 'attached' && found.nodes?.some(({ name }: { name: string }) => name === 'catalog');
  });
  const fault = `${product.url}/api/v1/sample-cluster/faults/bad-image-tag`;
  expect((await page.request.put(fault, { data: { on: true }, headers })).status()).toBe(200);
  const incident = await eventually(
    'its incident is open and marked on the map',
    async () => {
      const [open] = (await (await page.request.get(`${product.url}/api/v1/incidents?status=open`)).json()).items;
      const { nodes } = await topology(page);
      return open && nodes.some(({ incidents }: { incidents?: string[] }) => incidents?.includes(open.id)) && open;
    },
    150_000,
  );
  await page.goto(`${product.url}/topology`);
  await expect(map(page)).toBeVisible();
  const time = page.getByRole('region', { name: 'Time' });
  await expect(time.getByRole('status')).toHaveText('Now');
  await page
    .getByRole('button', { name: /failing|degraded/ })
    .first()
    .click();
  await expect(panel(page).getByRole('link', { name: new RegExp(`^${incident.number}: `) })).toHaveAttribute(
    'href',
    `/incidents/${incident.id}`,
  );
  await expectFit(page);
  await picture(page, 'topology-incident');

  await test.step('back to the beginning of the incident, and to before it', async () => {
    await time.getByRole('button', { name: 'Previous incident or change' }).click();
    await expect(page).toHaveURL(/at=\d+/);
    await expect(time.getByRole('status')).toContainText(/Incident|Deployment|change/);
    const { knownSince } = await topology(page);
    await page.goto(`${product.url}/topology?at=${knownSince + 1}`);
    await expect(page.getByRole('button', { name: /\d failing/ })).toHaveCount(0);
  });

  await test.step('by keys, and back to now', async () => {
    const slider = page.getByRole('slider', { name: 'Time of the map' });
    const before = page.url();
    await slider.press('PageUp');
    await expect(page).not.toHaveURL(before);
    await time.getByRole('button', { name: 'Back to now' }).click();
    await expect(page).not.toHaveURL(/at=/);
    await expect(time.getByRole('status')).toHaveText('Now');
  });

  await test.step('a time without data, and one that is yet to come, say so', async () => {
    await page.goto(`${product.url}/topology?at=1000`);
    await expect(page.getByText('There is no data of this time')).toBeVisible();
    await expectFit(page);
    await page.goto(`${product.url}/topology?at=99999999999999`);
    await expect(page.getByRole('main').getByRole('alert')).toContainText('Give a time that is past');
  });
});

test('on a phone the list comes first, the worst at its top, and map and list fit in both themes', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, colorScheme: 'dark', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await openLarge(page);
  const items = page.getByRole('list', { name: 'Objects' }).getByRole('listitem');
  await expect(items.first()).toContainText('Failing');
  await expectFit(page);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(items).toHaveCount(200);
  await page.getByRole('button', { name: 'Map' }).click();
  await expect(map(page)).toBeVisible();
  await expectFit(page);
  await context.close();
});
