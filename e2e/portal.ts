import type { Page } from '@playwright/test';
import type { OpenedProduct } from './opened-product.ts';

/** Signs somebody new in: a person of the staff, or with a role in a client. */
export async function signIn(page: Page, product: OpenedProduct, as: Parameters<OpenedProduct['newSession']>[0]): Promise<void> {
  const [name = '', value = ''] = (await product.newSession(as)).split('=');
  await changeCookies(page, [{ name, value, url: product.url }]);
}

/** Takes other cookies. The open page is left first: it would notice that its session is gone, and lead to the sign-in. */
export async function changeCookies(page: Page, cookies: Parameters<ReturnType<Page['context']>['addCookies']>[0]): Promise<void> {
  await page.goto('about:blank');
  await page.context().clearCookies();
  await page.context().addCookies(cookies);
}

/** What a client is opened with: the product and a token of its staff. */
type Opening = Pick<OpenedProduct, 'url' | 'adminToken'>;

/** Opens a client; gives its first API key. */
export async function openClient({ url, adminToken }: Opening, body: { name: string; plan: string; clientId?: string }) {
  const answer = await fetch(`${url}/api/v1/admin/clients`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`a client could not be opened: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { api_key: string };
}

/** Opens a client of the Free plan, whose id begins with `prefix`. */
export async function newFreeClient(product: Opening, prefix: string): Promise<string> {
  const clientId = `${prefix}-${crypto.randomUUID().slice(0, 8)}`;
  await openClient(product, { name: `The shop ${clientId}`, plan: 'free', clientId });
  return clientId;
}

/** Signs in with an API key, and waits for the page after it. */
export async function signInWithKey(page: Page, url: string, apiKey: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByRole('tab', { name: 'API key' }).click();
  await page.getByLabel('API key').last().fill(apiKey);
  await page.getByRole('button', { name: 'Sign in with API key' }).click();
  await page.waitForURL(/\/(onboarding|dashboard|checkout)/);
}
