import { type Identity, resourceKey } from '#lib/kubernetes/object.ts';
import { targetId } from '#lib/kubernetes/references.ts';
import type { RelationIndex } from '#lib/kubernetes/relations.ts';
import type { EdgeUpsert, NodeLabel } from '../port.ts';
import type { BatchBuilder } from './batch-builder.ts';
import type { Known } from './known.ts';

type Evidence = EdgeUpsert['from'];

/** The most evidence that waits for its objects, of a client; the oldest no longer waits. */
const MAX_WAITING = 50_000;

/** What a piece of evidence is about: an object by uid, or by its name. */
export interface Subject extends Identity {
  uid: string | undefined;
}

/**
 * Links evidence to what it is about, in whatever order the two arrive. Evidence whose object is not there yet waits for
 * it; it keeps what it waits for in the graph (`waitsFor`), so that it survives a restart.
 */
export class EvidenceLinks {
  #inventory: RelationIndex;
  #waiting = new Map<string, Map<string, Evidence>>();
  /** The oldest first. */
  #waitsOf = new Map<string, Set<string>>();

  constructor(inventory: RelationIndex) {
    this.#inventory = inventory;
  }

  /** Links evidence to its subjects, or lets it wait for them. */
  link(evidence: Evidence, subjects: Subject[], known: Known, batch: BatchBuilder): void {
    const waits: string[] = [];
    for (const subject of subjects) {
      const key = this.#keyOf(subject, known);
      if (key === undefined) waits.push(targetId(subject, subject));
      else batch.edge('ABOUT', evidence, { label: 'Resource', key });
    }
    const waitedBefore = this.#waitsOf.has(`${evidence.label} ${evidence.key}`);
    this.wait(evidence, waits);
    if (waits.length > 0 || waitedBefore) batch.node(evidence.label, evidence.key, { waitsFor: waits.length > 0 ? waits : null });
  }

  /** Notes what evidence waits for: as decided now, or as the graph has it. */
  wait(evidence: Evidence, waits: string[]): void {
    const id = `${evidence.label} ${evidence.key}`;
    this.#forget(id);
    for (const target of waits) {
      const all = this.#waiting.get(target) ?? new Map<string, Evidence>();
      this.#waiting.set(target, all.set(id, evidence));
    }
    if (waits.length > 0) this.#waitsOf.set(id, new Set(waits));
    if (this.#waitsOf.size > MAX_WAITING) this.#forget(this.#waitsOf.keys().next().value!);
  }

  #forget(id: string): void {
    for (const target of this.#waitsOf.get(id) ?? []) {
      const waiting = this.#waiting.get(target);
      waiting?.delete(id);
      if (waiting?.size === 0) this.#waiting.delete(target);
    }
    this.#waitsOf.delete(id);
  }

  /** An object has arrived: what waited for it is linked to it. */
  arrived(subject: Subject, batch: BatchBuilder): void {
    const key = resourceKey(subject.cluster, subject.uid!);
    for (const target of [targetId(subject, subject), targetId(subject)]) {
      for (const [id, evidence] of this.#waiting.get(target) ?? []) {
        batch.edge('ABOUT', evidence, { label: 'Resource', key });
        const rest = this.#waitsOf.get(id)!;
        rest.delete(target);
        if (rest.size === 0) this.#waitsOf.delete(id);
        batch.node(evidence.label as NodeLabel, evidence.key, { waitsFor: rest.size > 0 ? [...rest] : null });
      }
      this.#waiting.delete(target);
    }
  }

  #keyOf(subject: Subject, known: Known): string | undefined {
    if (subject.uid === undefined) return this.#inventory.resolve(subject)?.key;
    const key = resourceKey(subject.cluster, subject.uid);
    return this.#inventory.member(key) || known.resources.has(key) ? key : undefined;
  }
}
