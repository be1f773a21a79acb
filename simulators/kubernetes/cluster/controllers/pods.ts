import { StoreError } from '../../store/error.ts';
import type { NewObj, Obj } from '../../store/object.ts';
import { AdmissionError } from '../admission/error.ts';
import { isTrue } from '../api-machinery/conditions.ts';
import { backOffAfter } from '../times.ts';
import { controlledBy, type World } from '../world.ts';

/** Whether a pod still counts for its controller: neither finished nor being deleted. */
export function isActive(pod: Obj): boolean {
  return !pod.metadata.deletionTimestamp && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed';
}

/** Whether a pod receives traffic. */
export function isReady(pod: Obj): boolean {
  return isTrue(pod, 'Ready');
}

/** Whether a pod has been ready for so many seconds. */
export function isAvailable(world: World, pod: Obj, minReadySeconds = 0): boolean {
  const ready = pod.status?.conditions?.find((one: { type: string }) => one.type === 'Ready');
  return ready?.status === 'True' && world.now() - Date.parse(ready.lastTransitionTime) >= minReadySeconds * 1000;
}

/** The Events that a controller records about its pods. */
export interface PodWords {
  made(owner: Obj, pod: string): string;
  refused(owner: Obj, pod: string, why: string): string;
  removed(owner: Obj, pod: string): string;
}

const USUAL: PodWords = {
  made: (_owner, pod) => `Created pod: ${pod}`,
  refused: (_owner, _pod, why) => `Error creating: ${why}`,
  removed: (_owner, pod) => `Deleted pod: ${pod}`,
};

/**
 * Creates the pods of a controller and records an Event for each. After a refusal the next attempt waits, longer each time,
 * like the rate limiter of the real controllers.
 */
export class PodMaker {
  readonly #world: World;
  readonly #component: string;
  readonly #words: PodWords;
  readonly #waits = new Map<string, { failures: number; until: number }>();

  constructor(world: World, component: string, words: PodWords = USUAL) {
    this.#world = world;
    this.#component = component;
    this.#words = words;
  }

  /** Creates a pod from a template. Returns undefined if it was created (or must wait), otherwise the message of the refusal. */
  make(owner: Obj, name: string, template: Obj['spec'], extra: (pod: NewObj & Obj) => void = () => {}): string | undefined {
    const wait = this.#waits.get(owner.metadata.uid);
    if (wait && this.#world.now() < wait.until) return undefined;
    const pod = {
      kind: 'Pod',
      metadata: {
        name,
        generateName: `${owner.metadata.name}-`,
        namespace: owner.metadata.namespace,
        labels: { ...template.metadata?.labels },
        ...(template.metadata?.annotations && { annotations: { ...template.metadata.annotations } }),
        ownerReferences: [controlledBy(owner)],
      },
      spec: structuredClone(template.spec),
    } as unknown as NewObj & Obj;
    extra(pod);
    try {
      this.#world.create(pod);
      this.#waits.delete(owner.metadata.uid);
      this.#recordEvent(owner, 'Normal', 'SuccessfulCreate', this.#words.made(owner, name));
      return undefined;
    } catch (error) {
      if (!(error instanceof AdmissionError || error instanceof StoreError)) throw error;
      const failures = (wait?.failures ?? 0) + 1;
      this.#waits.set(owner.metadata.uid, { failures, until: this.#world.now() + backOffAfter(this.#world.times.createBackOff, failures) });
      this.#recordEvent(owner, 'Warning', 'FailedCreate', this.#words.refused(owner, name, error.message));
      return error.message;
    }
  }

  /** Whether the last attempt for an owner was refused. */
  isRefused(owner: Obj): boolean {
    return this.#waits.has(owner.metadata.uid);
  }

  /** Whether an attempt for an owner would be made now. */
  mayTry(owner: Obj): boolean {
    return this.#world.now() >= (this.#waits.get(owner.metadata.uid)?.until ?? 0);
  }

  /** Forgets the refusals of an owner that needs no more pods. */
  forget(owner: Obj): void {
    this.#waits.delete(owner.metadata.uid);
  }

  remove(owner: Obj, pod: Obj): void {
    this.#world.delete(pod);
    this.#recordEvent(owner, 'Normal', 'SuccessfulDelete', this.#words.removed(owner, pod.metadata.name));
  }

  #recordEvent(owner: Obj, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#world.events.record(owner, { type, reason, message, component: this.#component });
  }
}
