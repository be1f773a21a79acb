import { z } from 'zod';
import { GET as LIST_CHANGES } from '../v1/changes/route.ts';
import { POST as DIAGNOSE_CLUSTER } from '../v1/diagnoses/route.ts';
import { POST as DIAGNOSE_DUMP, dumpInput } from '../v1/dump-diagnoses/route.ts';
import { POST as DIAGNOSE_INCIDENT } from '../v1/incidents/[id]/diagnoses/route.ts';
import { GET as GET_INCIDENT } from '../v1/incidents/[id]/route.ts';
import { GET as LIST_INCIDENTS } from '../v1/incidents/route.ts';
import { objectRef } from '../v1/incidents/schemas.ts';
import { GET as RUN_QUERY } from '../v1/queries/[id]/rows/route.ts';
import { cluster, uuid } from '../v1/schemas.ts';
import { GET as SEARCH } from '../v1/search/route.ts';
import { GET as GET_TOPOLOGY } from '../v1/topology/route.ts';
import { health, objectName } from '../v1/topology/schemas.ts';
import { type CallOperation, RefusedCall } from './operations.ts';
import { isoTime, rootCause, rootCauseOf, when } from './shapes.ts';

/** A tool: what it is for, what it takes and gives, and the operations of REST v1 that it stands on. */
export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  name: string;
  title: string;
  description: string;
  input: I;
  output: O;
  run(args: z.output<I>, call: CallOperation, now: number): Promise<z.input<O>>;
}

const tool = <I extends z.ZodObject, O extends z.ZodObject>(one: Tool<I, O>): Tool => one as unknown as Tool;

const atMost = (most: number, usual: number) => z.number().int().min(1).max(most).default(usual);
const incidentId = uuid.describe('The id of an incident, as list_incidents and search give it.');
const cursor = z.string().max(600).optional().describe('nextCursor of the answer before, for the next page.');
const nextCursor = z.string().nullable();
const namespace = z.string().max(63);
const resourceName = z.object({ ...objectName, cluster: z.string(), health });

const listIncidents = tool({
  name: 'list_incidents',
  title: 'List incidents',
  description: 'Incidents of the Kubernetes clusters, newest first, each with its first root cause. Ask get_root_cause for the reasons.',
  input: z.strictObject({ status: z.enum(['open', 'closed']).optional(), cluster: cluster.optional(), limit: atMost(50, 20), cursor }),
  output: z.object({
    incidents: z.array(
      z.object({
        id: uuid,
        number: z.number(),
        title: z.string(),
        status: z.string(),
        cluster: z.string(),
        rootCause: z.object({ code: z.string(), object: objectRef.nullable(), tier: z.string().nullable() }).nullable(),
        openedAt: when,
        closedAt: when.nullable(),
      }),
    ),
    nextCursor,
  }),
  async run(query, call) {
    const page = await call(LIST_INCIDENTS, { query });
    const incidents = page.items.map(({ id, number, title, status, cluster, code, object, tier, openedAt, closedAt }) => ({
      ...{ id, number, title, status, cluster },
      rootCause: code === null ? null : { code, object, tier },
      openedAt: isoTime(openedAt),
      closedAt: closedAt === null ? null : isoTime(closedAt),
    }));
    return { incidents, nextCursor: page.nextCursor };
  },
});

const getRootCause = tool({
  name: 'get_root_cause',
  title: 'Get the root cause',
  description:
    'Why something broke: ranked root causes with evidence, the causal chain, the change that began it, and commands that fix it. Of an incident as it was diagnosed last, which is free; with `again`, or of a whole cluster, it is diagnosed now, which counts as an RCA query of the plan.',
  input: z.strictObject({
    incident: incidentId.optional(),
    cluster: cluster.optional().describe('Diagnose this whole cluster now, instead of an incident.'),
    again: z.boolean().default(false).describe('Diagnose the incident again with the current data.'),
  }),
  output: rootCause,
  async run({ incident, cluster, again }, call) {
    if ((incident === undefined) === (cluster === undefined)) throw new RefusedCall('Give either incident or cluster.');
    if (cluster !== undefined) return rootCauseOf(await call(DIAGNOSE_CLUSTER, { body: { cluster } }));
    const params = { id: incident ?? '' };
    return rootCauseOf(again ? await call(DIAGNOSE_INCIDENT, { params }) : (await call(GET_INCIDENT, { params })).diagnosis);
  },
});

const whatChanged = tool({
  name: 'what_changed',
  title: 'What changed',
  description: 'Changes to objects of Kubernetes, newest first: which fields, from what to what, when, and by whom if that is known.',
  input: z.strictObject({
    cluster: cluster.optional(),
    namespace: namespace.optional(),
    minutes: z.number().int().min(1).max(525_600).optional().describe('Only the changes of the last so many minutes.'),
    limit: atMost(50, 20),
    cursor,
  }),
  output: z.object({
    changes: z.array(
      z.object({
        at: when,
        op: z.string(),
        cluster: z.string(),
        ...objectName,
        by: z.string().nullable(),
        fields: z.array(z.object({ path: z.string(), before: z.string().optional(), after: z.string().optional() })),
        moreFields: z.number().describe('How many more fields changed.'),
      }),
    ),
    nextCursor,
  }),
  async run({ minutes, ...query }, call, now) {
    const since = minutes === undefined ? undefined : now - minutes * 60_000;
    const page = await call(LIST_CHANGES, { query: { ...query, since } });
    const changes = page.items.map(({ key: _, at, by, fields, ...one }) => ({
      ...one,
      at: isoTime(at),
      by: by ?? null,
      fields: fields.slice(0, 20),
      moreFields: Math.max(0, fields.length - 20),
    }));
    return { changes, nextCursor: page.nextCursor };
  },
});

const affected = z.object({ object: objectRef, state: z.string().describe('failing, degraded or at-risk; of an object: its health') });

const blastRadius = tool({
  name: 'blast_radius',
  title: 'Blast radius',
  description: 'What an incident affects; or, before anything fails, everything that depends on an object up to four steps away.',
  input: z.strictObject({
    incident: incidentId.optional(),
    object: z
      .strictObject({
        kind: z.string().min(1).max(63),
        namespace: namespace.optional(),
        name: z.string().min(1).max(253),
        cluster: cluster.optional(),
      })
      .optional()
      .describe('Instead of an incident.'),
    limit: atMost(200, 50),
  }),
  output: z.object({
    affected: z.array(affected),
    isComplete: z.boolean(),
    counts: z.object({ workloads: z.number(), pods: z.number(), services: z.number(), namespaces: z.number() }).nullable(),
  }),
  async run({ incident, object, limit }, call) {
    if ((incident === undefined) === (object === undefined)) throw new RefusedCall('Give either incident or object.');
    if (object) {
      const { rows, truncated } = await call(RUN_QUERY, { params: { id: 'blast-radius' }, query: { ...object, limit } });
      const found = rows.map(({ object: cell, health }) => ({ object: objectRef.parse(cell), state: String(health) }));
      return { affected: found, isComplete: !truncated, counts: null };
    }
    const { blastRadius: radius } = (await call(GET_INCIDENT, { params: { id: incident ?? '' } })).diagnosis;
    const shown = radius.affected.slice(0, limit).map((one) => ({ object: one.object, state: one.impact }));
    return { affected: shown, isComplete: shown.length === radius.affected.length, counts: radius.counts };
  },
});

const topology = tool({
  name: 'topology',
  title: 'Topology',
  description:
    'Workloads (or all objects) with their health and their relations, now or at a point in time. Narrow it by cluster and namespace.',
  input: z.strictObject({
    cluster: cluster.optional(),
    namespace: namespace.optional(),
    at: z.iso.datetime({ offset: true }).optional().describe('A time in the past, ISO 8601.'),
    detail: z.enum(['workloads', 'full']).default('workloads'),
    maxNodes: atMost(300, 100),
  }),
  output: z.object({
    nodes: z.array(resourceName.extend({ id: z.string(), healthReason: z.string().optional() })),
    edges: z.array(z.object({ from: z.string(), to: z.string(), type: z.string() })).describe('Between ids of nodes.'),
    allNodes: z.number().describe('How many there are. Where this is more than is given, narrow the question.'),
    notes: z.array(z.string()),
  }),
  async run({ at, ...query }, call) {
    const found = await call(GET_TOPOLOGY, { query: { ...query, at: at === undefined ? undefined : Date.parse(at) } });
    return {
      nodes: found.nodes.map(({ key, kind, namespace, name, cluster, health, healthReason }) => ({
        id: key,
        kind,
        ...(namespace !== undefined && { namespace }),
        ...{ name, cluster, health },
        ...(healthReason !== undefined && { healthReason }),
      })),
      edges: found.edges.slice(0, 1_000),
      allNodes: found.truncated?.nodes ?? found.nodes.length,
      notes: [
        ...(found.notes ?? []),
        ...(found.knownSince !== null && found.at < found.knownSince
          ? [`Nothing is known of this time: the first data that is kept is of ${isoTime(found.knownSince)}.`]
          : []),
        ...(found.edges.length > 1_000 ? [`Only 1000 of ${found.edges.length} relations are given.`] : []),
      ],
    };
  },
});

/** What a search of the portal finds besides is of no use to a program. */
const FOUND_TYPES = ['incident', 'resource', 'event', 'log', 'alert'] as const;

const search = tool({
  name: 'search',
  title: 'Search',
  description:
    'Incidents, objects of Kubernetes, events, log lines and alerts by words and by what they mean: "out of memory" finds OOMKilled. Fields narrow it: type:incident, kind:pod, ns:shop, cluster:prod, health:failing.',
  input: z.strictObject({ query: z.string().trim().min(1).max(200), limit: atMost(50, 20) }),
  output: z.object({
    results: z.array(
      z.object({
        type: z.enum(FOUND_TYPES),
        name: z.string(),
        text: z.string(),
        incidentId: uuid.optional().describe('Of an incident: what get_root_cause and blast_radius take.'),
        kind: z.string().optional(),
        namespace: z.string().optional(),
        cluster: z.string().optional(),
        health: health.optional(),
        lastSeen: when.optional(),
      }),
    ),
  }),
  async run({ query, limit }, call) {
    const { items } = await call(SEARCH, { query: { q: query, limit: 100 } });
    const results = items.flatMap(({ id, type, title, text, kind, namespace, cluster, health, at }) => {
      const found = FOUND_TYPES.find((one) => one === type);
      if (!found) return [];
      return {
        ...{ type: found, name: title, text },
        ...(found === 'incident' && { incidentId: id.replace('incident:', '') }),
        ...(kind !== null && { kind }),
        ...(namespace !== null && { namespace }),
        ...(cluster !== null && { cluster }),
        ...(health !== null && { health }),
        ...(at !== null && { lastSeen: isoTime(at) }),
      };
    });
    return { results: results.slice(0, limit) };
  },
});

const diagnoseDump = tool({
  name: 'diagnose_dump',
  title: 'Diagnose a dump',
  description:
    'The root cause in a cluster that no agent watches, from what kubectl printed: objects and events as JSON, and logs. Leave out the values of Secrets. Nothing of it is stored. Counts as an RCA query of the plan.',
  input: z.strictObject(dumpInput.shape),
  output: rootCause,
  run: async (body, call) => rootCauseOf(await call(DIAGNOSE_DUMP, { body })),
});

/** The tools of the MCP server. */
export const tools: readonly Tool[] = [listIncidents, getRootCause, whatChanged, blastRadius, topology, search, diagnoseDump];
