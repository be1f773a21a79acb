import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, startFleet } from './fleet.ts';
import { startLoad } from './load.ts';
import { expectNothingLostNorTwice } from './oracle.ts';

const OUTAGE_MS = Number(process.env.FAULT_OUTAGE_S ?? 60) * 1000;
const BEFORE_MS = 3_000;
const servers = (order: 'down' | 'up', name: string) =>
  promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, '../../scripts/servers.ts'),
    order,
    name,
  ]);

let fleet: Fleet;
let client: { id: string; key: string };
let second: { id: string; key: string };
beforeAll(async () => {
  fleet = await startFleet();
  [client, second] = [await fleet.openClient('First'), await fleet.openClient('Second')];
});
afterAll(() => fleet?.end());

describe(`a server that is away for ${OUTAGE_MS / 1000} s under load`, () => {
  const sent = new Map<string, number>();
  test.each(['redis', 'neo4j-1', 'neo4j-2', 'kafka', 'postgres'])('loses nothing and counts nothing twice: %s', async (server) => {
    const loads = [client, second].map(({ id, key }) => ({ id, load: startLoad(fleet, key) }));
    await delay(BEFORE_MS);
    await servers('down', server);
    try {
      await delay(OUTAGE_MS);
    } finally {
      await servers('up', server);
    }
    await delay(BEFORE_MS);
    for (const { id, load } of loads) {
      await load.stop();
      expect(load.acknowledged()).toBeGreaterThan(0);
      sent.set(id, (sent.get(id) ?? 0) + load.acknowledged());
    }
    for (const one of [client, second]) await expectNothingLostNorTwice(fleet, one, sent.get(one.id)!);
  });
});
