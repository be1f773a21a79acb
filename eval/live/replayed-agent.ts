import { EventExporter } from '#agent/event-exporter.ts';
import { KnownObjects } from '#agent/known-objects.ts';
import type { Change } from '#agent/kube/reflector.ts';
import { severityOf } from '#agent/logs/severity.ts';
import type { Sender } from '#agent/sender/transport.ts';
import { StateWatcher } from '#agent/state-watcher.ts';
import { fields, text } from '#lib/kubernetes/fields.ts';
import { EVENT_KIND, type KubeObject, STATE_KINDS } from '#lib/kubernetes/kinds.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Clock } from '#lib/platform/clock.ts';
import { keyedDigest } from '#lib/redaction/config-data.ts';
import { maskText } from '#lib/redaction/mask.ts';
import type { Seen, SeenLog } from './replay.ts';

const KINDS = new Map(STATE_KINDS.map((kind) => [kind.kind, kind]));

/** The agent's observers, which see the lines of a run instead of a watch of the API server. */
export class ReplayedAgent {
  readonly #known: KnownObjects;
  readonly #sender: Sender;
  readonly #cluster: string;
  readonly #state: StateWatcher;
  readonly #events: EventExporter;
  /** The uids of the objects that a run has named so far, by key: a deletion names its object only. */
  readonly #uids = new Map<string, string>();
  #version = 0;

  /** `dir` is an empty folder for what the agent keeps on disk. */
  constructor(dir: string, cluster: string, sender: Sender, clock: Clock) {
    this.#known = new KnownObjects(dir, false);
    this.#sender = sender;
    this.#cluster = cluster;
    const parts = { cluster, sender, known: this.#known, digest: keyedDigest('a key for replays only'), now: clock };
    this.#state = new StateWatcher(parts);
    this.#events = new EventExporter(parts);
  }

  /** Lets the agent see lines. Kinds that the agent does not watch are passed over. */
  async see(lines: readonly Seen[]): Promise<void> {
    for (const one of lines) {
      if ('log' in one) {
        await this.#log(one);
        continue;
      }
      const { op, object } = one;
      const change: Change = { op, object: this.#completed(object) };
      const kind = KINDS.get(String(object.kind));
      if (object.kind === 'Event') await this.#events.changed(EVENT_KIND, [change]);
      else if (kind) await this.#state.changed(kind, [change]);
    }
  }

  async #log({ at, log: { namespace, pod, container, line } }: SeenLog): Promise<void> {
    const uid = this.#uids.get(keyOf({ kind: 'Pod', namespace, name: pod })) ?? `uid of ${namespace}/${pod}`;
    const eventId = `line ${++this.#version}`;
    const from = { uid, namespace, name: pod };
    await this.#sender.send('logs.normalized', [
      { eventId, observedAt: at, cluster: this.#cluster, pod: from, container, severity: severityOf(line), line: maskText(line) },
    ]);
  }

  /** An object with the uid that the API server gives to each, where a recording lacks it; its version is the number of its line. */
  #completed(object: KubernetesObject): KubeObject {
    const metadata = fields(object.metadata);
    const name = text(metadata.name) ?? `unnamed-${this.#version}`;
    const key = keyOf({ kind: String(object.kind), namespace: text(metadata.namespace), name });
    const uid = text(metadata.uid) ?? this.#uids.get(key) ?? `uid of ${key}`;
    this.#uids.set(key, uid);
    return { ...object, metadata: { ...metadata, name, uid, resourceVersion: String(++this.#version) } } as KubeObject;
  }

  close(): void {
    this.#known.close();
  }
}
