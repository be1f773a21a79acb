import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { openClient, signInWithKey } from './portal.ts';
import { type Product, startProduct } from './product.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';
const ID = '0b1e2c3d-4f5a-4b6c-8d7e-9f0a1b2c3d4e';
const CLUSTER = {
  id: ID,
  name: 'prod-eu-1',
  kubernetesVersion: null,
  agentVersion: null,
  createdAt: 1,
  lastHeartbeatAt: null,
  status: 'connected',
  health: { components: [], objects: {}, buffered: { records: 0, bytes: 0 }, dropped: 0, forbiddenKinds: [], behind: [], parts: [] },
};
const OBJECT = {
  kind: 'Deployment',
  namespace: 'a-namespace-with-a-very-long-name-indeed',
  name: 'a-deployment-with-a-name-of-many-words',
};
const TEXT = 'It refers to Secret shop/database-credentials-of-the-application, which does not exist.';
const RISK = {
  code: 'reference.missing',
  title: 'Refers to an object that does not exist',
  object: OBJECT,
  key: 'prod-eu-1/uid-1',
  severity: 'high',
  text: TEXT,
  evidence: { text: TEXT, source: { type: 'state', object: OBJECT, path: 'spec', value: 'x' } },
  remedy: {
    text: 'Create it.',
    command: 'kubectl get deployment a-deployment-with-a-name-of-many-words -n a-namespace-with-a-very-long-name-indeed -o yaml',
  },
};

let product: Product;
let apiKey: string;

test.beforeAll(async () => {
  product = await startProduct({ ADMIN_TOKEN });
  ({ api_key: apiKey } = await openClient({ url: product.url, adminToken: ADMIN_TOKEN }, { name: 'Risks Test', plan: 'basic' }));
});
test.afterAll(() => product.end());

/** Signs in on a phone. */
async function signIn(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 800 });
  await signInWithKey(page, product.url, apiKey);
}

/** Opens the page, with what the routes of clusters and risks respond. */
async function open(page: Page, clusters: object[], risks: { status: number; body: object }): Promise<void> {
  await page.unrouteAll();
  await page.route('**/api/v1/clusters', (route) => route.fulfill({ json: { items: clusters } }));
  await page.route('**/api/v1/clusters/*/risks', (route) => route.fulfill({ status: risks.status, json: risks.body }));
  await page.goto(`${product.url}/risks`);
}

test('risks are listed with a link to each object, what could not be checked stands above, and all fits a phone', async ({ page }) => {
  await signIn(page);
  const body = { cluster: 'prod-eu-1', total: 3, risks: [RISK], unchecked: ['Not all objects of the kind PriorityClass were read.'] };
  await open(page, [CLUSTER], { status: 200, body });
  await expect(page.getByText(TEXT)).toBeVisible();
  await expect(page.getByRole('link', { name: OBJECT.name })).toHaveAttribute('href', '/resources/prod-eu-1/uid-1');
  await expect(page.getByText('Not everything could be checked')).toBeVisible();
  await expect(page.getByText('2 more are not shown.')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

test('without a cluster, without a risk and with an error the page says so', async ({ page }) => {
  await signIn(page);
  await open(page, [], { status: 200, body: {} });
  await expect(page.getByText('No clusters yet')).toBeVisible();
  await open(page, [CLUSTER], { status: 200, body: { cluster: 'prod-eu-1', total: 0, risks: [], unchecked: [] } });
  await expect(page.getByText('No risks')).toBeVisible();
  await page.unrouteAll();
  const problem = { type: 'about:blank', title: 'Too much', status: 503, detail: 'This was too much for the graph.', code: 'query_limit' };
  await open(page, [CLUSTER], { status: 503, body: problem });
  await expect(page.getByText('This could not be loaded')).toBeVisible();
});
