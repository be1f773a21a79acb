import { Labelled, Selecting } from './label-index.ts';
import { callOf, type EndedLink, idsOf, type Link, linkId, type Member, memberOf } from './members.ts';
import { type Identity, type KubernetesObject, resourceKey, shownName } from './object.ts';
import { addressId, type Reference, targetId } from './references.ts';

const MAX_PAST = 20;
const MAX_CALLS = 20;

/** What one change of a cluster does to its relations. */
export interface RelationChanges {
  begun: Link[];
  ended: EndedLink[];
  /** Objects whose `missing` has changed. */
  missing: Set<Member>;
}

/**
 * The live objects of clusters and the relations between them, in memory. It tells which relations begin and end when
 * an object is created, changed or deleted, whatever the order in which the two ends of a relation arrive. This is the
 * only place where relations are derived: the graph stores what it says, and the diagnosis follows what it says.
 */
export class RelationIndex {
  #members = new Map<string, Member>();
  #byName = new Map<string, Member>();
  /** Members that refer to a target (see targetId), whether it is there or not. */
  #referrers = new Map<string, Set<Member>>();
  #pods = new Labelled<Member>();
  #selecting = new Selecting<Member>();
  /** Kinds seen at least once in a cluster. An agent without the right to read a kind makes nothing of that kind "missing". */
  #kinds = new Set<string>();
  #ended = new Map<string, EndedLink>();

  /** The number of live objects. */
  get size(): number {
    return this.#members.size;
  }

  member(key: string): Member | undefined {
    return this.#members.get(key);
  }

  /** The live object that a name means, or a reference with a uid or a cluster IP. */
  resolve(identity: Identity, reference: Pick<Reference, 'uid' | 'address'> = {}): Member | undefined {
    if (reference.uid !== undefined) return this.#members.get(resourceKey(identity.cluster, reference.uid));
    return this.#byName.get(targetId(identity, reference));
  }

  /**
   * Takes a whole picture of a cluster at once: the same relations as by `put` for each object, but each object is
   * related only once. Objects must have different uids and names.
   */
  putAll(cluster: string, objects: Iterable<KubernetesObject>): void {
    const members: Member[] = [];
    for (const object of objects) {
      const member = memberOf(cluster, object);
      this.#remember(member, true);
      this.noteKind(cluster, member.kind);
      members.push(member);
    }
    const changes = new Changes(0);
    for (const member of members) this.#relate(member, changes);
  }

  /** Notes that objects of a kind are reported for a cluster, even if none of them is alive. */
  noteKind(cluster: string, kind: string): void {
    this.#kinds.add(`${cluster}|${kind}`);
  }

  /** Keys of the live pods that a member selects. */
  podsSelectedBy(member: Member): string[] {
    return [...member.held.values()].filter(({ type }) => type === member.selection?.type).map(({ to }) => to);
  }

  /** Members that select pods with these labels in a namespace. */
  selecting(place: Pick<Identity, 'cluster' | 'namespace'>, labels: Record<string, string>): Member[] {
    return this.#selecting.matching(place, labels);
  }

  /** Whether an autoscaler owns the member's replica count. */
  isScaled(member: Member): boolean {
    return this.#referrersOf(member).some(({ kind }) => kind === 'HorizontalPodAutoscaler');
  }

  /** Takes the state of a live object at a time (epoch ms) and returns which relations begin and end with it. */
  put(cluster: string, object: KubernetesObject, at: number): { member: Member; changes: RelationChanges } {
    const changes = new Changes(at);
    const member = memberOf(cluster, object);
    const before = this.#members.get(member.key);
    // An older object of the same name may still be reported: the name belongs to the younger one.
    const takesName = !before || this.#byName.get(targetId(member)) === before;
    if (before) {
      member.calls = before.calls;
      member.references.push(...before.calls);
      member.held = before.held;
      member.missing = before.missing;
      this.#forget(before);
    }
    this.#remember(member, takesName);
    const firstOfKind = !this.#kinds.has(`${cluster}|${member.kind}`);
    this.noteKind(cluster, member.kind);

    this.#relate(member, changes);
    if (member.kind === 'Pod') this.#relatePod(member, before, changes);
    if (!before) for (const one of this.#referrersOf(member)) this.#relate(one, changes);
    if (firstOfKind) for (const one of this.#members.values()) if (one.cluster === cluster) this.#relate(one, changes);
    return { member, changes };
  }

  /**
   * Removes an object. Its relations do not end one by one: they end with the object, and the past keeps them. What
   * refers to it by name now refers to nothing, or to another object of that name.
   */
  remove(key: string, at: number): RelationChanges {
    const changes = new Changes(at);
    for (const [id, link] of this.#ended) if (link.from === key || link.to === key) this.#ended.delete(id);
    const member = this.#members.get(key);
    if (!member) return changes;
    this.#forget(member);
    const referrers = this.#referrersOf(member);
    for (const one of [...referrers, ...(member.kind === 'Pod' ? this.selecting(member, member.labels) : [])]) {
      for (const [id, link] of one.held) if (link.from === key || link.to === key) one.held.delete(id);
    }
    for (const one of referrers) this.#relate(one, changes);
    return changes;
  }

  /** Notes that the log of a live Pod names a Service that it calls; undefined where that is known already, or there is no such Pod. */
  noteCall(key: string, service: Pick<Identity, 'namespace' | 'name'>, at: number): RelationChanges | undefined {
    const member = this.#members.get(key);
    const isKnown = member?.references.some(
      ({ type, namespace, name }) => type === 'CALLS' && namespace === service.namespace && name === service.name,
    );
    if (!member || isKnown || member.calls.length >= MAX_CALLS) return undefined;
    const call = callOf(service);
    member.calls = [...member.calls, call];
    member.references.push(call);
    into(this.#referrers, targetId({ ...call, cluster: member.cluster }), member);
    const changes = new Changes(at);
    this.#relate(member, changes);
    return changes;
  }

  /** Loads a live object as the graph has it, without working out what changes; with `takesName`, its name means this object from now on. */
  load(cluster: string, object: KubernetesObject, known: { missing: string[]; calls: string[] }, takesName: boolean): Member {
    const member = memberOf(cluster, object);
    member.missing = known.missing;
    member.calls = known.calls.map((call) => {
      const [namespace, name = ''] = call.split('/');
      return callOf({ namespace, name });
    });
    member.references.push(...member.calls);
    this.#remember(member, takesName);
    return member;
  }

  /** Loads a relation between two live objects as the graph has it. The owned object holds OWNS, the first object any other type. */
  loadLink(link: Link | EndedLink): void {
    if ('until' in link) this.#ended.set(linkId(link), link);
    else this.#members.get(link.type === 'OWNS' ? link.to : link.from)?.held.set(linkId(link), link);
  }

  #remember(member: Member, takesName: boolean): void {
    this.#members.set(member.key, member);
    if (takesName) this.#byName.set(targetId(member), member);
    if (member.address !== undefined) this.#byName.set(addressId(member.cluster, member.address), member);
    for (const reference of member.references)
      into(this.#referrers, targetId({ ...reference, cluster: member.cluster }, reference), member);
    if (member.kind === 'Pod') this.#pods.set(member, member.labels, member);
    if (member.selection) this.#selecting.set(member, member.selection.selector, member);
  }

  #forget(member: Member): void {
    this.#members.delete(member.key);
    // Another object may have the name by now: a deletion is often reported after the creation of its successor.
    for (const id of idsOf(member)) if (this.#byName.get(id) === member) this.#byName.delete(id);
    for (const reference of member.references)
      outOf(this.#referrers, targetId({ ...reference, cluster: member.cluster }, reference), member);
    this.#pods.delete(member);
    this.#selecting.delete(member);
  }

  #referrersOf(member: Member): Member[] {
    const uid = member.key.slice(member.cluster.length + 1);
    return [...idsOf(member), targetId(member, { uid })].flatMap((id) => [...(this.#referrers.get(id) ?? [])]);
  }

  /** Brings the relations that an object holds up to date. */
  #relate(holder: Member, changes: Changes): void {
    const wanted = new Map(this.#ends(holder).map((end) => [linkId(end), end]));
    for (const [id, end] of wanted) if (!holder.held.has(id)) this.#begin(holder, end, changes);
    for (const id of holder.held.keys()) if (!wanted.has(id)) this.#end(holder, id, changes);
    this.#findMissing(holder, changes);
  }

  /** Brings the relations of the objects that select a pod, or selected it by its earlier labels, up to date. */
  #relatePod(pod: Member, before: Member | undefined, changes: Changes): void {
    const now = new Set(this.#selecting.matching(pod, pod.labels));
    for (const holder of now) {
      const end = { type: holder.selection!.type, from: holder.key, to: pod.key };
      if (!holder.held.has(linkId(end))) this.#begin(holder, end, changes);
    }
    for (const holder of before ? this.#selecting.matching(pod, before.labels) : []) {
      const id = linkId({ type: holder.selection!.type, from: holder.key, to: pod.key });
      if (!now.has(holder) && holder.held.has(id)) this.#end(holder, id, changes);
    }
  }

  #begin(holder: Member, end: Ends, changes: Changes): void {
    const id = linkId(end);
    const earlier = this.#ended.get(id);
    const past = earlier ? [...earlier.past, `${earlier.since}-${earlier.until}`].slice(-MAX_PAST) : [];
    this.#ended.delete(id);
    const link = { ...end, since: changes.at, past };
    holder.held.set(id, link);
    changes.begun.push(link);
  }

  #end(holder: Member, id: string, changes: Changes): void {
    const ended = { ...holder.held.get(id)!, until: changes.at };
    holder.held.delete(id);
    this.#ended.set(id, ended);
    changes.ended.push(ended);
  }

  #ends(holder: Member): Ends[] {
    const ends: Ends[] = [];
    for (const reference of holder.references) {
      const target = this.resolve({ ...reference, cluster: holder.cluster }, reference);
      if (!target || target === holder) continue;
      const [from, to] = reference.reverse ? [target.key, holder.key] : [holder.key, target.key];
      ends.push({ type: reference.type, from, to });
    }
    const { selection } = holder;
    if (selection)
      for (const pod of this.#pods.selectedBy(holder, selection.selector))
        ends.push({ type: selection.type, from: holder.key, to: pod.key });
    return ends;
  }

  #findMissing(holder: Member, changes: Changes): void {
    const missing = holder.references
      .filter((reference) => {
        const identity = { ...reference, cluster: holder.cluster };
        return reference.required && this.#kinds.has(`${holder.cluster}|${reference.kind}`) && !this.resolve(identity, reference);
      })
      .map(shownName);
    const sorted = [...new Set(missing)].toSorted();
    if (sorted.join() === holder.missing.join()) return;
    holder.missing = sorted;
    changes.missing.add(holder);
  }
}

type Ends = Pick<Link, 'type' | 'from' | 'to'>;

class Changes implements RelationChanges {
  begun: Link[] = [];
  ended: EndedLink[] = [];
  missing = new Set<Member>();
  at: number;

  constructor(at: number) {
    this.at = at;
  }
}

function into(index: Map<string, Set<Member>>, id: string, member: Member): void {
  const members = index.get(id);
  if (members) members.add(member);
  else index.set(id, new Set([member]));
}

function outOf(index: Map<string, Set<Member>>, id: string, member: Member): void {
  const members = index.get(id);
  if (!members?.delete(member)) return;
  if (members.size === 0) index.delete(id);
}
