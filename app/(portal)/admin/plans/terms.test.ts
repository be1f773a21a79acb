import { describe, expect, it } from 'vitest';
import { PLANS } from '#lib/plans/index.ts';
import { TERM_FIELDS, termLabel, termsInput, termText, typedTerms } from './terms.ts';

describe('the form of terms', () => {
  it.each(Object.entries(PLANS))('shows the terms of %s, and reads the same from it', (_name, { name, version, ...terms }) => {
    expect(termsInput.parse(typedTerms({ name, version, ...terms }))).toEqual(terms);
  });

  it('says in which field a value does not fit', () => {
    const typed = { ...typedTerms(PLANS.basic), eventsPerDay: 'many', retentionDays: '' };
    const issues = termsInput.safeParse(typed).error?.issues ?? [];
    expect(issues.map(({ path, message }) => [path, message])).toEqual([[['eventsPerDay'], 'Enter a number, such as 100 or 0.25.']]);
    const empty = termsInput.safeParse({ ...typedTerms(PLANS.basic), retentionDays: '' });
    expect(empty.error?.issues.map(({ path }) => path)).toEqual([['retentionDays']]);
  });

  it('takes overage as a whole: all prices, or none', () => {
    const basic = typedTerms(PLANS.basic);
    const none = { centsPer1kEvents: '', centsPerRcaQuery: '', centsPerGb: '' };
    expect(termsInput.parse({ ...basic, overage: none, storageCeilingBytes: '10' }).overage).toBeNull();
    const half = termsInput.safeParse({ ...basic, overage: { ...basic.overage, centsPerGb: '' } });
    expect(half.error?.issues.map(({ path }) => path)).toEqual([['overage', 'centsPerGb']]);
  });

  it('has words for every term', () => {
    for (const { path } of TERM_FIELDS) expect(termLabel(path)).not.toBe(path);
    expect([
      termText('monthlyCents', 9_900),
      termText('storageBytes', 10e9),
      termText('clusters', null),
      termText('overage.centsPerGb', null),
    ]).toEqual(['$99.00', '10 GB', 'unlimited', 'none']);
  });
});
