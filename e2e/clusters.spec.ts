import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { signIn } from './portal.ts';

let product: OpenedProduct;

test.beforeAll(async () => {
  product = await openProduct();
});
test.afterAll(() => product.end());

const CONFIG_MAP = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop', uid: 'u-1', resourceVersion: '1' },
};

test('a cluster is removed once its agent no longer reports, leaves the topology, and comes back with its data', async ({ page }) => {
  test.slow();
  const client = await product.newClient();
  const headers = { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' };
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${product.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect([path, answer.status]).toEqual([path, 200]);
  };
  const send = () =>
    post('ingest/state.k8s.resource', {
      records: [{ op: 'upsert', observedAt: Date.now(), cluster: 'old', object: CONFIG_MAP }],
    });
  const component = { name: 'state-watcher', status: 'ok' };
  await post('clusters/heartbeat', { cluster: 'alive', agentVersion: '1.0.0', components: [component] });
  await send();
  const found = async () => {
    const answer = await fetch(`${product.url}/api/v1/resources?q=settings`, { headers });
    return (await answer.json()).items.length;
  };
  await expect.poll(found, { timeout: 20_000 }).toBe(1);

  await signIn(page, product, { clientId: client.id, role: 'owner' });
  await page.goto(`${product.url}/clusters`);
  await picture(page, 'clusters');
  const old = page.getByRole('region', { name: 'old', exact: true });
  await page.getByRole('region', { name: 'alive', exact: true }).getByRole('button', { name: 'Remove' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('Its agent still reports');
  await expect(dialog.getByRole('button', { name: 'Remove' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);

  await old.getByRole('button', { name: 'Remove' }).click();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await picture(page, 'clusters-remove');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(old).toHaveCount(0);
  await expect.poll(found, { timeout: 20_000 }).toBe(0);

  await send();
  await expect.poll(found, { timeout: 20_000 }).toBe(1);
  // A process of the product trusts for a minute that a cluster is registered; an agent is silent for longer before it can be removed.
  const isListed = async () => {
    await send();
    const { items } = await (await fetch(`${product.url}/api/v1/clusters`, { headers })).json();
    return items.some(({ name }: { name: string }) => name === 'old');
  };
  await expect.poll(isListed, { timeout: 90_000, intervals: [5_000] }).toBe(true);
  await page.reload();
  await expect(old).toBeVisible();
});

test('a renamed cluster has its new name wherever the portal shows it, and goes back to the name of its agent', async ({ page }) => {
  const client = await product.newClient();
  const heartbeat = (cluster: string) =>
    fetch(`${product.url}/api/v1/clusters/heartbeat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cluster, agentVersion: '1.0.0', components: [{ name: 'state-watcher', status: 'ok' }] }),
    });
  for (const name of ['prod-eu-1', 'staging']) expect((await heartbeat(name)).status).toBe(200);
  await signIn(page, product, { clientId: client.id, role: 'owner' });
  await page.goto(`${product.url}/clusters`);
  const rename = async (from: string, to: string) => {
    await page.getByRole('region', { name: from, exact: true }).getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name', { exact: true }).fill(to);
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  };

  await rename('prod-eu-1', 'staging');
  await expect(page.getByRole('dialog')).toContainText('Another cluster is called staging. Choose another name.');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await picture(page, 'clusters-rename');
  await page.getByLabel('Name', { exact: true }).fill('www.example.com');
  await expect(page.getByRole('dialog')).toContainText('Use the name only');
  await page.getByLabel('Name', { exact: true }).fill('Production in Europe');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  const renamed = page.getByRole('region', { name: 'Production in Europe', exact: true });
  await expect(renamed).toContainText('Its agent calls it prod-eu-1.');
  for (const path of ['/dashboard', '/topology', '/changes', '/incidents', '/risks']) {
    await page.goto(`${product.url}${path}`);
    await expect(
      page
        .locator('main')
        .getByText('Production in Europe')
        .or(page.getByRole('option', { name: 'Production in Europe' }))
        .first(),
    ).toBeAttached();
  }

  await page.goto(`${product.url}/clusters`);
  await rename('Production in Europe', '');
  await expect(page.getByRole('region', { name: 'prod-eu-1', exact: true })).toBeVisible();
});
