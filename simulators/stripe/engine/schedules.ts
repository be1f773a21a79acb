import type { Parts } from '../parts.ts';
import type { Schedule, Subscription } from '../types.ts';
import { changeItems, changesOf, type ProrationBehavior, type WantedItem } from './changes.ts';
import { cancel, newSubscription, start } from './subscriptions.ts';

type Phase = Schedule['phases'][number];

/** When the next phase of an active schedule begins or the last one ends, in epoch seconds. */
export function nextBoundary(schedule: Schedule): number | undefined {
  const { current_phase: current } = schedule;
  return schedule.status === 'active' && current ? current.end_date : undefined;
}

/** Brings a subscription into the phase of its schedule that holds at a time; after the last one the schedule ends as it says. */
export function advanceSchedule(parts: Parts, subscription: Subscription, at: number): void {
  const schedule = parts.state.find('subscription_schedule', subscription.schedule);
  if (schedule?.status !== 'active') return;
  for (;;) {
    const end = nextBoundary(schedule);
    if (end === undefined || end > at) return;
    const phase = schedule.phases.find((one) => one.start_date >= end);
    if (!phase) {
      complete(parts, schedule, subscription);
      return;
    }
    enter(parts, schedule, subscription, phase);
  }
}

function enter(parts: Parts, schedule: Schedule, subscription: Subscription, phase: Phase): void {
  schedule.current_phase = { start_date: phase.start_date, end_date: phase.end_date };
  setItems(parts, subscription, phase, phase.proration_behavior as ProrationBehavior);
  subscription.metadata = { ...subscription.metadata, ...phase.metadata };
  parts.emit('subscription_schedule.updated', schedule);
  parts.emit('customer.subscription.updated', subscription);
}

/** Gives a subscription the items of a phase: those of the same price stay, the others take the place of what is there. */
export function setItems(
  parts: Parts,
  subscription: Subscription,
  phase: Pick<Phase, 'items' | 'start_date'>,
  behavior: ProrationBehavior,
): void {
  const free = subscription.items.data.filter((item) => !phase.items.some((one) => one.price === item.price.id));
  const wanted: WantedItem[] = phase.items.map(({ price, quantity }) => {
    const same = subscription.items.data.find((item) => item.price.id === price);
    return { id: (same ?? free.shift())?.id, price, quantity };
  });
  for (const { id } of free) wanted.push({ id, deleted: true });
  const changes = changesOf(parts, subscription, wanted);
  // At the end of a period nothing is left to settle.
  const isAtEnd = subscription.items.data.every((item) => item.current_period_end <= phase.start_date);
  changeItems(parts, subscription, changes, {
    at: phase.start_date,
    prorationBehavior: isAtEnd ? 'none' : behavior,
    paymentBehavior: 'allow_incomplete',
  });
}

function complete(parts: Parts, schedule: Schedule, subscription: Subscription): void {
  if (schedule.end_behavior === 'cancel') {
    Object.assign(schedule, { status: 'completed', completed_at: parts.time.now(schedule.customer), current_phase: null });
    parts.emit('subscription_schedule.completed', schedule);
    subscription.schedule = null;
    cancel(parts, subscription);
  } else release(parts, schedule);
}

/** Lets a subscription go on as it is, without its schedule. */
export function release(parts: Parts, schedule: Schedule): void {
  const subscription = parts.state.find('subscription', schedule.subscription);
  Object.assign(schedule, {
    status: 'released',
    released_at: parts.time.now(schedule.customer),
    released_subscription: schedule.subscription,
    subscription: null,
    current_phase: null,
  } satisfies Partial<Schedule>);
  parts.emit('subscription_schedule.released', schedule);
  if (!subscription) return;
  subscription.schedule = null;
  parts.emit('customer.subscription.updated', subscription);
}

/** Starts the subscription of a schedule whose first phase begins now. */
export function startSchedule(parts: Parts, schedule: Schedule): void {
  const [phase] = schedule.phases;
  if (schedule.status !== 'not_started' || !phase) return;
  const { state } = parts;
  const subscription = newSubscription(parts, {
    customer: state.must('customer', schedule.customer, 'customer'),
    items: phase.items.map(({ price, quantity }) => ({
      price: state.must('price', price, 'phases[0][items][0][price]'),
      quantity: quantity ?? 1,
    })),
    metadata: phase.metadata ?? {},
  });
  subscription.schedule = schedule.id;
  Object.assign(schedule, {
    status: 'active',
    subscription: subscription.id,
    current_phase: { start_date: phase.start_date, end_date: phase.end_date },
  });
  start(parts, subscription);
  parts.emit('subscription_schedule.updated', schedule);
}
