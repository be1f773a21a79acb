import type { OpenedClient, OpenedProduct } from '../../e2e/opened-product.ts';
import type { Random } from './random.ts';

/** How often credentials are used before others are made: they have rate limits, and inputs end or close what they belong to. */
const USES = 60;
const KINDS = ['owner', 'key', 'member', 'staff', 'staff-token', 'scim', 'nobody'] as const;

/** The headers that identify a caller, and the ids of objects that it can see. */
export interface Caller {
  headers: Record<string, string>;
  ids: readonly string[];
}

/** Makes callers of every kind for the REST API. Their clients are not those whose records are counted. */
export class Callers {
  readonly #product: OpenedProduct;
  readonly #made = new Map<string, { left: number; caller: Promise<Caller> }>();
  #client: { left: number; client: Promise<OpenedClient> } | undefined;

  constructor(product: OpenedProduct) {
    this.#product = product;
  }

  /** One of the callers of a kind that is chosen at random. */
  any(random: Random): Promise<Caller> {
    const kind = random.of(KINDS);
    const known = this.#made.get(kind);
    if (known && known.left-- > 0) return known.caller;
    const caller = this.#make(kind);
    this.#made.set(kind, { left: USES, caller });
    return caller;
  }

  async #make(kind: (typeof KINDS)[number]): Promise<Caller> {
    const { id, key, ids } = await this.#someClient();
    const known = [...ids, id, 'prod', 'shop', 'Pod-1', key];
    switch (kind) {
      case 'owner':
      case 'member':
        return { headers: { cookie: await this.#product.newSession({ clientId: id, role: kind }) }, ids: known };
      case 'staff':
        return { headers: { cookie: await this.#product.newSession('staff') }, ids: known };
      case 'staff-token':
        return { headers: { authorization: `Bearer ${await this.#product.newStaffToken()}` }, ids: known };
      case 'scim':
        return { headers: { authorization: `Bearer ${await this.#product.newScimToken(id)}` }, ids: known };
      case 'key':
        return { headers: { authorization: `Bearer ${key}` }, ids: known };
      default:
        return { headers: {}, ids: known };
    }
  }

  #someClient(): Promise<OpenedClient> {
    if (!this.#client || this.#client.left-- <= 0) this.#client = { left: 10, client: this.#product.newClient() };
    return this.#client.client;
  }
}
