import { fields, text, texts } from '#lib/kubernetes/fields.ts';
import { healthOf, type Verdict } from '#lib/kubernetes/health/index.ts';
import { isPodReady } from '#lib/kubernetes/health/pod.ts';
import { readyEndpoints, serviceHealth } from '#lib/kubernetes/health/service.ts';
import { wantedReplicas } from '#lib/kubernetes/health/workload.ts';
import { firstOf, Labelled } from '#lib/kubernetes/label-index.ts';
import type { Member } from '#lib/kubernetes/members.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { MAX_MAKERS, MAX_SELECTING } from '#lib/kubernetes/relation-bounds.ts';
import type { RelationIndex } from '#lib/kubernetes/relations.ts';
import { podTemplateOf } from '#lib/kubernetes/template-references.ts';
import { withVerdict } from '../health-history.ts';

/** What is kept of a live object to judge its health and that of the objects that depend on it. */
interface Entry {
  judge: (missing: readonly string[]) => Verdict;
  shown: Verdict | undefined;
  /** Its changes of health, as the graph keeps them. */
  history: readonly string[];
  /** Of a workload: the labels of its pods and the wanted number of replicas. */
  makes?: { labels: Record<string, string>; replicas: number };
  /** Of an EndpointSlice: the Service's key, and its ready endpoints. */
  serves?: { service: string; ready: number };
  /** Of a Service. */
  service?: { object: KubernetesObject; wasReady: boolean };
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** The verdict on a Service whose pods are all related to as many others as they can be. */
const BEYOND_BOUNDS: Verdict = { health: 'unknown', reason: `its pods are selected by more than ${MAX_SELECTING} Services` };

/** A changed health. `history` is set where the state is another one; `wasReady` for Services: it is stored with the node. */
export interface HealthChange {
  member: Member;
  verdict: Verdict;
  history?: readonly string[];
  wasReady?: boolean;
}

/** The health of every live object, kept current as objects change: an object's own, and a Service's by what stands behind it. */
export class HealthTracker {
  #inventory: RelationIndex;
  #entries = new Map<string, Entry>();
  /** Keys of workloads, by the labels of the pods they make. */
  #workloads = new Labelled<string>();
  /** How many EndpointSlices a Service has, and their ready endpoints, by the key of the Service. */
  #slices = new Map<string, { slices: number; ready: number }>();

  constructor(inventory: RelationIndex) {
    this.#inventory = inventory;
  }

  /** Notes the state of an object at a time; returns the members whose health may have changed. Call after the inventory took it. */
  put(member: Member, object: KubernetesObject, at: number): Set<Member> {
    const before = this.#entries.get(member.key);
    const touched = this.#drop(member);
    const entry = this.#enter(member, object, at);
    entry.shown = before?.shown;
    entry.history = before?.history ?? [];
    if (entry.service && before?.service) entry.service.wasReady = before.service.wasReady;
    for (const one of this.#dependents(member, entry)) touched.add(one);
    return touched.add(member);
  }

  /** Loads an object as the graph has it, with its reported health. */
  load(
    member: Member,
    object: KubernetesObject,
    known: { lastSeen: number; shown: Verdict; wasReady: boolean; history: readonly string[] },
  ): void {
    const entry = this.#enter(member, object, known.lastSeen);
    entry.shown = known.shown;
    entry.history = known.history;
    if (entry.service) entry.service.wasReady = known.wasReady;
  }

  /** Forgets an object; returns the members whose health may have changed. Call before the inventory forgets it. */
  remove(member: Member): Set<Member> {
    const touched = this.#drop(member);
    this.#entries.delete(member.key);
    touched.delete(member);
    return touched;
  }

  /** The members whose health differs, at a time, from the one reported last; it becomes the reported one. */
  judge(members: Iterable<Member>, at: number): HealthChange[] {
    const changes: HealthChange[] = [];
    for (const member of members) {
      const entry = this.#entries.get(member.key);
      if (!entry) continue;
      const wasReady = entry.service?.wasReady;
      const verdict = entry.service ? this.#judgeService(member, entry.service) : entry.judge(member.missing);
      const same = entry.shown?.health === verdict.health && entry.shown.reason === verdict.reason && entry.service?.wasReady === wasReady;
      if (same) continue;
      entry.shown = verdict;
      const history = withVerdict(entry.history, at, verdict);
      const isNew = history !== entry.history;
      entry.history = history;
      changes.push({ member, verdict, ...(isNew && { history }), ...(entry.service && { wasReady: entry.service.wasReady }) });
    }
    return changes;
  }

  shown(key: string): Verdict | undefined {
    return this.#entries.get(key)?.shown;
  }

  #enter(member: Member, object: KubernetesObject, at: number): Entry {
    const entry = this.#entryOf(member, object, at);
    this.#entries.set(member.key, entry);
    if (entry.makes) this.#workloads.set(member, entry.makes.labels, member.key);
    if (entry.serves) this.#addSlice(entry.serves, 1);
    return entry;
  }

  #entryOf(member: Member, object: KubernetesObject, at: number): Entry {
    const dependsOnMissing = member.references.some(({ required }) => required) && !podTemplateOf(object);
    const judge = dependsOnMissing ? judgeOf(object, at) : always(healthOf(object, at, []));
    const entry: Entry = { judge, shown: undefined, history: [] };
    if (member.kind === 'Pod') this.#inventory.noteReady(member, isPodReady(object));
    if (member.kind === 'Service') entry.service = { object: whatSelects(object), wasReady: false };
    if (WORKLOADS.has(member.kind)) {
      const spec = fields(object.spec);
      const replicas = member.kind === 'DaemonSet' ? 1 : wantedReplicas(spec);
      entry.makes = { labels: texts(fields(fields(spec.template).metadata).labels), replicas };
    }
    const owner = text(fields(fields(object.metadata).labels)['kubernetes.io/service-name']);
    if (member.kind === 'EndpointSlice' && owner) {
      entry.serves = { service: `${place(member)}|${owner}`, ready: readyEndpoints(object) };
    }
    return entry;
  }

  /** Removes what a member contributes to the health of others, and returns those others. */
  #drop(member: Member): Set<Member> {
    const entry = this.#entries.get(member.key);
    if (!entry) return new Set();
    const touched = this.#dependents(member, entry);
    this.#workloads.delete(member.key);
    if (entry.serves) this.#addSlice(entry.serves, -1);
    return touched;
  }

  #dependents(member: Member, entry: Entry): Set<Member> {
    if (member.kind === 'Pod') return new Set(this.#inventory.selectingPod(member));
    if (entry.makes) return new Set(this.#inventory.selecting(member, entry.makes.labels));
    if (!entry.serves) return new Set();
    const service = this.#inventory.resolve({ ...member, kind: 'Service', name: entry.serves.service.split('|')[2]! });
    return new Set(service ? [service] : []);
  }

  #addSlice({ service, ready }: { service: string; ready: number }, sign: 1 | -1): void {
    const known = this.#slices.get(service) ?? { slices: 0, ready: 0 };
    const slices = known.slices + sign;
    if (slices === 0) this.#slices.delete(service);
    else this.#slices.set(service, { slices, ready: known.ready + sign * ready });
  }

  #judgeService(member: Member, service: { object: KubernetesObject; wasReady: boolean }): Verdict {
    const { selected: pods, ready: readyPods } = member.pods;
    const ready = this.#slices.get(`${place(member)}|${member.name}`)?.ready;
    if (pods > 0 && (ready ?? readyPods) > 0) service.wasReady = true;
    if (pods === 0 && this.#inventory.selectsAny(member)) return BEYOND_BOUNDS;
    const makers = member.selection ? firstOf(this.#workloads.selectedBy(member, member.selection.selector), MAX_MAKERS) : [];
    const workloads = makers.flatMap((key) => this.#entries.get(key)?.makes?.replicas ?? []);
    return serviceHealth(service.object, {
      readyEndpoints: ready,
      pods,
      readyPods,
      wasReady: service.wasReady,
      workloadReplicas: workloads.length === 0 ? undefined : Math.max(...workloads),
    });
  }
}

/** Judges an object by what is missing. Where something is, only its kind and phase count besides: no more is kept of it. */
function judgeOf(object: KubernetesObject, at: number): Entry['judge'] {
  const complete = healthOf(object, at, []);
  const kept = { kind: object.kind, status: { phase: fields(object.status).phase } };
  return (missing) => (missing.length > 0 ? healthOf(kept, at, missing) : complete);
}

function always(verdict: Verdict): Entry['judge'] {
  return () => verdict;
}

/** What of a Service tells whether it selects pods. */
function whatSelects({ spec }: KubernetesObject): KubernetesObject {
  const { type, selector } = fields(spec);
  return { spec: { type, selector: Object.keys(fields(selector)).length > 0 ? { some: 'pods' } : {} } };
}

function place({ cluster, namespace }: Member): string {
  return `${cluster}|${namespace ?? ''}`;
}
