import { describe, expect, it } from 'vitest';
import type { Stripe } from '../stripe/port.ts';
import { stageOf } from './stages.ts';

const NOW = Date.UTC(2026, 11, 1, 1);
const HOUR = 3_600_000;
const invoice = (fields: Partial<Stripe.Invoice> = {}) =>
  ({ billing_reason: 'subscription_cycle', status: 'draft', created: (NOW - HOUR) / 1_000, metadata: {}, ...fields }) as Stripe.Invoice;
const dueAt = new Date(NOW + 1);

describe('the stage of an invoice', () => {
  it.each([
    ['a renewal that is seen for the first time is held for six hours', invoice(), null, 'held', new Date(NOW + 5 * HOUR)],
    ['also one that was made final, or paid, before us', invoice({ status: 'paid' }), null, 'held', new Date(NOW + 5 * HOUR)],
    ['an upgrade has none: Stripe charges it at once', invoice({ billing_reason: 'subscription_update' }), null, null, null],
    ['a renewal of long ago has none', invoice({ created: (NOW - 1_000 * HOUR) / 1_000, status: 'paid' }), null, null, null],
    ['an invoice from before there were stages keeps none', invoice(), { stage: null, dueAt: null }, null, null],
    [
      'one for a month that is not over is held until six hours after it',
      invoice({ billing_reason: 'manual', metadata: { overage_month: '2026-12-01T00:00:00.000Z' } }),
      null,
      'held',
      new Date(Date.UTC(2027, 0, 1, 6)),
    ],
    ['a held one stays so until we finalise it', invoice({ status: 'open' }), { stage: 'held', dueAt }, 'held', dueAt],
    ['one that waits for its charge goes on waiting', invoice({ status: 'open' }), { stage: 'retrying', dueAt }, 'retrying', dueAt],
    ['one that is paid is settled', invoice({ status: 'paid' }), { stage: 'unpaid', dueAt: null }, 'settled', null],
    ['one that is written off is settled', invoice({ status: 'uncollectible' }), { stage: 'unpaid', dueAt: null }, 'settled', null],
  ] as const)('%s', (_what, one, known, stage, due) => {
    expect(stageOf(one, known, NOW)).toEqual({ stage, dueAt: due });
  });
});
