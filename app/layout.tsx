import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/providers.tsx';
import { ServiceWorker } from '#components/service-worker.tsx';
import { THEME_COOKIE } from '#components/shell/theme.ts';
import { env } from '#lib/platform/env.ts';
import './globals.css';

const DESCRIPTION = 'Tells operators of Kubernetes clusters why something broke.';
const PREVIEW = { url: '/link-preview.png', width: 1200, height: 630, alt: 'KG RCA: find out why your Kubernetes cluster broke' };

/** The address is known when the product runs, not when it is built. */
export function generateMetadata(): Metadata {
  const url = env.find()?.publicUrl;
  return {
    ...(url && { metadataBase: new URL(url) }),
    title: { default: 'KG RCA', template: '%s · KG RCA' },
    description: DESCRIPTION,
    applicationName: 'KG RCA',
    icons: {
      icon: [
        { url: '/icon.svg', type: 'image/svg+xml' },
        { url: '/favicon.ico', sizes: '32x32' },
      ],
      apple: '/apple-touch-icon.png',
    },
    openGraph: { type: 'website', siteName: 'KG RCA', images: [PREVIEW] },
    twitter: { card: 'summary_large_image', images: [PREVIEW] },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#16191c' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return (
    <html lang="en" data-theme={theme === 'light' || theme === 'dark' ? theme : undefined} suppressHydrationWarning>
      <body>
        <Providers>{children}</Providers>
        <ServiceWorker />
      </body>
    </html>
  );
}
