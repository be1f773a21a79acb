/** The subscription of this browser at the push service of its maker, and what the API knows it by. */

/** Why a browser could not subscribe, with the way out. */
export class SubscribeError extends Error {
  override name = 'SubscribeError';
}

/** SHA-256 of the address at which this browser gets messages, as hex; undefined where it has none. */
export async function ownEndpointHash(): Promise<string | undefined> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return undefined;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Asks the person for permission and subscribes this browser with the key of the installation, in base64url. Has to be called while a
 * click is handled. Throws SubscribeError.
 */
export async function subscribe(publicKey: string): Promise<PushSubscriptionJSON> {
  if ((await Notification.requestPermission()) !== 'granted')
    throw new SubscribeError('The browser did not allow notifications. Switch them on once more, and choose Allow when it asks.');
  try {
    await navigator.serviceWorker.register('/service-worker.js');
    const { pushManager } = await navigator.serviceWorker.ready;
    const existing = await pushManager.getSubscription();
    // A browser takes no second key: this subscription is from before the installation was set up anew.
    if (existing && keyOf(existing) !== publicKey) await existing.unsubscribe();
    return (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })).toJSON();
  } catch (error) {
    throw new SubscribeError(
      `The browser could not subscribe at its push service (${(error as Error).message}). Some browsers have it switched off in their privacy settings, and some networks block it.`,
    );
  }
}

function keyOf({ options: { applicationServerKey } }: PushSubscription): string {
  const text = String.fromCharCode(...new Uint8Array(applicationServerKey ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
