import type { GET as GetEvidence } from '#app/api/v1/incidents/[id]/evidence/route.ts';
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
/** What the graph knows of the objects of an incident. */
export type IncidentEvidence = AnswerOf<typeof GetEvidence>;

/** How certain a cause is, in words rather than as a bare percentage. It says nothing of the state of the system, so it has no colour. */
export const TIERS: Record<string, { word: string; means: string }> = {
  confirmed: { word: 'Confirmed', means: 'The state of the objects proves it.' },
  likely: { word: 'Likely', means: 'The pattern and the timing support it.' },
  possible: { word: 'Possible', means: 'It would explain the symptoms.' },
};

/** How bad the effect of an incident is. */
export const SEVERITY: Record<Incident['severity'], { word: string; tone: Tone }> = {
  critical: { word: 'Critical', tone: 'bad' },
  major: { word: 'Major', tone: 'warn' },
  minor: { word: 'Minor', tone: 'info' },
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

/** How long something lasted, in the unit that a person would choose: `34 s`, `12 min`, `3 h`. */
export function lasting(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
