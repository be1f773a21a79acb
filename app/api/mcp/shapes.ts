import { z } from 'zod';
import type { AnswerOf } from '#lib/api/index.ts';
import type { GET as GET_INCIDENT } from '../v1/incidents/[id]/route.ts';
import { objectRef, remedy } from '../v1/incidents/schemas.ts';

/** The parts of tools' answers. Models read them: times are ISO 8601, and every list has a bound. */
export const when = z.string().describe('ISO 8601, UTC');

/** Epoch ms as ISO 8601. */
export const isoTime = (at: number): string => new Date(at).toISOString();

/** How much of each list of a diagnosis is given. */
const MOST = { symptoms: 20, causes: 5, evidence: 10, chain: 30, remedies: 10, gaps: 20 };

const cause = z.object({
  rank: z.number(),
  code: z.string(),
  title: z.string(),
  object: objectRef,
  tier: z.enum(['confirmed', 'likely', 'possible']),
  confidence: z.number(),
  summary: z.string(),
  evidenceFor: z.array(z.string()),
  evidenceAgainst: z.array(z.string()),
  remedies: z.array(remedy),
});

export const rootCause = z.object({
  verdict: z.enum(['incident', 'no_incident']),
  reason: z.string().describe('Why there is no incident; empty if there is one.'),
  began: when.nullable(),
  symptoms: z.array(z.object({ object: objectRef, what: z.string(), message: z.string() })),
  causes: z.array(cause).describe('Ranked, the most likely first.'),
  chain: z
    .array(z.object({ from: objectRef, to: objectRef, mechanism: z.string(), text: z.string() }))
    .describe('How the first cause leads to the symptoms.'),
  culprit: z
    .object({ object: objectRef, at: when, by: z.string().nullable(), text: z.string() })
    .nullable()
    .describe('The change that most likely began it.'),
  next: z.array(remedy).describe('Without a cause: what to look at next.'),
  gaps: z.array(z.string()).describe('What could not be seen, so that the answer may lack something.'),
  leftOut: z.array(z.string()).describe('Lists of which only the beginning is given.'),
});

type Diagnosis = AnswerOf<typeof GET_INCIDENT>['diagnosis'];

/** A diagnosis as a tool tells it. */
export function rootCauseOf(diagnosis: Diagnosis): z.input<typeof rootCause> {
  const { verdict, reason, onset, symptoms, causes, chain, culprit, inquiry, gaps } = diagnosis;
  const leftOut: string[] = [];
  const some = <T>(what: string, list: readonly T[], most: number): T[] => {
    if (list.length > most) leftOut.push(`${what}: ${most} of ${list.length}`);
    return list.slice(0, most);
  };
  return {
    verdict,
    reason,
    began: onset ? isoTime(onset.at) : null,
    symptoms: some('symptoms', symptoms, MOST.symptoms).map(({ object, what, message }) => ({ object, what, message })),
    causes: some('causes', causes, MOST.causes).map(({ chain: _, evidenceFor, evidenceAgainst, remedies, ...one }) => ({
      ...one,
      evidenceFor: some(`evidence for cause ${one.rank}`, evidenceFor, MOST.evidence).map(({ text }) => text),
      evidenceAgainst: some(`evidence against cause ${one.rank}`, evidenceAgainst, MOST.evidence).map(({ text }) => text),
      remedies: remedies.slice(0, MOST.remedies),
    })),
    chain: some('chain', chain, MOST.chain).map(({ from, to, mechanism, text }) => ({ from, to, mechanism, text })),
    culprit: culprit ? { object: culprit.object, at: isoTime(culprit.at), by: culprit.by ?? null, text: culprit.text } : null,
    next: inquiry?.next.slice(0, MOST.remedies) ?? [],
    gaps: some('gaps', gaps, MOST.gaps),
    leftOut,
  };
}
