import { Labelled, Selecting } from './label-index.ts';
import { idsOf, type Member } from './members.ts';
import { type Identity, resourceKey } from './object.ts';
import { addressId, type Reference, targetId } from './references.ts';

/** The live objects of clusters, found by what means them: key, name, cluster IP, labels, and what they refer to. */
export class MemberIndex {
  readonly pods = new Labelled<Member>();
  readonly selecting = new Selecting<Member>();
  readonly #members = new Map<string, Member>();
  readonly #byName = new Map<string, Member>();
  /** Members that refer to a target (see targetId), whether it is there or not. */
  readonly #referrers = new Map<string, Set<Member>>();
  /** Members that require an object of a kind, by cluster and kind. */
  readonly #requiring = new Map<string, Set<Member>>();
  #weight = 0;

  get weight(): number {
    return this.#weight;
  }

  get(key: string): Member | undefined {
    return this.#members.get(key);
  }

  /** The live object that a name means, or a reference with a uid or a cluster IP. */
  resolve(identity: Identity, { uid, address }: Pick<Reference, 'uid' | 'address'>): Member | undefined {
    if (uid !== undefined) return this.#members.get(resourceKey(identity.cluster, uid));
    return this.#byName.get(targetId(identity, { ...(address !== undefined && { address }) }));
  }

  /** Adds a member; with `takesName`, its name means it from now on. */
  add(member: Member, takesName: boolean): void {
    this.#members.set(member.key, member);
    this.#weight += member.weight;
    if (takesName) this.#byName.set(targetId(member), member);
    if (member.address !== undefined) this.#byName.set(addressId(member.cluster, member.address), member);
    for (const reference of member.references) this.addReference(member, reference);
    if (member.kind === 'Pod') this.pods.set(member, member.labels, member);
    if (member.selection) this.selecting.set(member, member.selection.selector, member);
  }

  /** Notes a reference of a member. */
  addReference(member: Member, reference: Reference): void {
    into(this.#referrers, targetId({ ...reference, cluster: member.cluster }, reference), member);
    if (reference.required) into(this.#requiring, kindId(member.cluster, reference.kind), member);
  }

  delete(member: Member): void {
    this.#members.delete(member.key);
    this.#weight -= member.weight;
    // Another object may have the name by now: a deletion is often reported after the creation of its successor.
    for (const id of idsOf(member)) if (this.#byName.get(id) === member) this.#byName.delete(id);
    for (const reference of member.references) {
      outOf(this.#referrers, targetId({ ...reference, cluster: member.cluster }, reference), member);
      if (reference.required) outOf(this.#requiring, kindId(member.cluster, reference.kind), member);
    }
    this.pods.delete(member);
    this.selecting.delete(member);
  }

  /** Members that refer to a member by name, uid or cluster IP. */
  *referrersOf(member: Member): Iterable<Member> {
    const uid = member.key.slice(member.cluster.length + 1);
    for (const id of [...idsOf(member), targetId(member, { uid })]) yield* this.#referrers.get(id) ?? [];
  }

  /** Members of a cluster that require an object of a kind. */
  requiring(cluster: string, kind: string): Iterable<Member> {
    return this.#requiring.get(kindId(cluster, kind)) ?? [];
  }
}

/** Identifies a kind of a cluster. */
export function kindId(cluster: string, kind: string): string {
  return `${cluster}|${kind}`;
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
