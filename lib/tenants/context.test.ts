import { describe, expect, it } from 'vitest';
import { PLANS } from '#lib/plans/index.ts';
import { contextOf, suspended } from './index.ts';

const row = { id: 'c', name: 'C', plan: 'basic', limits: PLANS.basic, isSpendCapReached: false, deletionDueAt: null } as const;

describe('a suspended client', () => {
  it.each([
    ['3 failed payments', 'payment', 'Pay the open invoice'],
    ['abuse', 'staff', 'Contact support'],
  ])('for %s is told what helps: by %s', (suspendedReason, suspendedFor, help) => {
    const context = contextOf({ ...row, status: 'suspended', suspendedReason });
    expect(context.suspendedFor).toBe(suspendedFor);
    expect(suspended(context)).toMatchObject({ status: 402, code: 'suspended', detail: expect.stringContaining(help) });
  });

  it('has a reason only while it is suspended', () => {
    expect(contextOf({ ...row, status: 'active', suspendedReason: null })).not.toHaveProperty('suspendedFor');
  });
});
