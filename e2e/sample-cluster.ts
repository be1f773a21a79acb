import { type Browser, expect, type Page } from '@playwright/test';
import type { OpenedClient, OpenedProduct } from './opened-product.ts';
import { signIn } from './portal.ts';
import { eventually } from './product.ts';

/** A new client with a sample cluster that sends. */
export async function newClientWithSampleCluster(product: OpenedProduct, browser: Browser): Promise<OpenedClient> {
  const client = await product.newClient();
  const page = await browser.newPage();
  await signIn(page, product, { clientId: client.id, role: 'owner' });
  await page.request.post(`${product.url}/api/v1/sample-cluster`, { headers: { origin: product.url } });
  await eventually('the sample cluster sends', async () => {
    const sample = await (await page.request.get(`${product.url}/api/v1/sample-cluster`)).json();
    const found = await (await page.request.get(`${product.url}/api/v1/resources?q=catalog`)).json();
    return sample.state === 'attached' && found.items?.length > 0;
  });
  await page.close();
  return client;
}

/** Switches a fault of the sample cluster on or off. */
export async function setFault(page: Page, product: OpenedProduct, fault: string, on: boolean): Promise<void> {
  const answer = await page.request.put(`${product.url}/api/v1/sample-cluster/faults/${fault}`, {
    data: { on },
    headers: { origin: product.url },
  });
  expect([fault, answer.status()]).toEqual([fault, 200]);
}

/** Switches a fault on, and waits until its incident is there; gives its id and title. */
export async function incidentOf(page: Page, product: OpenedProduct, fault: string): Promise<{ id: string; title: string }> {
  const incidents = async (): Promise<{ id: string; title: string }[]> =>
    (await (await page.request.get(`${product.url}/api/v1/incidents?limit=100`)).json()).items ?? [];
  const before = new Set((await incidents()).map(({ id }) => id));
  await setFault(page, product, fault, true);
  return eventually(`the incident of ${fault}`, async () => (await incidents()).find(({ id }) => !before.has(id)), 150_000);
}
