import { hexOf } from '../api-machinery/names.ts';
import type { App } from './app.ts';
import { SHOP_APPS } from './shop.ts';
import { SYSTEM_APPS } from './system.ts';

const APPS = new Map([...SHOP_APPS, ...SYSTEM_APPS].map((app) => [app.image, app]));
const REGISTRIES = new Set([...APPS.keys()].map((image) => image.slice(0, image.indexOf('/'))));

/** An image as the container runtime knows it. */
export interface Image {
  app: App;
  /** With registry and tag. */
  name: string;
  /** registry/repository@sha256:... */
  id: string;
  bytes: number;
}

/** The full name of an image: registry, repository and tag. */
export function fullName(image: string): string {
  const first = image.split('/')[0] ?? '';
  const hosted = image.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost');
  const path = hosted ? image : `docker.io/${image.includes('/') ? '' : 'library/'}${image}`;
  return path.includes('@') || /:[^/]+$/.test(path) ? path : `${path}:latest`;
}

/** How a node reaches a registry: whether it has credentials, and the error of the connection if the registry is unreachable. */
interface Access {
  credentials: boolean;
  outage?: string | undefined;
}

/** The result of a pull: the image, or the runtime's error (CRI text). */
export function pull(image: string, { credentials, outage }: Access): Image | { error: string } {
  const name = fullName(image);
  const repository = name.replace(/(@sha256:[0-9a-f]+|:[^/:]+)$/, '');
  const tag = name.slice(repository.length + 1);
  const host = name.slice(0, name.indexOf('/'));
  const failed = `failed to pull and unpack image "${name}": failed to resolve reference "${name}":`;
  const path = repository.slice(host.length + 1);
  const unreached = REGISTRIES.has(host) ? outage : `dial tcp: lookup ${host} on 172.18.0.1:53: no such host`;
  if (unreached) return { error: `${failed} failed to do request: Head "https://${host}/v2/${path}/manifests/${tag}": ${unreached}` };
  const app = APPS.get(repository);
  if (app?.private && !credentials)
    return {
      error: `${failed} failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://${host}/token?scope=repository%3A${path}%3Apull&service=${host}: 401 Unauthorized`,
    };
  if (!app?.tags.includes(tag)) return { error: `rpc error: code = NotFound desc = ${failed} ${name}: not found` };
  return {
    app,
    name,
    id: `${repository}@sha256:${hexOf(name)}`,
    bytes: app.megabytes * 1_000_000 + (Number.parseInt(hexOf(name).slice(0, 5), 16) % 900_000),
  };
}
