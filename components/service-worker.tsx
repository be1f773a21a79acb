'use client';

import { useEffect } from 'react';

/** Registers the service worker (public/service-worker.js) once the page is loaded. Without one the portal works all the same. */
export function ServiceWorker() {
  useEffect(() => {
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('/service-worker.js').catch(() => {});
  }, []);
  return null;
}
