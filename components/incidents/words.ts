import type { GET as GetIncident } from '#app/api/v1/incidents/[id]/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import type { Tone } from '../ui/state.tsx';

/** An incident as the API returns it, and parts of it. */
export type Incident = AnswerOf<typeof GetIncident>;
export type Diagnosis = Incident['diagnosis'];
export type Cause = Diagnosis['causes'][number];
export type Inquiry = NonNullable<Diagnosis['inquiry']>;
export type Evidence = Cause['evidenceFor'][number];
export type CausalEdge = Diagnosis['chain'][number];
export type ObjectRef = Cause['object'];

/** How certain a cause is, in words rather than as a bare percentage. */
export const TIERS: Record<string, { word: string; tone: Tone; means: string }> = {
  confirmed: { word: 'Confirmed', tone: 'good', means: 'The state of the objects proves it.' },
  likely: { word: 'Likely', tone: 'warn', means: 'The pattern and the timing support it.' },
  possible: { word: 'Possible', tone: 'neutral', means: 'It would explain the symptoms.' },
};

/** An object as text: `Deployment shop/cart`. */
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

/** How an object is affected. */
export const IMPACTS = {
  failing: { tone: 'bad', word: 'Failing' },
  degraded: { tone: 'warn', word: 'Degraded' },
  'at-risk': { tone: 'info', word: 'At risk' },
} as const satisfies Record<string, { word: string; tone: Tone }>;

/** The text of a change without the fields listed at its end, which are shown below it as a diff. */
export function withoutDiff(text: string, fields: readonly { path: string }[]): string {
  const [first] = fields;
  const end = first ? text.indexOf(`: ${first.path} `) : -1;
  return end < 0 ? text : text.slice(0, end);
}
