import type { GET as GetIncident } from '#app/api/v1/incidents/[id]/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import type { Tone } from '../ui/state.tsx';

/** An incident as its page gets it, and parts of it. */
export type Incident = AnswerOf<typeof GetIncident>;
export type Diagnosis = Incident['diagnosis'];
export type Cause = Diagnosis['causes'][number];
export type Evidence = Cause['evidenceFor'][number];
export type CausalEdge = Diagnosis['chain'][number];
export type ObjectRef = Cause['object'];

/** How sure a cause is, in words: never a bare percentage. */
export const TIERS: Record<string, { word: string; tone: Tone; means: string }> = {
  confirmed: { word: 'Confirmed', tone: 'good', means: 'The state of the objects proves it.' },
  likely: { word: 'Likely', tone: 'warn', means: 'Pattern and time speak for it.' },
  possible: { word: 'Possible', tone: 'neutral', means: 'It would explain what is seen.' },
};

/** An object in one line. */
export function objectText({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
