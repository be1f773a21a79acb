import type { MetadataRoute } from 'next';

/** What the portal is called and looks like when it is installed on a phone or desktop. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'KG RCA',
    short_name: 'KG RCA',
    description: 'Tells operators of Kubernetes clusters why something broke.',
    start_url: '/welcome',
    scope: '/',
    display: 'standalone',
    background_color: '#fafafa',
    theme_color: '#3446c4',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [
      { name: 'Incidents', url: '/incidents' },
      { name: 'Topology', url: '/topology' },
    ],
  };
}
