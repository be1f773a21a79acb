import { fields, text, texts } from '#lib/kubernetes/fields.ts';
import { healthOf, type Verdict } from '#lib/kubernetes/health/index.ts';
import { isPodReady } from '#lib/kubernetes/health/pod.ts';
import { readyEndpoints, serviceHealth } from '#lib/kubernetes/health/service.ts';
import { wantedReplicas } from '#lib/kubernetes/health/workload.ts';
import { Labelled } from '#lib/kubernetes/label-index.ts';
import type { Member } from '#lib/kubernetes/members.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { RelationIndex } from '#lib/kubernetes/relations.ts';
import { podTemplateOf } from '#lib/kubernetes/template-references.ts';

/** What is kept of a live object to judge its health and that of the objects that depend on it. */
interface Entry {
  judge: (missing: readonly string[]) => Verdict;
  shown: Verdict | undefined;
  /** Of a Pod. */
  ready?: boolean;
  /** Of a workload: the labels of its pods and the wanted number of replicas. */
  makes?: { labels: Record<string, string>; replicas: number };
  /** Of an EndpointSlice: the Service's key, and its ready endpoints. */
  serves?: { service: string; ready: number };
  /** Of a Service. */
  service?: { object: KubernetesObject; wasReady: boolean };
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** A changed health. `wasReady` is set for Services: it is stored with the node. */
export interface HealthChange {
  member: Member;
  verdict: Verdict;
  wasReady?: boolean;
}

/** The health of every live object, kept current as objects change: an object's own, and a Service's by what stands behind it. */
export class HealthTracker {
  #inventory: RelationIndex;
  #entries = new Map<string, Entry>();
  /** Keys of workloads, by the labels of the pods they make. */
  #workloads = new Labelled<string>();
  /** EndpointSlices by the key of their Service. */
  #slices = new Map<string, Set<Entry>>();

  constructor(inventory: RelationIndex) {
    this.#inventory = inventory;
  }

  /** Notes the state of an object at a time; returns the members whose health may have changed. Call after the inventory took it. */
  put(member: Member, object: KubernetesObject, at: number): Set<Member> {
    const before = this.#entries.get(member.key);
    const touched = this.#drop(member);
    const entry = this.#enter(member, object, at);
    entry.shown = before?.shown;
    if (entry.service && before?.service) entry.service.wasReady = before.service.wasReady;
    for (const one of this.#dependents(member, entry)) touched.add(one);
    return touched.add(member);
  }

  /** Loads an object as the graph has it, with its reported health. */
  load(member: Member, object: KubernetesObject, known: { lastSeen: number; shown: Verdict; wasReady: boolean }): void {
    const entry = this.#enter(member, object, known.lastSeen);
    entry.shown = known.shown;
    if (entry.service) entry.service.wasReady = known.wasReady;
  }

  /** Forgets an object; returns the members whose health may have changed. Call before the inventory forgets it. */
  remove(member: Member): Set<Member> {
    const touched = this.#drop(member);
    this.#entries.delete(member.key);
    touched.delete(member);
    return touched;
  }

  /** The members whose health differs from the one reported last; it becomes the reported one. */
  judge(members: Iterable<Member>): HealthChange[] {
    const changes: HealthChange[] = [];
    for (const member of members) {
      const entry = this.#entries.get(member.key);
      if (!entry) continue;
      const wasReady = entry.service?.wasReady;
      const verdict = entry.service ? this.#judgeService(member, entry.service) : entry.judge(member.missing);
      const same = entry.shown?.health === verdict.health && entry.shown.reason === verdict.reason && entry.service?.wasReady === wasReady;
      if (same) continue;
      entry.shown = verdict;
      changes.push({ member, verdict, ...(entry.service && { wasReady: entry.service.wasReady }) });
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
    if (entry.serves) into(this.#slices, entry.serves.service, entry);
    return entry;
  }

  #entryOf(member: Member, object: KubernetesObject, at: number): Entry {
    // The object itself is kept only where a missing reference counts: its verdict takes a few words instead of kilobytes.
    const own = healthOf(object, at, []);
    const judge = member.references.some(({ required }) => required) && !podTemplateOf(object) ? judgeOf(object, at) : () => own;
    const entry: Entry = { judge, shown: undefined };
    if (member.kind === 'Pod') entry.ready = isPodReady(object);
    if (member.kind === 'Service') entry.service = { object: { spec: object.spec }, wasReady: false };
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
    if (entry.serves) this.#slices.get(entry.serves.service)?.delete(entry);
    return touched;
  }

  #dependents(member: Member, entry: Entry): Set<Member> {
    if (entry.ready !== undefined) return new Set(this.#inventory.selecting(member, member.labels));
    if (entry.makes) return new Set(this.#inventory.selecting(member, entry.makes.labels));
    if (!entry.serves) return new Set();
    const service = this.#inventory.resolve({ ...member, kind: 'Service', name: entry.serves.service.split('|')[2]! });
    return new Set(service ? [service] : []);
  }

  #judgeService(member: Member, service: { object: KubernetesObject; wasReady: boolean }): Verdict {
    const pods = this.#inventory.podsSelectedBy(member);
    const readyPods = pods.filter((key) => this.#entries.get(key)?.ready).length;
    const slices = [...(this.#slices.get(`${place(member)}|${member.name}`) ?? [])];
    const ready = slices.length === 0 ? undefined : slices.reduce((sum, slice) => sum + slice.serves!.ready, 0);
    if (pods.length > 0 && (ready ?? readyPods) > 0) service.wasReady = true;
    const makers = member.selection ? this.#workloads.selectedBy(member, member.selection.selector) : [];
    const workloads = makers.flatMap((key) => this.#entries.get(key)?.makes?.replicas ?? []);
    return serviceHealth(service.object, {
      readyEndpoints: ready,
      pods: pods.length,
      readyPods,
      wasReady: service.wasReady,
      workloadReplicas: workloads.length === 0 ? undefined : Math.max(...workloads),
    });
  }
}

function judgeOf(object: KubernetesObject, at: number): Entry['judge'] {
  return (missing) => healthOf(object, at, missing);
}

function place({ cluster, namespace }: Member): string {
  return `${cluster}|${namespace ?? ''}`;
}

function into<T>(index: Map<string, Set<T>>, id: string, one: T): void {
  const all = index.get(id);
  if (all) all.add(one);
  else index.set(id, new Set([one]));
}
