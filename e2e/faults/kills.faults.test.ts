import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { random } from '#lib/rca/testing/mutations.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { startLoad } from './load.ts';
import { expectNothingLostNorTwice } from './oracle.ts';

const KILLS = Number(process.env.FAULT_KILLS ?? 200);
const SEED = Number(process.env.FAULT_SEED ?? 1);

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet?.end());

describe('processes that are killed', () => {
  test(`${KILLS} times by SIGKILL under load lose nothing and count nothing twice`, async () => {
    const clients = [await fleet.openClient('First'), await fleet.openClient('Second')];
    const loads = clients.map(({ key }) => startLoad(fleet, key));
    const next = random(SEED);
    for (let kill = 0; kill < KILLS; kill++) {
      await delay(200 + next() * 1_500);
      const { product } = fleet.processes[Math.floor(next() * fleet.processes.length)]!;
      await product.kill();
      await product.start();
    }
    for (const load of loads) await load.stop();
    for (const [index, client] of clients.entries()) {
      const sent = loads[index]!.acknowledged();
      expect(sent).toBeGreaterThan(KILLS);
      await expectNothingLostNorTwice(fleet, client, sent);
    }
  });
});
