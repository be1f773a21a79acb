/** What a browser says of itself, as far as push notifications depend on it. */
export interface Browser {
  /** Whether the page came over HTTPS, or from this very machine. */
  isSecure: boolean;
  /** Whether it has service workers, notifications and the Push API. */
  hasPush: boolean;
  userAgent: string;
  /** Points at which its screen can be touched at once. */
  maxTouchPoints: number;
  permission: NotificationPermission;
}

/** Whether a browser can be notified, or what is in the way. */
export type Support = 'supported' | 'blocked' | 'home-screen' | 'insecure' | 'unsupported';

/** Whether a browser can be notified. Browsers on an iPhone or iPad have the Push API only in an app on the home screen. */
export function supportOf({ isSecure, hasPush, userAgent, maxTouchPoints, permission }: Browser): Support {
  if (!isSecure) return 'insecure';
  if (hasPush) return permission === 'denied' ? 'blocked' : 'supported';
  // An iPad says that it is a Mac, but no Mac has a touch screen.
  const isApple = /iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return isApple ? 'home-screen' : 'unsupported';
}

/** This browser, asked now. */
export function thisBrowser(): Browser {
  const hasPush = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  return {
    isSecure: window.isSecureContext,
    hasPush,
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    permission: hasPush ? Notification.permission : 'default',
  };
}
