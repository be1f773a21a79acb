import type { ExtraRoutes } from './api/server.ts';
import { StatusError } from './api/status.ts';
import type { Cluster } from './cluster/index.ts';

/**
 * The routes that switch a cluster's faults: `GET /simulator/faults` returns {items}, `POST /simulator/faults/<name>/on`
 * and `/off` return the fault in its new state; an unknown name is answered with a Status 404.
 */
export function faultRoutes(faults: Cluster['faults']): ExtraRoutes {
  return (method, path) => {
    if (!path.startsWith('/simulator/')) return undefined;
    if (path === '/simulator/faults' && method === 'GET') return { code: 200, body: { items: faults.list() } };
    const [, name, action] = /^\/simulator\/faults\/([^/]+)\/(on|off)$/.exec(path) ?? [];
    if (name === undefined || action === undefined)
      throw new StatusError(
        'NotFound',
        `there is no ${method} ${path}: there are GET /simulator/faults and POST /simulator/faults/<name>/on or /off`,
      );
    if (method !== 'POST') throw new StatusError('MethodNotAllowed', `${path} takes POST, not ${method}`);
    const found = () => faults.list().find((fault) => fault.name === name);
    if (!found()) {
      const names = faults.list().map((fault) => fault.name);
      throw new StatusError('NotFound', `unknown fault "${name}": the known faults are ${names.join(', ')}`);
    }
    if (action === 'on') faults.on(name);
    else faults.off(name);
    return { code: 200, body: found()! };
  };
}
