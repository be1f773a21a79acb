import type { GraphStore } from '#lib/graph/index.ts';
import { snapshotOf } from '#lib/graph/index.ts';
import { LOOK_BACK_MS } from '#lib/incidents/ask.ts';
import { clustersWithOpenIncidents, holdDown, refreshIncidents, type SeenSince } from '#lib/incidents/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import type { Log } from '#lib/platform/log.ts';
import { diagnoseGroups } from '#lib/rca/index.ts';

/** Changes that come within this time are looked at together. */
const SETTLE_MS = 750;
/** Trouble that is held down is looked at again after this time. */
const WAITING_MS = 2_000;
/** Clusters with an open incident are looked at again this often, so that incidents close when no data comes. */
const RECHECK_MS = 5_000;

/** What keeps the incidents of all clients true while their graphs change. */
export interface LiveDiagnosis {
  /** Hears that a cluster's graph changed. */
  changed(clientId: string, cluster: string): void;
  stop(): Promise<void>;
}

/** Starts to diagnose clusters soon after they change, one at a time, each at most once per settling time. */
export function startLiveDiagnosis({ store, clock, logger }: { store: GraphStore; clock: Clock; logger: Log }): LiveDiagnosis {
  const due = new Map<string, { clientId: string; cluster: string }>();
  const seen = new Map<string, SeenSince>();
  const lookAgain = new Set<NodeJS.Timeout>();
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let stopped = false;

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      working = work();
    }, SETTLE_MS);
  }

  async function work(): Promise<void> {
    for (const [key, { clientId, cluster }] of due) {
      if (stopped) return;
      due.delete(key);
      try {
        const now = clock();
        const window = { from: now - LOOK_BACK_MS, to: now };
        const snapshot = await snapshotOf(store, clientId, cluster, window);
        const held = holdDown(seen.get(key) ?? new Map(), diagnoseGroups(snapshot, window), now);
        seen.set(key, held.seen);
        if (held.waiting) lookLater(clientId, cluster);
        await refreshIncidents(clientId, cluster, held.settled, now);
      } catch (error) {
        logger.error({ err: error, tenantId: clientId, cluster }, 'a cluster could not be diagnosed; it is tried again when it changes');
      }
    }
    if (due.size > 0 && !stopped) schedule();
  }

  function lookLater(clientId: string, cluster: string): void {
    const later = setTimeout(() => {
      lookAgain.delete(later);
      changed(clientId, cluster);
    }, WAITING_MS);
    lookAgain.add(later);
  }

  function changed(clientId: string, cluster: string): void {
    due.set(`${clientId}/${cluster}`, { clientId, cluster });
    schedule();
  }

  const recheck = setInterval(() => {
    clustersWithOpenIncidents()
      .then((clusters) => {
        for (const { tenantId, cluster } of clusters) changed(tenantId, cluster);
      })
      .catch((error) => logger.error({ err: error }, 'open incidents could not be listed'));
  }, RECHECK_MS);

  return {
    changed,
    async stop() {
      stopped = true;
      clearInterval(recheck);
      clearTimeout(timer);
      for (const one of lookAgain) clearTimeout(one);
      await working;
    },
  };
}
