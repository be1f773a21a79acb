import type Stripe from 'stripe';
import { z } from 'zod';
import { runDue } from '../engine/due.ts';
import { refused } from '../errors.ts';
import { created, int, listed, nothing, on, pageShape, paramsOf, text, within } from '../operation.ts';
import { newId } from '../state.ts';
import { DAY } from '../time.ts';

const KEPT_SECONDS = 30 * DAY;

/** Events of the last 30 days, and the clocks by which tests let time pass. */
export const events = [
  on('GET', '/events/:id', nothing, ({ state }, _input, id) => state.must('event', id)),
  on(
    'GET',
    '/events',
    paramsOf<Stripe.EventListParams>()({
      type: text.optional(),
      types: z.array(text).max(20).optional(),
      created,
      ...pageShape,
    }),
    ({ state, time }, input) => {
      if (input.type && input.types) throw refused('You may only specify one of these parameters: type, types.', 'type');
      const types = input.types ?? (input.type ? [input.type] : undefined);
      const isWanted = (type: string) =>
        !types || types.some((one) => one === type || (one.endsWith('*') && type.startsWith(one.slice(0, -1))));
      const now = time.now();
      return listed(
        '/v1/events',
        input,
        state.all('event').filter((one) => isWanted(one.type) && within(one.created, input.created) && one.created > now - KEPT_SECONDS),
      );
    },
  ),
  on(
    'POST',
    '/test_helpers/test_clocks',
    paramsOf<Stripe.TestHelpers.TestClockCreateParams>()({ frozen_time: int.min(0), name: z.string().max(300).optional() }),
    ({ state, time, emit }, input) => {
      const clock = state.add({
        id: newId('clock'),
        object: 'test_helpers.test_clock',
        created: time.now(),
        deletes_after: time.now() + 30 * DAY,
        frozen_time: input.frozen_time,
        livemode: false,
        name: input.name ?? null,
        status: 'ready',
        status_details: {},
      });
      emit('test_helpers.test_clock.created', clock);
      return clock;
    },
  ),
  on('GET', '/test_helpers/test_clocks/:id', nothing, ({ state }, _input, id) => state.must('test_helpers.test_clock', id)),
  on(
    'POST',
    '/test_helpers/test_clocks/:id/advance',
    paramsOf<Stripe.TestHelpers.TestClockAdvanceParams>()({ frozen_time: int.min(0) }),
    (parts, input, id) => {
      const { state, emit } = parts;
      const clock = state.must('test_helpers.test_clock', id);
      if (input.frozen_time <= clock.frozen_time)
        throw refused('The time to advance to must be after the current frozen time.', 'frozen_time');
      const ends = state.all('subscription').filter((one) => one.test_clock === id);
      const shortest = Math.min(
        ...ends.flatMap((one) => one.items.data.map((item) => item.current_period_end - item.current_period_start)),
      );
      if (input.frozen_time > clock.frozen_time + 2 * shortest)
        throw refused('A test clock can be advanced by at most two intervals of its shortest subscription at once.', 'frozen_time');
      clock.status = 'advancing';
      emit('test_helpers.test_clock.advancing', clock);
      const answer = structuredClone(clock);
      runDue(parts, input.frozen_time, id);
      Object.assign(clock, { frozen_time: input.frozen_time, status: 'ready' });
      emit('test_helpers.test_clock.ready', clock);
      // Stripe answers at once, and advances in the background.
      return answer;
    },
  ),
  on('DELETE', '/test_helpers/test_clocks/:id', nothing, ({ state, emit }, _input, id) => {
    const clock = state.must('test_helpers.test_clock', id);
    for (const customer of state.all('customer')) {
      if (customer.test_clock !== id) continue;
      for (const one of [...state.all('subscription'), ...state.all('invoice')]) if (one.customer === customer.id) state.remove(one);
      state.remove(customer);
    }
    state.remove(clock);
    emit('test_helpers.test_clock.deleted', clock);
    return { id, object: 'test_helpers.test_clock', deleted: true };
  }),
];
