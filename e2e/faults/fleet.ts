import { eventually, type Product, startProduct } from '../product.ts';
import { emptyServers } from '../servers.ts';

const ADMIN_TOKEN = 'the-staff-token-of-this-test-run';

/** The product as a provider runs it: web processes, and several for each role that shares its work. */
export interface Fleet {
  /** The variables that lead to its servers. */
  variables: Record<string, string>;
  url: string;
  processes: { name: string; product: Product }[];
  /** Opens a client and waits until it is set up. */
  openClient(name: string): Promise<{ id: string; key: string }>;
  /** Asks the REST API; throws on any answer but a good one. */
  call<T>(key: string, method: string, path: string, body?: unknown): Promise<T>;
  /** Asks as the provider's staff. */
  callStaff<T>(method: string, path: string, body?: unknown): Promise<T>;
  end(): Promise<void>;
}

/** Starts one process for the web, provisioner, billing and notifier roles, and two each for graph-builder and usage. */
export async function startFleet(): Promise<Fleet> {
  const variables: Record<string, string> = { ...(await emptyServers()), ADMIN_TOKEN };
  // The load comes over HTTPS, whose receipts the test holds against what was counted.
  delete variables.KAFKA_AGENT_BROKERS;
  delete variables.KAFKA_AGENT_CA;
  const processes: Fleet['processes'] = [];
  const start = async (name: string, roles: string) => {
    const product = await startProduct(variables, ['--roles', roles]);
    processes.push({ name, product });
    return product;
  };
  const web = await start('web', 'web,provisioner,billing,notifier');
  for (const number of [1, 2]) {
    await start(`graph-builder ${number}`, 'graph-builder');
    await start(`usage ${number}`, 'usage');
  }
  async function call<T>(key: string, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(web.url + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(15_000),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
  const callStaff = <T>(method: string, path: string, body?: unknown) => call<T>(ADMIN_TOKEN, method, path, body);
  return {
    variables,
    url: web.url,
    processes,
    call,
    callStaff,
    async openClient(name) {
      const opened = await callStaff<{ client_id: string; api_key: string }>('POST', '/api/v1/admin/clients', { name, plan: 'enterprise' });
      const { client_id: id, api_key: key } = opened;
      await eventually(
        `${id} is set up`,
        async () => (await call<{ status: string }>(key, 'GET', '/api/v1/provisioning')).status === 'active',
      );
      return { id, key };
    },
    async end() {
      for (const { product } of processes) await product.end();
    },
  };
}
