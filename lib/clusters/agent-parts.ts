import { z } from 'zod';

/** An agent's part sends a heartbeat every 30 s; after three missed ones it is not reporting. */
export const SILENT_AFTER_MS = 100_000;
/** A part that has not reported for a week was removed on purpose. */
export const FORGOTTEN_AFTER_MS = 7 * 86_400_000;
/** The most kinds in a heartbeat; agents watch about thirty. */
const MAX_KINDS = 100;
/** The most components of a cluster; an agent has four. */
export const MAX_COMPONENTS = 20;

const component = z.object({
  name: z.string().max(64),
  status: z.enum(['ok', 'degraded', 'failing']),
  message: z.string().max(1_000).optional(),
});

/** Records of a stream that cannot be delivered: how many wait, since when (epoch ms), and why. */
const backlog = z.object({
  stream: z.string().max(64),
  records: z.number().int().nonnegative(),
  since: z.number().int(),
  reason: z.string().max(1_000),
});

const counters = {
  objects: z
    .record(z.string().max(63), z.number().int().nonnegative())
    .refine((kinds) => Object.keys(kinds).length <= MAX_KINDS, `At most ${MAX_KINDS} kinds.`)
    .default({}),
  buffered: z.object({ records: z.number().int().nonnegative(), bytes: z.number().int().nonnegative() }).default({ records: 0, bytes: 0 }),
  dropped: z.number().int().nonnegative().default(0),
  forbiddenKinds: z.array(z.string().max(63)).max(MAX_KINDS).default([]),
  behind: z.array(backlog).max(5).default([]),
};

/** What a process of the agent reports of itself: its components, and its own counters. */
export const agentReport = z.object({ components: z.array(component).max(MAX_COMPONENTS), ...counters });
type AgentReport = z.infer<typeof agentReport>;

/** What is stored of the heartbeats of a cluster: the last report of each process of its agent. */
const storedHealth = z.object({ parts: z.array(agentReport.extend({ reportedAt: z.number() })).default([]) });
type Part = z.infer<typeof storedHealth>['parts'][number];

/** The health of a cluster's agent at a time, of all its processes together. */
export const clusterHealth = z.object({
  components: z.array(
    component.extend({
      /** `silent`: its process has missed three heartbeats. */
      status: z.enum(['ok', 'degraded', 'failing', 'silent']),
      reportedAt: z.number(),
    }),
  ),
  objects: z.record(z.string(), z.number()),
  buffered: z.object({ records: z.number(), bytes: z.number() }),
  dropped: z.number(),
  forbiddenKinds: z.array(z.string()),
  behind: z.array(backlog),
  /** The processes of the agent, each with its age and its own counters. */
  parts: z.array(
    z.object({
      components: z.array(z.string()),
      reportedAt: z.number(),
      buffered: z.object({ records: z.number(), bytes: z.number() }),
      dropped: z.number(),
    }),
  ),
});
type ClusterHealth = z.infer<typeof clusterHealth>;

/**
 * The stored health of a cluster after a report at `now` (epoch ms). A report replaces those that name one of its components:
 * these are of the same process, or of one in whose place it came when the topology changed.
 */
export function withReport(stored: unknown, report: AgentReport, now: number): { parts: Part[] } {
  const names = new Set(report.components.map(({ name }) => name));
  const others = storedHealth
    .parse(stored)
    .parts.filter((part) => now - part.reportedAt < FORGOTTEN_AFTER_MS && !part.components.some(({ name }) => names.has(name)));
  return { parts: [...others, { ...report, reportedAt: now }] };
}

/** How many components the stored health of a cluster names. */
export function componentCount({ parts }: { parts: readonly Part[] }): number {
  return parts.reduce((sum, { components }) => sum + components.length, 0);
}

/** The health of a cluster's agent at `now` (epoch ms), from what is stored. */
export function healthAt(stored: unknown, now: number): ClusterHealth {
  const { parts } = storedHealth.parse(stored);
  const objects: Record<string, number> = {};
  for (const part of parts) for (const [kind, count] of Object.entries(part.objects)) objects[kind] = (objects[kind] ?? 0) + count;
  const sum = (value: (part: Part) => number) => parts.reduce((total, part) => total + value(part), 0);
  return {
    components: parts
      .flatMap(({ components, reportedAt }) =>
        components.map((one) => ({ ...one, status: isSilent(reportedAt, now) ? ('silent' as const) : one.status, reportedAt })),
      )
      .sort((a, b) => a.name.localeCompare(b.name)),
    objects,
    buffered: { records: sum(({ buffered }) => buffered.records), bytes: sum(({ buffered }) => buffered.bytes) },
    dropped: sum(({ dropped }) => dropped),
    forbiddenKinds: forbiddenKindsIn(stored),
    behind: parts.flatMap(({ behind }) => behind),
    parts: parts.map(({ components, reportedAt, buffered, dropped }) => ({
      components: components.map(({ name }) => name),
      reportedAt,
      buffered,
      dropped,
    })),
  };
}

/** The kinds that the agent of a cluster may not read, from what is stored. */
export function forbiddenKindsIn(stored: unknown): string[] {
  return [...new Set(storedHealth.parse(stored).parts.flatMap(({ forbiddenKinds }) => forbiddenKinds))];
}

/** Whether who reported last at `reportedAt` is not reporting at `now`, both in epoch ms. */
export function isSilent(reportedAt: number, now: number): boolean {
  return now - reportedAt > SILENT_AFTER_MS;
}
