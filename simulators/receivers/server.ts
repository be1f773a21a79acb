import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pagerdutySide } from './pagerduty.ts';
import { type Browser, pushSide } from './push.ts';
import type { Answer, Received } from './side.ts';
import { slackSide } from './slack.ts';
import { teamsSide } from './teams.ts';
import { webhookSide } from './webhook.ts';

/** Slack, PagerDuty, Teams, a program with a webhook and a push service, on a loopback address: they take and refuse what the real ones do. */
export interface Receivers {
  url: string;
  /** What was taken and what was refused, in the order in which it came. */
  taken: Received[];
  refused: (Received & { answer: Answer })[];
  /** The secrets that the webhook takes. */
  secrets: string[];
  /** A browser that subscribes at the push service with the public key of a sender, in base64url. */
  subscribe(applicationServerKey: string): Browser;
  /** What is answered instead, whatever comes; `hang` answers nothing. Undefined: each service judges again. */
  instead: Answer | 'hang' | undefined;
  close(): Promise<void>;
}

/** Starts the server; its rates are measured by `clock`, epoch ms. */
export async function startReceivers(clock: () => number): Promise<Receivers> {
  const secrets: string[] = [];
  const push = pushSide(() => receivers.url);
  const sides = [push, slackSide(), pagerdutySide(), teamsSide(), webhookSide(() => secrets)];
  const arrivals = new Map<string, number[]>();
  let number = 0;
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const bytes = await buffer(request);
    const received: Received = { path, headers: request.headers, bytes, body: bytes.toString(), at: clock(), number: ++number };
    // Who only looks whether somebody is there sends no message.
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (receivers.instead === 'hang') return;
    const answer = receivers.instead ?? judge(received);
    if (answer.status < 300) receivers.taken.push(received);
    else receivers.refused.push({ ...received, answer });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const judge = (received: Received): Answer => {
    const side = sides.find(({ takes }) => takes(received.path));
    if (!side) return { status: 404, body: 'no_service' };
    const { count, ms } = side.limit;
    const recent = (arrivals.get(received.path) ?? []).filter((at) => at > received.at - ms);
    arrivals.set(received.path, [...recent, received.at]);
    if (recent.length >= count) return { status: 429, body: 'rate_limited', headers: { 'Retry-After': String(Math.ceil(ms / 1000)) } };
    return side.judge(received);
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const receivers: Receivers = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: [],
    refused: [],
    secrets,
    subscribe: push.subscribe,
    instead: undefined,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return receivers;
}
