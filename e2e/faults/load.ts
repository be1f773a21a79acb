import { observed, readyPod } from '#lib/graph/testing/cluster.ts';
import type { EventMessage } from '#lib/wire/messages.ts';
import type { Fleet } from './fleet.ts';

const PODS = 30;
const BATCH = 20;
const PAUSE_MS = 40;
const RETRY_MS = 300;

/** Counted on from load to load: each record is one of its kind. */
let version = 1_000_000;
let events = 0;

/** A client's agent that never rests, and its receipts. */
export interface Load {
  /** Records that were acknowledged, each once. */
  acknowledged(): number;
  /** Ends after the batch under way is acknowledged. */
  stop(): Promise<void>;
}

/**
 * Sends changes of thirty pods and events about them, batch after batch. The agent's rule: a batch that was not answered
 * is sent again, whole, until it is.
 */
export function startLoad(fleet: Fleet, key: string): Load {
  let acknowledged = 0;
  let stopped = false;

  function stateBatch(): unknown[] {
    return Array.from({ length: BATCH }, () => {
      const number = ++version;
      const pod = readyPod(`web-${number % PODS}`, 'web', { metadata: { labels: { app: 'web' }, resourceVersion: String(number) } });
      return observed(pod, number % 86_400);
    });
  }

  function eventBatch(): EventMessage[] {
    return Array.from({ length: BATCH }, () => {
      const name = `e${++events}`;
      const about = `web-${events % PODS}`;
      return {
        eventId: `${name}/1`,
        observedAt: Date.now(),
        cluster: 'prod',
        event: {
          metadata: { name, namespace: 'shop', uid: name },
          involvedObject: { kind: 'Pod', name: about, namespace: 'shop', uid: `pod-shop-${about}` },
          reason: 'Pulled',
          message: 'Container image already present on machine',
          type: 'Normal',
          lastTimestamp: new Date().toISOString(),
        },
      };
    });
  }

  async function send(stream: string, records: unknown[]): Promise<void> {
    for (;;) {
      const answer = await fleet.call<{ accepted: number }>(key, 'POST', `/api/v1/ingest/${stream}`, { records }).catch(() => undefined);
      if (answer?.accepted === records.length) break;
      if (answer) throw new Error(`a batch of ${records.length} was answered ${JSON.stringify(answer)}`);
      await new Promise((again) => setTimeout(again, RETRY_MS));
    }
    acknowledged += records.length;
  }

  const sending = (async () => {
    while (!stopped) {
      await send('state.k8s.resource', stateBatch());
      await send('events.normalized', eventBatch());
      await new Promise((next) => setTimeout(next, PAUSE_MS));
    }
  })();
  return {
    acknowledged: () => acknowledged,
    async stop() {
      stopped = true;
      await sending;
    },
  };
}
