import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openEmbeddedGraphStore, type RebuildableGraphStore } from '#lib/graph/index.ts';
import { diagnoserOf, type RefreshedIncident } from '#lib/incidents/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { admitRecord } from '#lib/wire/admission.ts';
import { LiveDiagnosis } from '#workers/diagnosis.ts';
import { startGraphBuilder } from '#workers/graph-builder/index.ts';
import { ArrayLog } from '#workers/graph-builder/testing/array-log.ts';
import type { Run, Seen } from './replay.ts';
import { ReplayedAgent } from './replayed-agent.ts';
import { SimulatedTime } from './simulated-time.ts';

const CLUSTER = 'replayed';
/** How long the product watches on after the last line: longer than an incident without trouble stays open. */
const AFTER_MS = 60_000;

/** What became of an incident at a time, epoch ms. */
export interface Moment extends RefreshedIncident {
  at: number;
}

/** What a run left in the product. */
export interface Played {
  /** The incidents as they were each time one changed, in order. */
  moments: Moment[];
  /** Records that the edge or the graph refused, and why. */
  refused: string[];
  /** The end of the run, epoch ms. */
  endedAt: number;
}

/**
 * Plays a run through the product in simulated time: the agent's observers, the edge's validation, the graph builder on a
 * graph of its own, and live diagnosis with its incidents in the database of this process.
 */
export async function play(run: Run): Promise<Played> {
  const dir = await mkdtemp(join(tmpdir(), 'kg-replay-'));
  const store = await openEmbeddedGraphStore(join(dir, 'graphs'));
  try {
    return await playIn(dir, store, run);
  } finally {
    await store.close();
    await rm(dir, { recursive: true });
  }
}

async function playIn(dir: string, store: RebuildableGraphStore, run: Run): Promise<Played> {
  const tenantId = await newClient(run.id, store);
  const time = new SimulatedTime(run.seen[0]!.at);
  const log = new ArrayLog();
  await log.create(tenantId);
  const logger = pino({ level: 'silent' });
  const refused: string[] = [];
  const moments: Moment[] = [];
  const diagnosis = new LiveDiagnosis({
    store,
    diagnoser: diagnoserOf(store),
    clock: time.clock,
    timers: time.timers,
    logger,
    isMine: (id) => id === tenantId,
    onRefreshed: (incidents) => moments.push(...incidents.map((incident) => ({ ...incident, at: time.clock() }))),
  });
  const builder = startGraphBuilder({
    log,
    store,
    clients: async () => [tenantId],
    clock: time.clock,
    logger,
    onRejected: async (_, { reason }) => void refused.push(reason),
    onApplied(id, { clusters, unhealthy }) {
      for (const cluster of clusters) diagnosis.clusterChanged(id, cluster, unhealthy);
    },
  });
  const send: ConstructorParameters<typeof ReplayedAgent>[2]['send'] = async (stream, messages) => {
    for (const message of messages) {
      const admitted = admitRecord(stream, message);
      if ('reason' in admitted) refused.push(`${admitted.reason}: ${admitted.detail}`);
      else await log.append(tenantId, stream, [admitted]);
    }
  };
  const agent = new ReplayedAgent(dir, CLUSTER, { send }, time.clock);
  const settled = async () => {
    await builder.idle();
    await diagnosis.idle();
  };
  for (const lines of byTime(run.seen)) {
    await time.pass(lines[0]!.at, settled);
    await agent.see(lines);
    await settled();
  }
  const endedAt = time.clock();
  await time.pass(endedAt + AFTER_MS, settled);
  await builder.stop();
  await diagnosis.stop();
  agent.close();
  return { moments, refused, endedAt };
}

async function newClient(run: string, store: RebuildableGraphStore): Promise<string> {
  const id = `replay-${run.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 40);
  await asSystem((tx) => tx.tenant.create({ data: { id, name: run, plan: 'enterprise' } }));
  await store.create(id);
  return id;
}

/** The lines of each moment of a run. */
function byTime(seen: readonly Seen[]): Seen[][] {
  const moments: Seen[][] = [];
  for (const one of seen) {
    const last = moments.at(-1);
    if (last?.[0]?.at === one.at) last.push(one);
    else moments.push([one]);
  }
  return moments;
}
