import type { Obj } from '../../store/object.ts';
import { fullName, type Image, pull } from '../apps/catalogue.ts';
import { backOffAfter } from '../times.ts';
import type { World } from '../world.ts';

/** The reason why a container waits, as in its status. */
export interface Waiting {
  reason: string;
  message?: string;
}

type RecordEvent = (type: 'Normal' | 'Warning', reason: string, message: string) => void;

const RESOLVE = 400;
const ERROR_SHOWN = 1_000;

/** The images of a node and their pulls: slow the first time, with back-off while they fail. */
export class ImageStore {
  readonly #world: World;
  readonly #present = new Map<string, Image>();
  readonly #pulls = new Map<string, { startedAt: number; doneAt: number }>();
  readonly #failures = new Map<string, { count: number; at: number; error: string; reportedAt: number }>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Images with their sizes, as a node's status lists them. */
  list(): { names: string[]; sizeBytes: number }[] {
    return [...this.#present.values()]
      .map(({ name, id, bytes }) => ({ names: [id, name], sizeBytes: bytes }))
      .sort((a, b) => b.sizeBytes - a.sizeBytes);
  }

  /**
   * The image for one start of a pod's container, or the reason for waiting; {} while it is being pulled. To be called
   * again until the image is there.
   */
  ensure(pod: Obj, container: Obj['spec'], recordEvent: RecordEvent): Image | Waiting | Record<string, never> {
    const now = this.#world.now();
    const { image, imagePullPolicy: policy } = container as { image: string; imagePullPolicy: string };
    const key = `${pod.metadata.uid}/${container.name}/${image}`;
    const present = this.#present.get(fullName(image));
    const running = this.#pulls.get(key);
    if (present && policy !== 'Always' && !running) {
      recordEvent('Normal', 'Pulled', `Container image "${image}" already present on machine`);
      return present;
    }
    if (policy === 'Never') {
      recordEvent('Warning', 'ErrImageNeverPull', `Container image "${image}" is not present with pull policy of Never`);
      return { reason: 'ErrImageNeverPull', message: `Container image "${image}" is not present with pull policy of Never` };
    }
    const failure = this.#failures.get(key);
    if (!running) {
      if (failure && now - failure.at < backOffAfter(this.#world.times.imageBackOff, failure.count))
        return this.#backOff(image, failure, recordEvent);
      const found = this.#pull(pod, image, recordEvent);
      const takes = 'error' in found || present ? RESOLVE : RESOLVE + (found.bytes / 1_000_000) * this.#world.times.pullPerMegabyte;
      this.#pulls.set(key, { startedAt: now, doneAt: now + takes });
      recordEvent('Normal', 'Pulling', `Pulling image "${image}"`);
      return failure ? this.#backOffWaiting(image, failure) : {};
    }
    if (now < running.doneAt) return failure ? this.#backOffWaiting(image, failure) : {};
    this.#pulls.delete(key);
    const found = this.#pull(pod, image);
    if ('error' in found) {
      this.#failures.set(key, { count: (failure?.count ?? 0) + 1, at: now, error: found.error, reportedAt: 0 });
      recordEvent('Warning', 'Failed', `Failed to pull image "${image}": ${found.error}`);
      recordEvent('Warning', 'Failed', 'Error: ErrImagePull');
      return { reason: 'ErrImagePull', message: found.error };
    }
    this.#failures.delete(key);
    this.#present.set(found.name, found);
    const took = `${Math.round(running.doneAt - running.startedAt)}`;
    const text = Number(took) < 1000 ? `${took}ms` : `${(Number(took) / 1000).toFixed(3).replace(/\.?0+$/, '')}s`;
    recordEvent(
      'Normal',
      'Pulled',
      `Successfully pulled image "${image}" in ${text} (${text} including waiting). Image size: ${found.bytes} bytes.`,
    );
    return found;
  }

  /** Attempts a pull with the pull secrets of the pod; records an Event for missing ones. */
  #pull(pod: Obj, image: string, recordEvent?: RecordEvent): Image | { error: string } {
    const { namespace } = pod.metadata;
    const account = this.#world.store.find('ServiceAccount', namespace, pod.spec.serviceAccountName ?? 'default');
    const named: { name: string }[] = pod.spec.imagePullSecrets ?? account?.imagePullSecrets ?? [];
    const missing = named.filter(({ name }) => !this.#world.store.find('Secret', namespace, name));
    if (missing.length > 0)
      recordEvent?.(
        'Warning',
        'FailedToRetrieveImagePullSecret',
        `Unable to retrieve some image pull secrets (${missing.map(({ name }) => name).join(', ')}); attempting to pull the image may not succeed.`,
      );
    const name = fullName(image);
    const outage = this.#world.hidden.outages.get(name.slice(0, name.indexOf('/')));
    return pull(image, { credentials: named.length > missing.length, outage });
  }

  #backOff(image: string, failure: { at: number; error: string; reportedAt: number }, recordEvent: RecordEvent): Waiting {
    const now = this.#world.now();
    if (now - failure.at < ERROR_SHOWN) return { reason: 'ErrImagePull', message: failure.error };
    if (now - failure.reportedAt >= this.#world.times.podSync) {
      failure.reportedAt = now;
      recordEvent('Normal', 'BackOff', `Back-off pulling image "${image}"`);
      recordEvent('Warning', 'Failed', 'Error: ImagePullBackOff');
    }
    return this.#backOffWaiting(image, failure);
  }

  #backOffWaiting(image: string, { error }: { error: string }): Waiting {
    return { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ErrImagePull: ${error}` };
  }
}
