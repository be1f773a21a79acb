import { type KubeObject, kindOf, type WatchedKind } from '#lib/kubernetes/kinds.ts';
import type { KeyedDigest } from '#lib/redaction/config-data.ts';
import { fingerprint, isAbandoned, isRestless, project, withRenewal } from '#lib/redaction/project.ts';
import type { StateMessage } from '#lib/wire/messages.ts';
import type { KnownObject, KnownObjects } from './known-objects.ts';
import { idOf } from './kube/discovery.ts';
import type { Change, KindObserver } from './kube/reflector.ts';
import type { Sender } from './sender/transport.ts';

/** An object that differs only in restless fields (the metrics of an autoscaler) is sent again after this long, in ms. */
const RESTLESS_EVERY_MS = 30_000;

/** What a state watcher works with. */
interface StateWatcherOptions {
  cluster: string;
  sender: Sender;
  known: KnownObjects;
  digest: KeyedDigest;
  now: () => number;
}

/**
 * Reports the state of objects: each version whose projection differs from the last one reported, and each deletion,
 * also of objects that went while nobody watched.
 */
export class StateWatcher implements KindObserver {
  readonly #options: StateWatcherOptions;
  readonly #restlessSentAt = new Map<string, number>();
  /** The objects that their holders renew, by uid, as they were last seen. */
  readonly #renewed = new Map<string, { kind: WatchedKind; object: KubeObject }>();

  constructor(options: StateWatcherOptions) {
    this.#options = options;
  }

  async changed(kind: WatchedKind, changes: readonly Change[]): Promise<void> {
    const { known, sender } = this.#options;
    const messages: StateMessage[] = [];
    const noted = new Map<string, KnownObject>();
    const gone = new Map<string, KnownObject>();
    for (const { op, object } of changes) {
      const uid = object.metadata.uid;
      if (kindOf(kind.kind)?.renewed !== undefined) this.#noteRenewed(op, kind, object);
      const before = noted.get(uid) ?? (gone.has(uid) ? undefined : known.get(idOf(kind), uid));
      if (op === 'delete') {
        if (!before) continue;
        messages.push(this.#deletion(kind, before));
        noted.delete(uid);
        gone.set(uid, before);
        this.#restlessSentAt.delete(uid);
        continue;
      }
      const report = this.#reportOf(kind, object, before);
      if (!report) continue;
      messages.push(report.message);
      noted.set(uid, report.noted);
    }
    if (messages.length === 0) return;
    known.note([...noted.values()].filter(({ uid }) => !known.get(idOf(kind), uid)).map((object) => ({ ...object, fingerprint: '' })));
    await sender.send('state.k8s.resource', messages);
    known.note([...noted.values()], [...gone.values()]);
  }

  /**
   * Reports the objects that their holders have stopped renewing: nothing happens to them that a watch could tell. Where
   * all of them seem to have stopped, it is the watch that stands still, and nothing is reported.
   */
  async checkRenewals(): Promise<void> {
    const now = this.#options.now();
    if ([...this.#renewed.values()].every(({ kind, object }) => isAbandoned(kind, object, now))) return;
    for (const { kind, object } of [...this.#renewed.values()]) await this.changed(kind, [{ op: 'upsert', object }]);
  }

  #noteRenewed(op: Change['op'], kind: WatchedKind, object: KubeObject): void {
    const { uid } = object.metadata;
    if (op === 'delete') this.#renewed.delete(uid);
    else this.#renewed.set(uid, { kind, object });
  }

  async listed(kind: WatchedKind, namespace: string | undefined, uids: ReadonlySet<string>): Promise<void> {
    const { known } = this.#options;
    const scope = kind.onlyNamespace === undefined ? namespace : undefined;
    const missing = [...known.all(idOf(kind), scope)].filter(({ uid }) => !uids.has(uid));
    const changes = missing.map(
      ({ uid, name, namespace, resourceVersion }): Change => ({
        op: 'delete',
        object: { metadata: { uid, name, ...(namespace && { namespace }), resourceVersion } },
      }),
    );
    await this.changed(kind, changes);
  }

  /** The message that reports an object as it is now, undefined where nothing of meaning changed. */
  #reportOf(
    kind: WatchedKind,
    object: KubeObject,
    before: KnownObject | undefined,
  ): { message: StateMessage; noted: KnownObject } | undefined {
    const { digest, cluster, now } = this.#options;
    const { uid, name, namespace, resourceVersion = '' } = object.metadata;
    const isRenewed = kindOf(kind.kind)?.renewed !== undefined;
    if (before && before.fingerprint !== '' && before.resourceVersion === resourceVersion && !isRenewed) return undefined;
    const at = now();
    const projected = withRenewal(project(kind, object, digest), kind, object, at);
    const print = fingerprint(projected);
    if (before?.fingerprint === print && !(isRestless(kind.kind) && at - (this.#restlessSentAt.get(uid) ?? 0) >= RESTLESS_EVERY_MS)) {
      return undefined;
    }
    if (isRestless(kind.kind)) this.#restlessSentAt.set(uid, at);
    return {
      message: { op: 'upsert', observedAt: at, cluster, object: projected as StateMessage['object'] },
      noted: { kind: idOf(kind), uid, name, ...(namespace && { namespace }), resourceVersion, fingerprint: print },
    };
  }

  /** A deletion carries the version last reported, so that it is the same record however often and wherever it is noticed. */
  #deletion({ kind, apiVersion }: WatchedKind, { uid, name, namespace, resourceVersion }: KnownObject): StateMessage {
    const metadata = { name, ...(namespace && { namespace }), uid, ...(resourceVersion && { resourceVersion }) };
    return { op: 'delete', observedAt: this.#options.now(), cluster: this.#options.cluster, object: { apiVersion, kind, metadata } };
  }
}
