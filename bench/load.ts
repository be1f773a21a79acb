import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Product } from '../e2e/product.ts';

/** Opens clients of the product and sends load to them. */
export class Load {
  readonly product: Product;
  readonly token: string;

  constructor(product: Product, token: string) {
    this.product = product;
    this.token = token;
  }

  async call(key: string, method: string, path: string, body?: unknown) {
    const answer = await fetch(this.product.url + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  /** Opens clients, `atOnce` at a time; returns their keys, and how long it took until each could send, in ms. */
  async open(clients: number, plan: string, { prefix = 'bench', atOnce = 4 } = {}): Promise<{ keys: string[]; tookMs: number[] }> {
    const keys: string[] = [];
    const tookMs: number[] = [];
    let next = 0;
    const opener = async () => {
      for (let i = next++; i < clients; i = next++) {
        const began = performance.now();
        const clientId = `${prefix}-${i}`;
        const { api_key } = await this.call(this.token, 'POST', '/api/v1/admin/clients', { name: `Bench ${prefix} ${i}`, plan, clientId });
        while ((await this.send(api_key, batchOf([stateRecord('first')], 'state.k8s.resource'))) === 0) await delay(10);
        tookMs.push(performance.now() - began);
        keys.push(api_key);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, opener));
    return { keys, tookMs };
  }

  /** See sendBatch. */
  send(key: string, batch: Batch): Promise<number> {
    return sendBatch(this.product.url, key, batch);
  }

  /** Sends one object and polls until it is in the graph; returns how long that took, and the time of each read, in ms. */
  async probe(key: string): Promise<{ fresh: number; reads: number[] }> {
    const name = `probe-${randomUUID().slice(0, 8)}`;
    const began = performance.now();
    await this.send(key, batchOf([stateRecord(name)], 'state.k8s.resource'));
    const reads: number[] = [];
    for (;;) {
      const readBegan = performance.now();
      const { items } = await this.call(key, 'GET', `/api/v1/resources?q=${name}`);
      reads.push(performance.now() - readBegan);
      if (items.length > 0) return { fresh: performance.now() - began, reads };
      await delay(5);
    }
  }

  /** Waits until everything that was sent is in the graphs and counted; returns how long that took, in ms. */
  async caughtUp(): Promise<number> {
    const began = performance.now();
    for (;;) {
      const { balances } = await this.call(this.token, 'GET', '/api/v1/admin/overview');
      const behind = balances.filter((row: { graphLag: number; inFlight: number }) => row.graphLag > 0 || row.inFlight > 0);
      if (behind.length === 0) return performance.now() - began;
      await delay(500);
    }
  }
}

/** Sends one batch; returns how many of its records were accepted: 0 if the plan's limit is reached or the client is not set up yet. */
export async function sendBatch(url: string, key: string, { stream, body }: Batch): Promise<number> {
  const answer = await fetch(`${url}/api/v1/ingest/${stream}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body,
  });
  if (answer.status === 429 || answer.status === 409) {
    await answer.arrayBuffer();
    return 0;
  }
  if (!answer.ok) throw new Error(`ingest answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).accepted;
}

/** A request body as an agent sends it. */
export interface Batch {
  stream: string;
  body: Uint8Array<ArrayBuffer>;
  records: number;
}

/** Batches of records: for every batch of changed pods two batches of new events. */
export function batches(count: number, records: number): Batch[] {
  return Array.from({ length: count }, (_, i) =>
    i % 3 === 0
      ? batchOf(
          Array.from({ length: records }, () => stateRecord()),
          'state.k8s.resource',
        )
      : batchOf(Array.from({ length: records }, eventRecord), 'events.normalized'),
  );
}

function batchOf(records: unknown[], stream: string): Batch {
  return { stream, body: new Uint8Array(gzipSync(JSON.stringify({ records }), { level: 1 })), records: records.length };
}

function eventRecord() {
  const uid = randomUUID();
  const pod = Math.floor(Math.random() * 50);
  return {
    eventId: `${uid}/1`,
    observedAt: Date.now(),
    cluster: 'bench',
    event: {
      metadata: { name: `e-${uid}`, namespace: 'shop', uid },
      involvedObject: { kind: 'Pod', namespace: 'shop', name: `pod-${pod}`, uid: `pod-${pod}` },
      type: 'Normal',
      reason: 'Pulled',
      message: 'Container image already present on machine',
      count: 1,
      lastTimestamp: new Date().toISOString(),
    },
  };
}

let version = Date.now() * 1_000;

function stateRecord(name?: string) {
  const pod = name ?? `pod-${Math.floor(Math.random() * 50)}`;
  return {
    op: 'upsert',
    observedAt: Date.now(),
    cluster: 'bench',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: pod,
        namespace: 'shop',
        uid: name ? randomUUID() : pod,
        resourceVersion: String(++version),
        labels: { app: 'bench' },
      },
      spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'registry.example/app:1' }] },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: {} } }],
      },
    },
  };
}

/** The percentile `share` (0 to 1) of the values, rounded; 0 if there are none. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
