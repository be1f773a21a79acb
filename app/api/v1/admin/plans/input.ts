import { z } from 'zod';
import { planTerms } from '#lib/plans/terms.ts';

const note = z.string().trim().min(1, 'Enter a note.').max(500, 'Use at most 500 characters.');
/** Later than this is no plan but a slip, and years of five digits do not survive the database. */
const LATEST = Date.UTC(2100, 0, 1);
const instant = z.number().int().min(0).max(LATEST, 'Choose a day before the year 2100.');

/** The body that makes a version of a plan. */
export const planVersionInput = z.object({ terms: planTerms, note });

/** The body that migrates clients; `at` in epoch ms. */
export const planMigrationInput = z.object({ at: instant });

/** The body that makes a contract. Times in epoch ms. */
export const contractInput = z.object({
  terms: planTerms,
  currencyNote: z.string().trim().max(500, 'Use at most 500 characters.').default(''),
  note,
  startsAt: instant,
  endsAt: instant.nullable(),
});
