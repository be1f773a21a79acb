import type { Positions } from '#lib/event-log/port.ts';
import { fields, text, texts, time } from '#lib/kubernetes/fields.ts';
import { compareVersions, type KubernetesObject, resourceKey } from '#lib/kubernetes/object.ts';
import { callsTo, type Reference } from '#lib/kubernetes/references.ts';
import { type RelationChanges, RelationIndex } from '#lib/kubernetes/relations.ts';
import { type Host, hostsIn, isCertain, type ServiceName } from '#lib/kubernetes/service-hosts.ts';
import type { LogMessage, Messages, MetricMessage, StateMessage } from '#lib/wire/messages.ts';
import type { Stream } from '#lib/wire/names.ts';
import type { GraphBatch } from '../port.ts';
import { isKindLabel } from '../statements.ts';
import { BatchBuilder } from './batch-builder.ts';
import { changeNode, creationOf, deletionOf, type NotedChange, updateOf } from './changes.ts';
import { isOfStatusAlone } from './diff.ts';
import { alertKey, eventKey, logSource, projectAlert, projectEvent, projectLine } from './evidence.ts';
import { EvidenceLinks } from './evidence-links.ts';
import { HealthTracker } from './health-tracker.ts';
import type { Known, KnownResource, Touched } from './known.ts';
import { withSample } from './metrics.ts';
import { identityOf, supersedes } from './observed-order.ts';
import { restartsOf } from './restarts.ts';

const NO_CHANGES: RelationChanges = { begun: [], ended: [], missing: new Set() };

/** A parsed record of one of the streams. */
export type Observed = { [S in Stream]: { stream: S; message: Messages[S] } }[Stream];

/** An object that a batch touched. */
export interface TouchedObject {
  key: string;
  cluster: string;
  kind: string;
  namespace: string | undefined;
  name: string;
}

/** What a batch of records does to the graph, and what there is to tell of it. */
export interface Projected {
  batch: GraphBatch;
  touched: TouchedObject[];
  /** Something in it speaks of trouble: a failing or degraded object, a warning, an alert, an error in a log. */
  unhealthy: boolean;
  /** How many of the records were projected: all, unless `bounds` ended it earlier. */
  taken: number;
  /** Objects among them for which there is no room: they are left out. */
  beyond: Observed[];
}

/** How far a projection may go. */
export interface ProjectionBounds {
  /** Whether to stop after a record, with so many nodes and edges to write. */
  isEnough?: (effects: number) => boolean;
  /** The most live objects of ordinary size, of all clusters; no limit without it. */
  maxObjects?: number;
}

/**
 * The projection of one client's streams: turns records into a GraphBatch. No I/O and no clock: times are those of the
 * records. It remembers the live objects (see RelationIndex), filled from the graph; when a batch could not be applied, the
 * projection is stale and has to be thrown away.
 */
export class Projection {
  readonly inventory = new RelationIndex();
  readonly health = new HealthTracker(this.inventory);
  readonly evidenceLinks = new EvidenceLinks(this.inventory);
  /** When each cluster was first seen: what is older was there before. */
  readonly clusterSince = new Map<string, number>();

  /** The nodes whose present state must be known to project these records. */
  touchedBy(records: readonly Observed[]): Touched {
    const touched: Touched = { resources: new Set(), events: new Set(), alerts: new Set(), sources: new Set() };
    for (const { stream, message } of records) {
      if (stream === 'state.k8s.resource') touched.resources.add(resourceKey(message.cluster, message.object.metadata.uid));
      else if (stream === 'events.normalized') {
        touched.events.add(eventKey(message));
        const { uid } = message.event.involvedObject;
        if (uid) touched.resources.add(resourceKey(message.cluster, uid));
      } else if (stream === 'alerts.normalized') touched.alerts.add(alertKey(message));
      else if (stream === 'logs.normalized') {
        touched.sources.add(logSource(message));
        touched.resources.add(resourceKey(message.cluster, message.pod.uid));
      } else {
        const key = this.#measured(message);
        if (key !== undefined) touched.resources.add(key);
      }
    }
    return touched;
  }

  /** Projects records in their order, as far as the bounds allow. `known` is what readKnown answered for touchedBy(records). */
  project(records: readonly Observed[], known: Known, positions: Positions, bounds: ProjectionBounds = {}): Projected {
    const batch = new BatchBuilder();
    const touched = new Map<string, TouchedObject>();
    const beyond: Observed[] = [];
    let [alarmed, taken] = [false, 0];
    for (const observed of records) {
      const { stream, message } = observed;
      if (stream === 'state.k8s.resource') {
        if (this.#hasRoom(message, bounds)) this.#state(message, known, batch, touched);
        else beyond.push(observed);
      } else if (stream === 'events.normalized') alarmed = projectEvent(message, known, this.evidenceLinks, batch) || alarmed;
      else if (stream === 'alerts.normalized') alarmed = projectAlert(message, known, this.evidenceLinks, batch) || alarmed;
      else if (stream === 'logs.normalized') {
        alarmed = projectLine(message, known, this.evidenceLinks, batch) || alarmed;
        this.#calls(message, batch);
      } else this.#metric(message, known, batch);
      taken++;
      if (bounds.isEnough?.(batch.size)) break;
    }
    const unwell = [...touched.keys()].some((key) => ['failing', 'degraded'].includes(this.health.shown(key)?.health ?? ''));
    return { batch: batch.build(positions), touched: [...touched.values()], unhealthy: alarmed || unwell, taken, beyond };
  }

  #hasRoom({ op, cluster, object }: StateMessage, { maxObjects = Number.POSITIVE_INFINITY }: ProjectionBounds): boolean {
    if (op === 'delete' || this.inventory.weight < maxObjects) return true;
    return this.inventory.member(resourceKey(cluster, object.metadata.uid)) !== undefined;
  }

  #state({ op, observedAt, cluster, object }: StateMessage, known: Known, batch: BatchBuilder, touched: Map<string, TouchedObject>): void {
    const key = resourceKey(cluster, object.metadata.uid);
    const before = known.resources.get(key);
    const isOld = before !== undefined && !supersedes(op, object, observedAt, before);
    if (isOld) return;
    if (!this.clusterSince.has(cluster)) this.clusterSince.set(cluster, observedAt);
    touched.set(key, { key, ...identityOf(cluster, object) });
    if (op === 'delete') this.#delete(key, cluster, object, observedAt, before, known, batch, touched);
    else this.#upsert(key, cluster, object, observedAt, before, known, batch, touched);
    if (!before) this.evidenceLinks.arrived({ ...identityOf(cluster, object), uid: object.metadata.uid }, batch);
  }

  #upsert(
    key: string,
    cluster: string,
    object: KubernetesObject,
    at: number,
    before: KnownResource | undefined,
    known: Known,
    batch: BatchBuilder,
    touched: Map<string, TouchedObject>,
  ): void {
    const last = before && before.deletedAt === undefined ? (before.parsed ?? (JSON.parse(before.object) as KubernetesObject)) : undefined;
    // What an object refers to, and what somebody wrote of it, does not depend on its status.
    const unmoved = last && isOfStatusAlone(last, object) ? this.inventory.member(key) : undefined;
    const { member, changes } = unmoved ? { member: unmoved, changes: NO_CHANGES } : this.inventory.put(cluster, object, at);
    const json = JSON.stringify(object);
    const { kind, namespace, name } = member;
    const metadata = fields(object.metadata);
    const after: KnownResource = {
      object: json,
      parsed: object,
      resourceVersion: text(metadata.resourceVersion),
      firstSeen: before?.firstSeen ?? at,
      lastSeen: at,
      deletedAt: undefined,
      metrics: before?.metrics ?? [],
    };
    known.resources.set(key, after);
    batch.node('Resource', key, {
      lastSeen: at,
      resourceVersion: after.resourceVersion ?? null,
      labels: Object.entries(texts(metadata.labels)).map(([label, value]) => `${label}=${value}`),
      object: json,
      ...restartsOf(object),
    });
    // What an object keeps for life need not be written with every update: each property has its price.
    if (!last) {
      const identity = { uid: String(metadata.uid), cluster, kind, namespace: namespace ?? null, name };
      const times = { firstSeen: after.firstSeen, createdAt: time(metadata.creationTimestamp) ?? null, deletedAt: null };
      batch.node('Resource', key, { ...identity, ...times }, isKindLabel(kind) ? kind : undefined);
    }
    this.#relations(changes, batch);
    const judged = this.health.put(member, object, at);
    for (const { from, type } of [...changes.begun, ...changes.ended]) {
      const holder = type === 'SELECTS' ? this.inventory.member(from) : undefined;
      if (holder) judged.add(holder);
    }
    for (const one of changes.missing) judged.add(one);
    this.#judge(judged, at, batch, touched);

    if (unmoved) return;
    const change =
      last && before
        ? updateOf(cluster, last, object, { at, lastSeen: before.lastSeen }, this.inventory.isScaled(member))
        : creationOf(cluster, object, this.clusterSince.get(cluster)!);
    this.#note(key, cluster, object, change, batch);
  }

  #delete(
    key: string,
    cluster: string,
    object: KubernetesObject,
    at: number,
    before: KnownResource | undefined,
    known: Known,
    batch: BatchBuilder,
    touched: Map<string, TouchedObject>,
  ): void {
    // A deletion that the agent found out later names the object and no more: what is known of it stays.
    const last: KubernetesObject = before ? JSON.parse(before.object) : object;
    const newer = (compareVersions(text(object.metadata.resourceVersion), before?.resourceVersion) ?? 1) > 0;
    const resourceVersion = newer ? (text(object.metadata.resourceVersion) ?? before?.resourceVersion) : before?.resourceVersion;
    const after: KnownResource = {
      object: before?.object ?? JSON.stringify(object),
      firstSeen: at,
      metrics: [],
      ...before,
      resourceVersion,
      lastSeen: at,
      deletedAt: at,
    };
    known.resources.set(key, after);
    const { kind, namespace, name } = identityOf(cluster, object);
    batch.node('Resource', key, { deletedAt: at, lastSeen: at, resourceVersion: resourceVersion ?? null });
    if (!before) {
      const identity = { uid: String(fields(object.metadata).uid), cluster, kind, namespace: namespace ?? null, name };
      const tombstone = { ...identity, firstSeen: at, object: after.object, labels: [], health: 'unknown' };
      batch.node('Resource', key, tombstone, isKindLabel(kind) ? kind : undefined);
      return;
    }
    const member = this.inventory.member(key);
    if (member) {
      const judged = this.health.remove(member);
      const changes = this.inventory.remove(key, at);
      this.#relations(changes, batch);
      for (const one of changes.missing) judged.add(one);
      this.#judge(judged, at, batch, touched);
    }
    this.#note(key, cluster, last, deletionOf(cluster, last, at), batch);
  }

  #relations({ begun, ended, missing }: RelationChanges, batch: BatchBuilder): void {
    const ends = (link: { from: string; to: string }) =>
      [
        { label: 'Resource', key: link.from },
        { label: 'Resource', key: link.to },
      ] as const;
    for (const link of begun)
      batch.edge(link.type, ...ends(link), { since: link.since, until: null, past: link.past.length > 0 ? link.past : null });
    for (const link of ended) batch.edge(link.type, ...ends(link), { since: link.since, until: link.until });
    for (const { key, missing: refs } of missing) batch.node('Resource', key, { missingRefs: refs.length > 0 ? refs : null });
  }

  #judge(
    members: Iterable<NonNullable<ReturnType<RelationIndex['member']>>>,
    at: number,
    batch: BatchBuilder,
    touched: Map<string, TouchedObject>,
  ): void {
    for (const { member, verdict, history, wasReady } of this.health.judge(members, at)) {
      touched.set(member.key, {
        key: member.key,
        cluster: member.cluster,
        kind: member.kind,
        namespace: member.namespace,
        name: member.name,
      });
      const { health, reason } = verdict;
      batch.node('Resource', member.key, {
        health,
        healthReason: reason ?? null,
        ...(history && { healthHistory: [...history] }),
        ...(wasReady !== undefined && { wasReady }),
      });
    }
  }

  #note(key: string, cluster: string, object: KubernetesObject, change: NotedChange | undefined, batch: BatchBuilder): void {
    if (!change) return;
    const node = changeNode(cluster, object, change);
    batch.node('Change', node.key, node.props);
    batch.edge('CHANGED', { label: 'Change', key: node.key }, { label: 'Resource', key });
  }

  /** A pod calls the Services that its log names: relations that no environment variable shows. */
  #calls({ cluster, pod, line, observedAt }: LogMessage, batch: BatchBuilder): void {
    const key = resourceKey(cluster, pod.uid);
    for (const host of hostsIn(line, false))
      for (const service of this.#calledServices(cluster, pod.namespace, host)) {
        const changes = this.inventory.noteCall(key, service, observedAt);
        if (!changes) continue;
        const calls = this.inventory.member(key)!.calls.map((call) => `${call.namespace}/${call.name}`);
        batch.node('Resource', key, { calls });
        this.#relations(changes, batch);
      }
  }

  /** The Services that a host in a log means: one that cannot be anything else, or that exists under that name or cluster IP. */
  #calledServices(cluster: string, namespace: string, host: Host): ServiceName[] {
    const exists = (reference: Reference) => this.inventory.resolve({ ...reference, cluster }, reference);
    const found = callsTo(host.host, namespace, false).flatMap((reference) => exists(reference) ?? (isCertain(host) ? reference : []));
    return found.map((service) => ({ namespace: service.namespace, name: service.name }));
  }

  #measured({ cluster, resource }: MetricMessage): string | undefined {
    if (resource.uid) return resourceKey(cluster, resource.uid);
    return this.inventory.resolve({ cluster, kind: resource.kind, namespace: text(resource.namespace), name: resource.name })?.key;
  }

  #metric(message: MetricMessage, known: Known, batch: BatchBuilder): void {
    const key = this.#measured(message);
    const resource = key === undefined ? undefined : known.resources.get(key);
    // A sample of an object that nobody reported has nowhere to be: the window is too short to wait for it.
    if (key === undefined || !resource) return;
    resource.metrics = withSample(resource.metrics, message);
    batch.node('Resource', key, { metrics: resource.metrics });
  }
}
