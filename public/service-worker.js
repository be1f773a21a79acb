// Shows a page of its own while there is no network. Nothing else is kept: what the portal shows must never be out of date, and
// what one person was shown must not remain for the next one at the same device.
const CACHE = 'offline-1';
const OFFLINE = '/offline.html';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.add(new Request(OFFLINE, { cache: 'reload' })))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return;
  event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
});

// An incident, as lib/notifications/channels/push.ts sends it: {title, body, tag, path, silent}. Browsers demand that every message
// is shown.
self.addEventListener('push', (event) => {
  const { title, body, tag, path, silent = false } = event.data.json();
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag,
      silent,
      // What takes the place of an earlier notification makes itself heard as well, unless it is silent.
      renotify: !silent,
      icon: '/icon-192.png',
      data: { path },
    }),
  );
});

// The push service may replace a subscription at any time. Nobody needs to be signed in then: the earlier one proves which browser it is.
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event.oldSubscription, event.newSubscription)));

async function renew(previous, given) {
  if (!previous) return;
  const { endpoint, keys } = (given ?? (await self.registration.pushManager.subscribe(previous.options))).toJSON();
  const body = { previous: { endpoint: previous.endpoint, auth: previous.toJSON().keys.auth }, endpoint, keys };
  await fetch('/api/v1/push-subscription-renewals', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data.path));
});

// In the window that shows this page already, otherwise in a new one: in any other somebody may be writing something.
async function show(path) {
  const address = new URL(path, self.location.origin);
  if (address.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find(({ url }) => url === address.href);
  await (there ? there.focus() : self.clients.openWindow(address.href));
}
