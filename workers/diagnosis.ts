import { type GraphStore, isUnknownGraph } from '#lib/graph/index.ts';
import {
  clustersWithOpenIncidents,
  type DiagnosedCluster,
  type Diagnoser,
  type FailingSince,
  holdDown,
  type RefreshedIncident,
  refreshIncidents,
  writeIncidentToGraph,
} from '#lib/incidents/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import type { Logger } from '#lib/platform/logger.ts';
import type { Window } from '#lib/rca/types.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { noteFailure, noteSuccess } from '#lib/tenants/index.ts';
import { type Cluster, DiagnosisSchedule, systemTimers, type Timers } from './diagnosis-schedule.ts';

/** Trouble that is held down is diagnosed again after this time. */
const HELD_DOWN_MS = 1_000;
/** What indicates trouble may show only after a time of grace: until then the cluster is looked at this often. */
const SUSPECT_MS = 1_000;
const SUSPECT_FOR_MS = 40_000;
/** Clusters with an open incident are diagnosed this often, so that incidents close when no data comes. */
const RECHECK_MS = 5_000;
/** Or this often while their graph does not change: then only time can change what is found. */
const RECHECK_UNCHANGED_MS = 30_000;

/** What live diagnosis works with. */
export interface LiveDiagnosisParts {
  store: GraphStore;
  diagnoser: Diagnoser;
  /** Whether this process diagnoses a client; without it, it diagnoses all. */
  isMine?: (tenantId: string) => boolean;
  clock: Clock;
  logger: Logger;
  /** Without it, those of Node.js. */
  timers?: Timers;
  /** Told of the incidents that a diagnosis changed. */
  onRefreshed?: (incidents: readonly RefreshedIncident[]) => void;
}

/** Keeps the incidents of all clients up to date while their graphs change: diagnoses clusters soon after a change, one at a time. */
export class LiveDiagnosis {
  readonly #parts: LiveDiagnosisParts;
  readonly #schedule: DiagnosisSchedule;
  /** The trouble that the last diagnosis of each cluster found, for the hold-down. */
  readonly #seen = new Map<string, FailingSince>();
  /** Until when each cluster of which something indicated trouble is looked at closely, epoch ms. */
  readonly #suspect = new Map<string, number>();
  /** What was last drawn into the graph of each open incident. */
  readonly #drawn = new Map<string, string>();
  /** When each cluster was last diagnosed (epoch ms), and the version of the graph before that. */
  readonly #diagnosed = new Map<string, { at: number; version: number | undefined }>();
  readonly #endRecheck: () => void;
  #listing: Promise<void> = Promise.resolve();

  constructor(parts: LiveDiagnosisParts) {
    this.#parts = parts;
    const timers = parts.timers ?? systemTimers;
    this.#schedule = new DiagnosisSchedule((cluster) => this.#diagnose(cluster), timers);
    this.#endRecheck = timers.every(RECHECK_MS, () => {
      this.#listing = this.#scheduleOpenIncidents();
    });
  }

  /** To be called when a cluster's graph changed; `unhealthy` when something in the change indicates trouble. */
  clusterChanged(tenantId: string, name: string, unhealthy: boolean): void {
    const cluster = { tenantId, name };
    if (unhealthy) this.#suspect.set(keyOf(cluster), this.#parts.clock() + SUSPECT_FOR_MS);
    // What was in trouble at the last diagnosis may be healed by any change.
    const wasInTrouble = (this.#seen.get(keyOf(cluster))?.size ?? 0) > 0;
    if (unhealthy || wasInTrouble) this.#schedule.soon(cluster);
    else this.#schedule.whenCalm(cluster);
  }

  /** To be called when a graph was replaced: incidents are drawn again when their cluster is next diagnosed. */
  graphReplaced(): void {
    this.#drawn.clear();
  }

  /** Ends after the diagnosis under way. */
  async stop(): Promise<void> {
    this.#endRecheck();
    await this.#schedule.stop();
  }

  /** Resolves once everything that is due has been diagnosed: for simulated time. */
  async idle(): Promise<void> {
    await this.#listing;
    await this.#schedule.idle();
  }

  async #scheduleOpenIncidents(): Promise<void> {
    try {
      for (const { tenantId, cluster } of await clustersWithOpenIncidents()) {
        if (!(this.#parts.isMine?.(tenantId) ?? true)) continue;
        const found = { tenantId, name: cluster };
        if (!(await this.#isAsDiagnosed(found))) this.#schedule.soon(found);
      }
    } catch (error) {
      this.#parts.logger.error({ err: error }, 'open incidents could not be listed');
    }
  }

  /** Whether a cluster in trouble was diagnosed lately, and nothing was written to its graph since. */
  async #isAsDiagnosed(cluster: Cluster): Promise<boolean> {
    const key = keyOf(cluster);
    const last = this.#diagnosed.get(key);
    // Without trouble its incidents close when it has been well for a while, which is looked at closely.
    if ((this.#seen.get(key)?.size ?? 0) === 0) return false;
    if (last?.version === undefined || this.#parts.clock() - last.at >= RECHECK_UNCHANGED_MS) return false;
    return last.version === (await this.#parts.store.version?.(cluster.tenantId));
  }

  async #diagnose(cluster: Cluster): Promise<void> {
    const { diagnoser, isMine, clock, onRefreshed } = this.#parts;
    const { tenantId, name } = cluster;
    const key = keyOf(cluster);
    if (isMine && !isMine(tenantId)) {
      for (const known of [this.#seen, this.#suspect, this.#diagnosed]) known.delete(key);
      return;
    }
    const work = { tenantId, work: 'diagnosis', subject: name } as const;
    const now = clock();
    try {
      const window = windowUntil(now);
      const version = await this.#parts.store.version?.(tenantId);
      const diagnosed = await diagnoser.problems(tenantId, name, window);
      const held = holdDown(this.#seen.get(key) ?? new Map(), diagnosed.groups, now);
      this.#seen.set(key, held.seen);
      if (held.waiting) this.#schedule.after(cluster, HELD_DOWN_MS);
      else if (now < (this.#suspect.get(key) ?? 0)) this.#schedule.after(cluster, SUSPECT_MS);
      else this.#suspect.delete(key);
      const refreshed = await refreshIncidents(tenantId, name, held.settled, now);
      onRefreshed?.(refreshed);
      for (const incident of refreshed) await this.#draw(tenantId, incident, diagnosed, window);
      this.#diagnosed.set(key, { at: now, version });
      await noteSuccess(work);
    } catch (error) {
      // A client that is being removed has no graph any more.
      if (!isUnknownGraph(error)) await noteFailure(work, error, now);
    }
  }

  /** Draws an incident into the graph when what the graph shows of it has changed. */
  async #draw(tenantId: string, incident: RefreshedIncident, diagnosed: DiagnosedCluster, window: Window): Promise<void> {
    const { id, status, diagnosis } = incident;
    const { symptoms, chain, causes } = diagnosis;
    const drawing = JSON.stringify([status, symptoms, chain, causes.map(({ code, object, confidence }) => [code, object, confidence])]);
    if (this.#drawn.get(id) === drawing) return;
    await writeIncidentToGraph(this.#parts.store, tenantId, incident, diagnosed, window);
    if (status === 'open') this.#drawn.set(id, drawing);
    else this.#drawn.delete(id);
  }
}

function keyOf({ tenantId, name }: Cluster): string {
  return `${tenantId}/${name}`;
}
