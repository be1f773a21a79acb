import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { asSystem } from '#lib/platform/database/index.ts';
import { sha256 } from '#lib/platform/secrets.ts';
import { type Browser, type Receivers, startReceivers } from '#simulators/receivers/index.ts';
import { type OpenedProduct, openProduct } from './opened-product.ts';
import { picture } from './pictures.ts';
import { signIn } from './portal.ts';

let product: OpenedProduct;
let receivers: Receivers;

test.beforeAll(async () => {
  receivers = await startReceivers(Date.now);
  product = await openProduct();
});
test.afterAll(async () => {
  await product.end();
  await receivers.close();
});

const PAGE = '/account/notifications';
const onOff = (page: Page) => page.getByRole('switch', { name: 'Notify me of incidents in this browser' });

/** Stands in for the push service of the browser's maker, which a test cannot reach: only the subscription is made here. */
async function stubSubscription(page: Page, { endpoint, keys }: Browser): Promise<void> {
  await page.addInitScript(
    (given) => {
      const subscription = {
        endpoint: given.endpoint,
        options: { applicationServerKey: null },
        toJSON: () => given,
        unsubscribe: async () => true,
      };
      const subscribed = () => (localStorage.getItem('subscribed') ? subscription : null);
      PushManager.prototype.getSubscription = async () => subscribed() as unknown as PushSubscription;
      PushManager.prototype.subscribe = async () => {
        localStorage.setItem('subscribed', 'yes');
        return subscription as unknown as PushSubscription;
      };
    },
    { endpoint, keys },
  );
}

/** Hands a message to the service worker of the page, as the browser does with what its push service delivers. */
async function deliver(context: BrowserContext, page: Page, data: object): Promise<void> {
  const session = await context.newCDPSession(page);
  const registrationId = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      // The browser may hold workers of pages that another file has opened.
      const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(product.url) && !isDeleted);
      if (own) resolve(own.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  const message = { origin: product.url, registrationId: await registrationId, data: JSON.stringify(data) };
  await session.send('ServiceWorker.deliverPushMessage', message);
}

/**
 * Presses the notification that is shown, and gives the address that opens. No test can press it on the desktop, so the worker gets
 * the same event from here; and it may open a window only for a person, so that is written down instead.
 */
async function press(context: BrowserContext): Promise<string> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('the page has no service worker');
  return worker.evaluate(`new Promise(async (opened) => {
    clients.openWindow = opened;
    const [notification] = await registration.getNotifications();
    dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil: () => {} }));
  })`);
}

/** Tells the service worker that the push service has replaced the subscription, as no test can make it do. */
async function replaceSubscription(context: BrowserContext, previous: Browser, next: Browser): Promise<void> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('the page has no service worker');
  const [oldSubscription, newSubscription] = [previous, next].map(({ endpoint, keys }) => ({ endpoint, keys }));
  await worker.evaluate(
    ([before, after]) => {
      const subscription = (given: object) => ({ ...given, toJSON: () => given });
      const event = { oldSubscription: subscription(before), newSubscription: subscription(after), waitUntil: () => {} };
      dispatchEvent(Object.assign(new Event('pushsubscriptionchange'), event));
    },
    [oldSubscription ?? {}, newSubscription ?? {}] as const,
  );
}

const endpointHashes = async (tenantId: string) =>
  (await asSystem((tx) => tx.destination.findMany({ where: { tenantId, kind: 'push' } }))).map(({ endpointHash }) => endpointHash);

const shownNotifications = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });

test('a member switches push notifications on, tries them, and hears of an incident that a press leads to', async ({ page, context }) => {
  const client = await product.newClient();
  await context.grantPermissions(['notifications'], { origin: product.url });
  await signIn(page, product, { clientId: client.id, role: 'viewer' });
  await page.goto(`${product.url}${PAGE}`);
  const { publicKey } = await (await page.request.get(`${product.url}/api/v1/me/push-subscriptions`)).json();
  const browser = receivers.subscribe(publicKey);
  await stubSubscription(page, browser);
  await page.goto(`${product.url}${PAGE}`);
  await expect(onOff(page)).not.toBeChecked();
  await picture(page, 'push-off');
  await onOff(page).click();
  await expect(onOff(page)).toBeChecked();
  await page.getByLabel('Critical').uncheck();
  await expect(page.getByLabel('Critical')).not.toBeChecked();
  await page.getByRole('button', { name: 'Send a test notification' }).click();
  await expect(page.getByText('The push service took the notification.')).toBeVisible();
  await picture(page, 'push-on');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(browser.messages.at(-1)?.data).toMatchObject({ title: 'KG RCA', path: PAGE });

  const [incident = ''] = client.ids;
  await asSystem((tx) =>
    tx.incidentHistory.create({ data: { tenantId: client.id, incidentId: incident, at: new Date(0), kind: 'opened', text: 'Opened' } }),
  );
  await expect.poll(() => browser.messages.map(({ data }) => data.path)).toContain(`/incidents/${incident}`);
  const message = browser.messages.at(-1)?.data ?? {};
  await deliver(context, page, message);
  await expect.poll(() => shownNotifications(page)).toEqual([{ title: message.title, body: 'Cluster prod', tag: `incident-${incident}` }]);
  await deliver(context, page, { ...message, title: 'Resolved', silent: true });
  await expect.poll(async () => (await shownNotifications(page)).map(({ title }) => title)).toEqual(['Resolved']);
  expect(await press(context)).toBe(`${product.url}/incidents/${incident}`);
  expect(await shownNotifications(page)).toEqual([]);

  await page.goto(`${product.url}${PAGE}`);
  await expect(onOff(page)).toBeChecked();
  await onOff(page).click();
  await expect(onOff(page)).not.toBeChecked();
  await onOff(page).click();
  await expect(onOff(page)).toBeChecked();

  const later = receivers.subscribe(publicKey);
  await replaceSubscription(context, browser, later);
  await expect.poll(() => endpointHashes(client.id)).toEqual([sha256(later.endpoint)]);
  await replaceSubscription(context, later, browser);
  await expect.poll(() => endpointHashes(client.id)).toEqual([sha256(browser.endpoint)]);

  browser.unsubscribe();
  await page.getByRole('button', { name: 'Send a test notification' }).click();
  await expect(page.getByText('It no longer knows this browser.')).toBeVisible();
  await expect(onOff(page)).not.toBeChecked();
  expect(await asSystem((tx) => tx.destination.count({ where: { tenantId: client.id, kind: 'push' } }))).toBe(0);
});

test('a browser that blocks notifications, or has none, says so with the way out; other browsers can be removed', async ({ page }) => {
  const client = await product.newClient();
  await signIn(page, product, { clientId: client.id, role: 'member' });
  await page.goto(`${product.url}${PAGE}`);
  const { publicKey } = await (await page.request.get(`${product.url}/api/v1/me/push-subscriptions`)).json();
  const { endpoint, keys } = receivers.subscribe(publicKey);
  const subscription = { endpoint, keys, name: 'Safari on iOS', severities: ['critical'] };
  expect((await page.request.post(`${product.url}/api/v1/me/push-subscriptions`, { data: subscription })).status()).toBe(201);
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }));
  await page.goto(`${product.url}${PAGE}`);
  await expect(page.getByText('This browser blocks notifications of KG RCA')).toBeVisible();
  await picture(page, 'push-blocked');
  await page.getByRole('button', { name: 'Remove Safari on iOS' }).click();
  await expect(page.getByText('Safari on iOS')).toHaveCount(0);
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PushManager'));
  await page.goto(`${product.url}${PAGE}`);
  await expect(page.getByText('This browser cannot get push notifications')).toBeVisible();
});
