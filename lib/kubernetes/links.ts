import { type EndedLink, type Link, linkId, type Member } from './members.ts';
import { MAX_ENDED, maxHolders } from './relation-bounds.ts';

const MAX_PAST = 20;

/** The ends and the type of a relation. */
export type Ends = Pick<Link, 'type' | 'from' | 'to'>;

/**
 * The relations between live objects. One of the two objects holds a relation: the one whose references or selection make it.
 * The other knows who holds it, so that an object can be removed without looking at anything that it is not related to.
 */
export class Links {
  readonly #memberOf: (key: string) => Member | undefined;
  /** The oldest first. */
  readonly #ended = new Map<string, EndedLink>();
  #count = 0;

  constructor(memberOf: (key: string) => Member | undefined) {
    this.#memberOf = memberOf;
  }

  /** The number of relations that hold. */
  get size(): number {
    return this.#count;
  }

  /** Whether an object can take another relation of a type that others hold. */
  hasRoom(target: Member, type: Link['type']): boolean {
    return (target.holders[type] ?? 0) < maxHolders(type);
  }

  /** Begins a relation of a holder to another object. */
  begin(holder: Member, target: Member, end: Ends, at: number): Link {
    const id = linkId(end);
    const earlier = this.#ended.get(id);
    const past = earlier ? [...earlier.past, `${earlier.since}-${earlier.until}`].slice(-MAX_PAST) : [];
    this.#forgetEnded(id);
    const link = { ...end, since: at, past };
    this.#add(holder, target, id, link);
    return link;
  }

  /** Ends a relation while both objects live. */
  end(holder: Member, id: string, at: number): EndedLink {
    const ended = { ...holder.held.get(id)!, until: at };
    this.#delete(holder, id);
    this.#remember(id, ended);
    return ended;
  }

  /** Loads a relation between two live objects as the graph has it. The owned object holds OWNS, the first object any other type. */
  load(link: Link | EndedLink): void {
    const id = linkId(link);
    if ('until' in link) {
      this.#remember(id, link);
      return;
    }
    const [from, to] = [this.#memberOf(link.from), this.#memberOf(link.to)];
    if (!from || !to) return;
    const [holder, target] = link.type === 'OWNS' ? [to, from] : [from, to];
    if (!holder.held.has(id) && this.hasRoom(target, link.type)) this.#add(holder, target, id, link);
  }

  /** Forgets all relations of an object that is removed. */
  remove(member: Member): void {
    for (const id of [...member.ended]) this.#forgetEnded(id);
    for (const [id, holderKey] of [...member.heldBy]) this.#delete(this.#memberOf(holderKey)!, id);
    for (const id of [...member.held.keys()]) this.#delete(member, id);
  }

  /** Notes whether a Pod is ready, for those that select it. */
  noteReady(pod: Member, isReady: boolean): void {
    if (pod.ready === isReady) return;
    pod.ready = isReady;
    for (const { holder } of this.selectingPod(pod)) holder.pods.ready += isReady ? 1 : -1;
  }

  /** The objects that are related to a pod because they select it, with the ids of the relations. */
  *selectingPod(pod: Member): Iterable<{ holder: Member; id: string; type: Link['type'] }> {
    for (const [id, holderKey] of pod.heldBy) {
      const holder = this.#memberOf(holderKey);
      const link = holder?.held.get(id);
      if (holder && link && isSelection(link)) yield { holder, id, type: link.type };
    }
  }

  #add(holder: Member, target: Member, id: string, link: Link): void {
    holder.held.set(id, link);
    target.heldBy.set(id, holder.key);
    target.holders[link.type] = (target.holders[link.type] ?? 0) + 1;
    this.#count++;
    if (!isSelection(link)) return;
    holder.pods.selected++;
    if (target.ready) holder.pods.ready++;
  }

  #delete(holder: Member, id: string): void {
    const link = holder.held.get(id)!;
    holder.held.delete(id);
    this.#count--;
    const target = this.#memberOf(link.from === holder.key ? link.to : link.from);
    if (!target) return;
    target.heldBy.delete(id);
    target.holders[link.type] = (target.holders[link.type] ?? 1) - 1;
    if (!isSelection(link)) return;
    holder.pods.selected--;
    if (target.ready) holder.pods.ready--;
  }

  #remember(id: string, ended: EndedLink): void {
    const [from, to] = [this.#memberOf(ended.from), this.#memberOf(ended.to)];
    if (!from || !to) return;
    this.#ended.set(id, ended);
    from.ended.add(id);
    to.ended.add(id);
    if (this.#ended.size > MAX_ENDED) this.#forgetEnded(this.#ended.keys().next().value!);
  }

  #forgetEnded(id: string): void {
    const ended = this.#ended.get(id);
    if (!ended) return;
    this.#ended.delete(id);
    this.#memberOf(ended.from)?.ended.delete(id);
    this.#memberOf(ended.to)?.ended.delete(id);
  }
}

function isSelection({ type }: Ends): boolean {
  return type === 'SELECTS' || type === 'RESTRICTS';
}
