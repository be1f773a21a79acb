import { z } from 'zod';
import { SEVERITIES } from '#lib/incidents/severity.ts';
import type { IncidentFacts } from './message.ts';

/** What destinations may be told of an incident after it has opened. */
export const UPDATES = ['cause_changed', 'acknowledged', 'resolved', 'reopened'] as const;
export type Update = (typeof UPDATES)[number];

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const names = z.array(z.string().trim().min(1).max(100, 'Use at most 100 characters.')).max(50, 'Use at most 50 entries.');

/** Whether this program knows a time zone. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Which incidents a destination is told of, what of them, and when. An empty list means all. */
export const rulesInput = z.object({
  severities: z.array(z.enum(SEVERITIES)).max(3).default([]),
  clusters: names.default([]),
  namespaces: names.default([]),
  /** Codes of causes, such as `image.pull`; `image.*` means all of a group. */
  causes: z
    .array(
      z
        .string()
        .trim()
        .max(100)
        .regex(/^[a-z0-9_]+\.([a-z0-9_]+|\*)$/, 'Enter codes of causes, like image.not_found or image.*.'),
    )
    .max(50, 'Use at most 50 entries.')
    .default([]),
  updates: z
    .array(z.enum(UPDATES))
    .max(4)
    .default([...UPDATES]),
  /** Nothing is sent in these hours, but afterwards. */
  quietHours: z
    .object({
      from: z.string().regex(TIME, 'Enter a time like 22:00.'),
      to: z.string().regex(TIME, 'Enter a time like 07:00.'),
      timeZone: z.string().max(64).refine(isTimeZone, 'Enter a time zone like Europe/Berlin.'),
      /** Critical incidents are told at once. */
      exceptCritical: z.boolean().default(true),
    })
    .refine(({ from, to }) => from !== to, { path: ['to'], message: 'Enter another time than the beginning.' })
    .nullable()
    .default(null),
  /** Messages are collected for so long and sent as one. */
  digestMinutes: z.number().int().min(1, 'Enter 1 to 1440 minutes.').max(1_440, 'Enter 1 to 1440 minutes.').nullable().default(null),
  /** It is told only of what nobody has acknowledged within this time. */
  escalateAfterMinutes: z.number().int().min(1, 'Enter 1 to 1440 minutes.').max(1_440, 'Enter 1 to 1440 minutes.').nullable().default(null),
});

/** The rules of a destination. */
export type Rules = z.infer<typeof rulesInput>;

/** Whether a destination is to be told of an incident. */
export function isWanted(rules: Rules, incident: IncidentFacts): boolean {
  const has = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  return (
    has(rules.severities, incident.severity) &&
    (has(rules.clusters, incident.cluster) || has(rules.clusters, incident.clusterName)) &&
    (rules.namespaces.length === 0 || incident.namespaces.some((one) => rules.namespaces.includes(one))) &&
    (rules.causes.length === 0 || rules.causes.some((cause) => isCause(cause, incident.code)))
  );
}

function isCause(wanted: string, code: string | null): boolean {
  if (code === null) return false;
  return wanted.endsWith('.*') ? code.startsWith(wanted.slice(0, -1)) : code === wanted;
}

/** The first moment from `at` on that is not in the quiet hours, epoch ms: `at` itself outside of them. */
export function endOfQuiet({ quietHours }: Rules, incident: Pick<IncidentFacts, 'severity'> | undefined, at: number): number {
  if (!quietHours || (quietHours.exceptCritical && incident?.severity === 'critical')) return at;
  const [from, to] = [minutesOf(quietHours.from), minutesOf(quietHours.to)];
  let moment = at;
  // A second look, because the clocks may change in between.
  for (let look = 0; look < 3; look++) {
    const now = localMinutes(moment, quietHours.timeZone);
    const isQuiet = from < to ? now >= from && now < to : now >= from || now < to;
    if (!isQuiet) return moment;
    moment = Math.floor(moment / 60_000) * 60_000 + ((to - now + 1_440) % 1_440) * 60_000;
  }
  return moment;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The minute of the day at a moment in a time zone. */
function localMinutes(at: number, timeZone: string): number {
  return minutesOf(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at));
}
