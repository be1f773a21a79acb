import type { Diagnosis } from '../incidents/words.ts';
import answer from './sample-incident.json' with { type: 'json' };

/** The fault of the simulated shop that the landing page shows. */
export const SAMPLE_FAULT = 'crash-loop-after-config-change';

/** What the product answers for that fault. eval/landing-incident.test.ts holds it to the answer, and writes it when that changes. */
export const SAMPLE_DIAGNOSIS = answer as unknown as Diagnosis;
