import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';

/** What can be done to the product, each by one client or stranger. */
export const ATTACKS = [
  'bodiesToSignUp',
  'bodiesToIngest',
  'bodiesToStripe',
  'drippingBodies',
  'rejectedRecords',
  'duplicates',
  'heartbeats',
  'signIns',
  'services',
  'signUps',
] as const;

export type Attack = (typeof ATTACKS)[number];

/** What a thread of this file is told. */
export interface AttackOrder {
  attack: Attack;
  url: string;
  /** The API key of the client that attacks. */
  key: string;
}

/** What an attack did until it was stopped: its requests, and those that were answered with 4xx or 5xx, or cut off. */
export interface Attacked {
  requests: number;
  refused: number;
}

const MIB = 1_024 * 1_024;
const LARGE_BODY_BYTES = 500 * MIB;
const DRIPPING = 400;
const JSON_TYPE = { 'Content-Type': 'application/json' };

const done: Attacked = { requests: 0, refused: 0 };
let isActive = true;

const attacks: Record<Attack, (order: AttackOrder) => Promise<unknown>> = {
  bodiesToSignUp: ({ url }) => atOnce(4, () => largeBody(`${url}/api/v1/signup`, {})),
  bodiesToIngest: ({ url, key }) =>
    atOnce(4, () => largeBody(`${url}/api/v1/ingest/events.normalized`, { Authorization: `Bearer ${key}` })),
  bodiesToStripe: ({ url }) => atOnce(4, () => largeBody(`${url}/api/stripe/webhook`, { 'Stripe-Signature': 't=1,v1=0' })),
  drippingBodies: ({ url, key }) =>
    atOnce(DRIPPING, (i) =>
      i % 2 === 0 ? drip(`${url}/api/v1/ingest/events.normalized`, { Authorization: `Bearer ${key}` }) : drip(`${url}/api/v1/signup`, {}),
    ),
  rejectedRecords: ({ url, key }) => atOnce(4, () => post(`${url}/api/v1/ingest/events.normalized`, key, rejects())),
  duplicates({ url, key }) {
    const body = compressed(Array.from({ length: 1_000 }, (_, i) => event(`duplicate-${i}`)));
    return atOnce(4, () => post(`${url}/api/v1/ingest/events.normalized`, key, body));
  },
  heartbeats: ({ url, key }) => atOnce(4, () => post(`${url}/api/v1/clusters/heartbeat`, key, beat())),
  signIns: ({ url }) => atOnce(24, () => signIn(url)),
  services: ({ url, key }) => floodServices(url, key),
  signUps: ({ url }) => atOnce(4, () => post(`${url}/api/v1/signup`, undefined, signUp())),
};

if (!isMainThread) {
  const order = workerData as AttackOrder;
  parentPort?.once('message', () => {
    isActive = false;
  });
  await attacks[order.attack](order);
  parentPort?.postMessage(done);
}

/** Repeats something, as many at a time, until the attack is stopped. */
function atOnce(lanes: number, act: (lane: number) => Promise<unknown>): Promise<unknown> {
  const lane = async (i: number) => {
    while (isActive) {
      done.requests++;
      await act(i).catch(() => done.refused++);
    }
  };
  return Promise.all(Array.from({ length: lanes }, (_, i) => lane(i)));
}

async function post(
  url: string,
  key: string | undefined,
  body: Buffer | string,
  headers: Record<string, string> = JSON_TYPE,
): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      ...(key && { Authorization: `Bearer ${key}` }),
      ...(typeof body !== 'string' && { 'Content-Encoding': 'gzip' }),
    },
    body: typeof body === 'string' ? body : new Uint8Array(body),
    redirect: 'manual',
  });
  await answer.arrayBuffer();
  if (answer.status >= 400) done.refused++;
}

/** Sends half a gigabyte in chunks, as long as the other side takes it. */
async function largeBody(url: string, headers: Record<string, string>): Promise<void> {
  const chunk = Buffer.alloc(MIB, 120);
  const sent = opened(url, headers);
  for (let bytes = 0; bytes < LARGE_BODY_BYTES && isActive && sent.isOpen(); bytes += chunk.length) {
    if (!sent.request.write(chunk)) await Promise.race([once(sent.request, 'drain').catch(() => undefined), sent.ended]);
  }
  sent.request.end();
  await Promise.race([sent.ended, delay(2_000)]);
  sent.request.destroy();
}

/** Sends a byte a second until it is cut off. */
async function drip(url: string, headers: Record<string, string>): Promise<void> {
  const sent = opened(url, headers);
  while (isActive && sent.isOpen()) {
    sent.request.write('x');
    await Promise.race([sent.ended, delay(1_000)]);
  }
  sent.request.destroy();
}

interface Opened {
  request: ClientRequest;
  /** Resolves once there is an answer, or the connection is closed. */
  ended: Promise<void>;
  isOpen(): boolean;
}

function opened(url: string, headers: Record<string, string>): Opened {
  const sent = request(url, { method: 'POST', agent: false, headers: { ...JSON_TYPE, ...headers } });
  let isOpen = true;
  const ended = new Promise<void>((end) => {
    const close = () => {
      isOpen = false;
      end();
    };
    sent.once('response', (answer) => {
      if ((answer.statusCode ?? 0) >= 400) done.refused++;
      answer.resume().once('close', close);
    });
    sent.on('error', close).once('close', close);
  });
  return { request: sent, ended, isOpen: () => isOpen };
}

async function signIn(url: string): Promise<void> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = csrf.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const form = new URLSearchParams({ csrfToken, email: `${randomUUID()}@example.com`, password: 'x'.repeat(60_000), json: 'true' });
  await post(`${url}/api/auth/callback/password`, undefined, String(form), { 'Content-Type': 'application/x-www-form-urlencoded', cookie });
}

/** 500 pods with one label, and 3,500 Services that each select all of them; again and again with new versions. */
async function floodServices(url: string, key: string): Promise<void> {
  const labels = { app: 'web' };
  const container = { name: 'app', image: 'registry.example/app:1' };
  for (let version = 1; isActive; version++) {
    const pods = Array.from({ length: 500 }, (_, i) => state('Pod', `pod-${i}`, version, { containers: [container] }, labels));
    const services = Array.from({ length: 3_500 }, (_, i) =>
      state('Service', `service-${i}`, version, { selector: labels, ports: [{ port: 80 }] }),
    );
    const all = [...pods, ...services];
    for (let at = 0; at < all.length && isActive; at += 500) {
      done.requests++;
      await post(`${url}/api/v1/ingest/state.k8s.resource`, key, compressed(all.slice(at, at + 500)));
    }
  }
}

function state(kind: string, name: string, version: number, spec: object, labels = {}): object {
  const metadata = { name, namespace: 'shop', uid: `${kind}-${name}`, resourceVersion: String(version), labels };
  return { op: 'upsert', observedAt: Date.now(), cluster: 'bench', object: { apiVersion: 'v1', kind, metadata, spec } };
}

function compressed(records: unknown[]): Buffer {
  return gzipSync(JSON.stringify({ records }), { level: 1 });
}

function rejects(): Buffer {
  return compressed(Array.from({ length: 1_000 }, () => ({ eventId: randomUUID(), cluster: 'bench', note: 'x'.repeat(1_000) })));
}

function event(eventId: string): object {
  const object = { kind: 'Pod', namespace: 'shop', name: 'pod-1' };
  return {
    eventId,
    observedAt: Date.now(),
    cluster: 'bench',
    event: { metadata: { name: eventId }, involvedObject: object, reason: 'Pulled' },
  };
}

function beat(): string {
  const components = Array.from({ length: 20 }, () => ({ name: randomUUID().slice(0, 20), status: 'ok' }));
  return JSON.stringify({ cluster: `c-${randomUUID().slice(0, 8)}`, agentVersion: '0.1.0', components });
}

function signUp(): string {
  const id = `s-${randomUUID().slice(0, 18)}`;
  return JSON.stringify({
    company: 'Acme',
    clientId: id,
    name: 'Jo',
    email: `${id}@example.com`,
    password: `long enough ${id}`,
    plan: 'free',
  });
}
