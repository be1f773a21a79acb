import type { KubeObject, WatchedKind } from '#lib/kubernetes/kinds.ts';
import type { KeyedDigest } from '#lib/redaction/config-data.ts';
import { maskedExcerpt } from '#lib/redaction/mask.ts';
import { project } from '#lib/redaction/project.ts';
import type { EventMessage } from '#lib/wire/messages.ts';
import type { KnownObject, KnownObjects } from './known-objects.ts';
import type { Change, KindObserver } from './kube/reflector.ts';
import type { Sender } from './sender/transport.ts';

/** What an event exporter works with. */
interface EventExporterOptions {
  cluster: string;
  sender: Sender;
  known: KnownObjects;
  digest: KeyedDigest;
  now: () => number;
}

const MAX_MESSAGE_CHARACTERS = 8_192;

/** Reports core/v1 Events: a record for each version, because a repeating Event counts up and says so in an update. That an Event expires is not reported. */
export class EventExporter implements KindObserver {
  readonly #options: EventExporterOptions;

  constructor(options: EventExporterOptions) {
    this.#options = options;
  }

  async changed(kind: WatchedKind, changes: readonly Change[]): Promise<void> {
    const { known, sender, cluster, digest, now } = this.#options;
    const messages: EventMessage[] = [];
    const noted = new Map<string, KnownObject>();
    const gone = new Map<string, Pick<KnownObject, 'kind' | 'uid'>>();
    for (const { op, object } of changes) {
      const { uid, name, namespace, resourceVersion = '' } = object.metadata;
      if (op === 'delete') {
        gone.set(uid, { kind: kind.kind, uid });
        noted.delete(uid);
        continue;
      }
      if ((noted.get(uid) ?? known.get(kind.kind, uid))?.resourceVersion === resourceVersion) continue;
      messages.push({ eventId: `${uid}/${resourceVersion}`, observedAt: now(), cluster, event: projectEvent(kind, object, digest) });
      noted.set(uid, { kind: kind.kind, uid, name, ...(namespace && { namespace }), resourceVersion, fingerprint: 'sent' });
    }
    await sender.send('events.normalized', messages);
    known.note([...noted.values()], [...gone.values()]);
  }

  async listed(kind: WatchedKind, namespace: string | undefined, uids: ReadonlySet<string>): Promise<void> {
    const { known } = this.#options;
    known.note(
      [],
      [...known.all(kind.kind, namespace)].filter(({ uid }) => !uids.has(uid)),
    );
  }
}

/** An Event as it leaves the cluster: as any other object, and its message cut. */
function projectEvent(kind: WatchedKind, event: KubeObject, digest: KeyedDigest): EventMessage['event'] {
  const message = typeof event.message === 'string' ? { message: maskedExcerpt(event.message, MAX_MESSAGE_CHARACTERS) } : {};
  // involvedObject is required by the API; an Event without it does not parse at the edge and is rejected there with its reason.
  return { ...project(kind, event, digest), ...message } as unknown as EventMessage['event'];
}
