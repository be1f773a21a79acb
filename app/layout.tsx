import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/providers.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'KG RCA', template: '%s · KG RCA' },
  icons: { icon: '/icon.svg' },
  description: 'Tells operators of Kubernetes clusters why something broke.',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** Applies the chosen theme before the first paint, so that the page does not flash. */
const THEME = "try{const t=localStorage.getItem('theme');if(t)document.documentElement.dataset.theme=t}catch{}";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant that must run before the first paint */}
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: THEME }} />
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
