import type { Plan } from '#lib/plans/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { STREAMS } from '#lib/wire/names.ts';

/** How far a client may exceed its plan's rate for a moment: one second's worth, but at least what two agents send at once (a batch per stream). */
const BURST = { ms: 1_000, batches: 10 };
/** The number of clusters assumed for a plan that does not limit them. */
const CLUSTERS_WITHOUT_LIMIT = 10;
/** How many batches of a client may be queued: one per stream of every cluster, and as many retries. */
const capacityOf = (plan: Plan) => 2 * STREAMS.length * (plan.clusters ?? CLUSTERS_WITHOUT_LIMIT);

const intervalOf = (plan: Plan) => 60_000 / plan.requestsPerMinute;

interface Queue {
  /** Settles when the last batch in the queue has been processed. */
  tail: Promise<unknown>;
  length: number;
  /** When the client will be back within its rate, in epoch ms (the generic cell rate algorithm, ITU-T I.371). */
  conformsAt: number;
}

/** By tenant id. */
const queues = new Map<string, Queue>();

/** Throws a Problem with status 429 while a client's queue is full: its next body is not even read. `now` in epoch ms. */
export function assertRoomInQueue(tenant: Pick<TenantContext, 'id' | 'limits'>, now: number): void {
  const queue = queues.get(tenant.id);
  if (queue && queue.length >= capacityOf(tenant.limits)) throw queueFull(queue.length, waitOf(queue, tenant.limits, now));
}

/**
 * Runs `work` when it is the client's turn. The batches of a client are processed one at a time and, after a small burst,
 * no faster than the plan's requests per minute, however many arrive at once: a client that floods the edge waits for
 * itself, and batches of other clients are processed in between. The body must be complete by then: a turn is too precious
 * to wait for a slow sender. Throws a Problem with status 429 when the queue is full. `now` in epoch ms.
 */
export async function runInAdmissionQueue<T>(
  tenant: Pick<TenantContext, 'id' | 'limits'>,
  now: number,
  work: () => Promise<T>,
): Promise<T> {
  const { id, limits: plan } = tenant;
  for (const [tenantId, { length, conformsAt }] of queues) if (length === 0 && conformsAt <= now) queues.delete(tenantId);
  const queue = queues.get(id) ?? { tail: Promise.resolve(), length: 0, conformsAt: now };
  assertRoomInQueue(tenant, now);
  const waitMs = waitOf(queue, plan, now);
  queues.set(id, queue);
  queue.length++;
  queue.conformsAt = Math.max(queue.conformsAt, now) + intervalOf(plan);
  const turn = waitMs > 0 ? Promise.all([queue.tail, new Promise((due) => setTimeout(due, waitMs))]) : queue.tail;
  const result = turn.then(work);
  queue.tail = result.catch(() => {});
  try {
    return await result;
  } finally {
    queue.length--;
  }
}

/** How long the next batch has to wait for the plan's rate, in ms; not positive within the burst. */
function waitOf(queue: Queue, plan: Plan, now: number): number {
  return Math.max(queue.conformsAt, now) - now - Math.max(BURST.ms, BURST.batches * intervalOf(plan));
}

function queueFull(length: number, waitMs: number): Problem {
  return new Problem(
    429,
    'too_many_at_once',
    `${length} batches of this client are already queued. Batches are processed at the rate of the plan: wait for the responses before you send more.`,
    { headers: { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))) } },
  );
}
