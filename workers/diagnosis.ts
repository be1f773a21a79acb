import type { GraphStore } from '#lib/graph/index.ts';
import { snapshotOf } from '#lib/graph/index.ts';
import {
  clustersWithOpenIncidents,
  writeIncidentToGraph,
  holdDown,
  refreshIncidents,
  type FailingSince,
  type RefreshedIncident,
} from '#lib/incidents/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import type { Logger } from '#lib/platform/logger.ts';
import { diagnoseGroups } from '#lib/rca/index.ts';
import type { Snapshot, Window } from '#lib/rca/types.ts';
import { windowUntil } from '#lib/rca/window.ts';

/** Changes that come within this time are looked at together. */
const SETTLE_MS = 750;
/** Trouble that is held down is looked at again after this time. */
const WAITING_MS = 2_000;
/** A cluster of which nothing speaks of trouble is looked at this late: trouble that shows in no single object. */
const CALM_MS = 15_000;
/** Or later, where there are so many such clusters that looking at them would take more than this share of the thread. */
const CALM_SHARE = 0.1;
/** Clusters with an open incident are looked at again this often, so that incidents close when no data comes. */
const RECHECK_MS = 5_000;

/** What keeps the incidents of all clients true while their graphs change. */
export interface LiveDiagnosis {
  /** Hears that a cluster's graph changed; `unhealthy` when something in the change speaks of trouble. */
  changed(clientId: string, cluster: string, unhealthy: boolean): void;
  /** Hears that a graph was made anew: the incidents that were drawn into it are drawn again when they are next looked at. */
  renewed(): void;
  stop(): Promise<void>;
}

/** Starts to diagnose clusters soon after they change, one at a time, each at most once per settling time. */
export function startLiveDiagnosis({
  store,
  isMine = () => true,
  clock,
  logger,
}: {
  store: GraphStore;
  /** Whether a client is this process's to diagnose; without it all are. */
  isMine?: (clientId: string) => boolean;
  clock: Clock;
  logger: Logger;
}): LiveDiagnosis {
  const due = new Map<string, { clientId: string; cluster: string }>();
  const seen = new Map<string, FailingSince>();
  const drawn = new Map<string, string>();
  const later = new Map<string, NodeJS.Timeout>();
  let meanLookMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let stopped = false;

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      working = working.then(work);
    }, SETTLE_MS);
  }

  async function work(): Promise<void> {
    for (const [key, { clientId, cluster }] of due) {
      if (stopped) return;
      due.delete(key);
      if (!isMine(clientId)) {
        seen.delete(key);
        continue;
      }
      const began = performance.now();
      try {
        const now = clock();
        const window = windowUntil(now);
        const snapshot = await snapshotOf(store, clientId, cluster, window);
        const held = holdDown(seen.get(key) ?? new Map(), diagnoseGroups(snapshot, window), now);
        seen.set(key, held.seen);
        if (held.waiting) lookLater(clientId, cluster, WAITING_MS);
        const touched = await refreshIncidents(clientId, cluster, held.settled, now);
        for (const incident of touched) await draw(clientId, incident, snapshot, window);
      } catch (error) {
        logger.error({ err: error, tenantId: clientId, cluster }, 'a cluster could not be diagnosed; it is tried again when it changes');
      }
      meanLookMs = 0.9 * meanLookMs + 0.1 * (performance.now() - began);
    }
    if (due.size > 0 && !stopped) schedule();
  }

  /** Puts an incident into the graph where what the graph shows of it has changed. */
  async function draw(clientId: string, incident: RefreshedIncident, snapshot: Snapshot, window: Window): Promise<void> {
    const { id, status, diagnosis } = incident;
    const look = JSON.stringify([
      status,
      diagnosis.symptoms,
      diagnosis.chain,
      diagnosis.causes.map(({ code, object, confidence }) => [code, object, confidence]),
    ]);
    if (drawn.get(id) === look) return;
    await writeIncidentToGraph(store, clientId, incident, snapshot, window);
    if (status === 'open') drawn.set(id, look);
    else drawn.delete(id);
  }

  function lookAt(clientId: string, cluster: string): void {
    due.set(`${clientId}/${cluster}`, { clientId, cluster });
    schedule();
  }

  function lookLater(clientId: string, cluster: string, afterMs: number): void {
    const key = `${clientId}/${cluster}`;
    const look = () => {
      later.delete(key);
      lookAt(clientId, cluster);
    };
    clearTimeout(later.get(key));
    later.set(key, setTimeout(look, afterMs));
  }

  function changed(clientId: string, cluster: string, unhealthy: boolean): void {
    // What was in trouble at the last look may be healed by any change.
    const wasInTrouble = (seen.get(`${clientId}/${cluster}`)?.size ?? 0) > 0;
    if (unhealthy || wasInTrouble) lookAt(clientId, cluster);
    else if (!later.has(`${clientId}/${cluster}`)) lookLater(clientId, cluster, Math.max(CALM_MS, (later.size * meanLookMs) / CALM_SHARE));
  }

  const recheck = setInterval(() => {
    clustersWithOpenIncidents()
      .then((clusters) => {
        for (const { tenantId, cluster } of clusters) if (isMine(tenantId)) lookAt(tenantId, cluster);
      })
      .catch((error) => logger.error({ err: error }, 'open incidents could not be listed'));
  }, RECHECK_MS);

  return {
    changed,
    renewed: () => drawn.clear(),
    async stop() {
      stopped = true;
      clearInterval(recheck);
      clearTimeout(timer);
      for (const timer of later.values()) clearTimeout(timer);
      await working;
    },
  };
}
