'use client';

import { useCallback, useEffect, useState } from 'react';
import { type Support, supportOf, thisBrowser } from './browser-support.ts';
import { ownEndpointHash } from './subscription.ts';

/** This browser, as far as it is known. */
export interface ThisBrowserState {
  /** Undefined until the browser was asked. */
  support: Support | undefined;
  /** By which the API knows it; undefined while it has no subscription. */
  endpointHash: string | undefined;
  /** Asks the browser again, after something has changed. */
  refresh: () => Promise<void>;
}

/** Whether this browser can be notified and has a subscription: asked once the page is shown, and when somebody comes back to it. */
export function useThisBrowser(): ThisBrowserState {
  const [state, setState] = useState<Omit<ThisBrowserState, 'refresh'>>({ support: undefined, endpointHash: undefined });
  const refresh = useCallback(async () => {
    const support = supportOf(thisBrowser());
    const endpointHash = support === 'supported' ? await ownEndpointHash().catch(() => undefined) : undefined;
    setState({ support, endpointHash });
  }, []);
  useEffect(() => {
    void refresh();
    // The permission is changed in the browser's settings.
    window.addEventListener('focus', refresh);
    return () => window.removeEventListener('focus', refresh);
  }, [refresh]);
  return { ...state, refresh };
}
