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

/** The lanes of a timeline. */
export const LANES = {
  change: { one: 'Change', many: 'Changes' },
  event: { one: 'Event', many: 'Events' },
  log: { one: 'Log line', many: 'Log lines' },
  alert: { one: 'Alert', many: 'Alerts' },
} as const;

/** How an object is hit. */
export const IMPACTS = {
  failing: { tone: 'bad', word: 'Failing' },
  degraded: { tone: 'warn', word: 'Degraded' },
  'at-risk': { tone: 'info', word: 'At risk' },
} as const satisfies Record<string, { word: string; tone: Tone }>;

/** A number with its word, which takes an "s" unless there is one. */
export function amount(n: number, word: string): string {
  return `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`;
}

/** The sentence of a change without the fields it names at its end: they stand below it as a diff. */
export function withoutDiff(text: string, fields: readonly { path: string }[]): string {
  const [first] = fields;
  const end = first ? text.indexOf(`: ${first.path} `) : -1;
  return end < 0 ? text : text.slice(0, end);
}
