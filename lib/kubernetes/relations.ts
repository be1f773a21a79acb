import { firstOf } from './label-index.ts';
import { type Ends, Links } from './links.ts';
import { kindId, MemberIndex } from './member-index.ts';
import { callOf, type EndedLink, type Link, linkId, type Member, memberOf, takeOver } from './members.ts';
import { type Identity, type KubernetesObject, shownName } from './object.ts';
import type { Reference } from './references.ts';
import { MAX_MAKERS, MAX_RELATED_AGAIN } from './relation-bounds.ts';
import { selects } from './selectors.ts';

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
 * an object is created, changed or deleted, whatever the order in which the two ends of a relation arrive. The graph stores
 * what it says. (The diagnosis, which sees a picture at rest, takes the same relations from still-relations.ts.) What is
 * beyond the bounds of relation-bounds.ts is left out.
 */
export class RelationIndex {
  readonly #members = new MemberIndex();
  readonly #links = new Links((key) => this.#members.get(key));
  /** Kinds seen at least once in a cluster. An agent without the right to read a kind makes nothing of that kind "missing". */
  readonly #kinds = new Set<string>();

  /** How many live objects of ordinary size it weighs as much as; almost the number of live objects. */
  get weight(): number {
    return this.#members.weight;
  }

  /** The number of relations between live objects. */
  get links(): number {
    return this.#links.size;
  }

  member(key: string): Member | undefined {
    return this.#members.get(key);
  }

  /** The live object that a name means, or a reference with a uid or a cluster IP. */
  resolve(identity: Identity, reference: Pick<Reference, 'uid' | 'address'> = {}): Member | undefined {
    return this.#members.resolve(identity, reference);
  }

  /** Notes that objects of a kind are reported for a cluster, even if none of them is alive. */
  noteKind(cluster: string, kind: string): void {
    this.#kinds.add(kindId(cluster, kind));
  }

  /** Objects that select pods with these labels in a namespace; of very many, some. */
  selecting(place: Pick<Identity, 'cluster' | 'namespace'>, labels: Record<string, string>): Member[] {
    return firstOf(this.#members.selecting.matching(place, labels), MAX_MAKERS);
  }

  /** Objects that are related to a pod because they select it. */
  selectingPod(pod: Member): Member[] {
    return [...this.#links.selectingPod(pod)].map(({ holder }) => holder);
  }

  /** Whether a member selects any live pod, related to it or not: a pod is related to some of very many only. */
  selectsAny(member: Member): boolean {
    const { selection } = member;
    return selection !== undefined && firstOf(this.#members.pods.selectedBy(member, selection.selector), 1).length > 0;
  }

  /** Notes whether a Pod is ready: who selects it counts its ready pods. */
  noteReady(pod: Member, isReady: boolean): void {
    this.#links.noteReady(pod, isReady);
  }

  /** Whether an autoscaler owns the member's replica count. */
  isScaled(member: Member): boolean {
    return (member.holders.SCALES ?? 0) > 0;
  }

  /** Takes the state of a live object at a time (epoch ms) and returns which relations begin and end with it. */
  put(cluster: string, object: KubernetesObject, at: number): { member: Member; changes: RelationChanges } {
    const changes = new Changes(at);
    const member = memberOf(cluster, object);
    const before = this.#members.get(member.key);
    // An older object of the same name may still be reported: the name belongs to the younger one.
    const takesName = !before || this.resolve(member) === before;
    if (before) {
      takeOver(member, before);
      this.#members.delete(before);
    }
    this.#members.add(member, takesName);
    const firstOfKind = !this.#kinds.has(kindId(cluster, member.kind));
    this.noteKind(cluster, member.kind);

    this.#relate(member, changes);
    if (member.kind === 'Pod') this.#relatePod(member, changes);
    if (!before) this.#relateAgain(this.#members.referrersOf(member), changes);
    if (firstOfKind) this.#relateAgain(this.#members.requiring(cluster, member.kind), changes);
    return { member, changes };
  }

  /**
   * Removes an object. Its relations do not end one by one: they end with the object, and the past keeps them. What
   * refers to it by name now refers to nothing, or to another object of that name.
   */
  remove(key: string, at: number): RelationChanges {
    const changes = new Changes(at);
    const member = this.#members.get(key);
    if (!member) return changes;
    this.#links.remove(member);
    this.#members.delete(member);
    this.#relateAgain(this.#members.referrersOf(member), changes);
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
    this.#members.addReference(member, call);
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
    this.#members.add(member, takesName);
    return member;
  }

  /** Loads a relation between two live objects as the graph has it. The owned object holds OWNS, the first object any other type. */
  loadLink(link: Link | EndedLink): void {
    this.#links.load(link);
  }

  /** Brings the relations of others up to date after something that they refer to came or went; of very many, those of some. */
  #relateAgain(holders: Iterable<Member>, changes: Changes): void {
    let references = 0;
    for (const holder of firstOf(holders, MAX_RELATED_AGAIN.holders)) {
      this.#relate(holder, changes);
      references += holder.references.length;
      if (references > MAX_RELATED_AGAIN.references) return;
    }
  }

  /** Brings the relations that an object holds up to date. */
  #relate(holder: Member, changes: Changes): void {
    const wanted = this.#ends(holder);
    for (const [id, { end, target }] of wanted) {
      if (holder.held.has(id) || !this.#links.hasRoom(target, end.type)) continue;
      changes.begun.push(this.#links.begin(holder, target, end, changes.at));
    }
    for (const id of holder.held.keys()) if (!wanted.has(id)) changes.ended.push(this.#links.end(holder, id, changes.at));
    this.#findMissing(holder, changes);
  }

  /** Brings the relations of the objects that select a pod, or selected it by its earlier labels, up to date. */
  #relatePod(pod: Member, changes: Changes): void {
    for (const { holder, id } of [...this.#links.selectingPod(pod)]) {
      const isSelected = holder.selection && holder.namespace === pod.namespace && selects(holder.selection.selector, pod.labels);
      if (!isSelected) changes.ended.push(this.#links.end(holder, id, changes.at));
    }
    const hasRoom = () => this.#links.hasRoom(pod, 'SELECTS') || this.#links.hasRoom(pod, 'RESTRICTS');
    if (!hasRoom()) return;
    for (const holder of this.#members.selecting.matching(pod, pod.labels)) {
      const end = { type: holder.selection!.type, from: holder.key, to: pod.key };
      if (holder.held.has(linkId(end)) || !this.#links.hasRoom(pod, end.type)) continue;
      changes.begun.push(this.#links.begin(holder, pod, end, changes.at));
      if (!hasRoom()) return;
    }
  }

  /** The relations that an object's references and selection make, by link id, without those for which a pod has no room. */
  #ends(holder: Member): Map<string, { end: Ends; target: Member }> {
    const ends = new Map<string, { end: Ends; target: Member }>();
    const add = (type: Link['type'], target: Member, isReverse: boolean) => {
      const [from, to] = isReverse ? [target.key, holder.key] : [holder.key, target.key];
      const end = { type, from, to };
      ends.set(linkId(end), { end, target });
    };
    for (const reference of holder.references) {
      const target = this.resolve({ ...reference, cluster: holder.cluster }, reference);
      if (target && target !== holder) add(reference.type, target, reference.reverse ?? false);
    }
    const { selection } = holder;
    if (!selection) return ends;
    for (const pod of this.#members.pods.selectedBy(holder, selection.selector)) {
      const isRelated = () => holder.held.has(linkId({ type: selection.type, from: holder.key, to: pod.key }));
      if (this.#links.hasRoom(pod, selection.type) || isRelated()) add(selection.type, pod, false);
    }
    return ends;
  }

  #findMissing(holder: Member, changes: Changes): void {
    const missing = holder.references
      .filter((reference) => {
        const identity = { ...reference, cluster: holder.cluster };
        return reference.required && this.#kinds.has(kindId(holder.cluster, reference.kind)) && !this.resolve(identity, reference);
      })
      .map(shownName);
    const sorted = [...new Set(missing)].toSorted();
    if (sorted.join() === holder.missing.join()) return;
    holder.missing = sorted;
    changes.missing.add(holder);
  }
}

class Changes implements RelationChanges {
  begun: Link[] = [];
  ended: EndedLink[] = [];
  missing = new Set<Member>();
  at: number;

  constructor(at: number) {
    this.at = at;
  }
}
