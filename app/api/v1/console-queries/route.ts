import { z } from 'zod';
import { limiter, route } from '#lib/api/index.ts';
import { assertFeature } from '#lib/features/index.ts';
import { graphStore, type InvalidQueryError, isUnknownGraph } from '#lib/graph/index.ts';
import { invalid, Problem } from '#lib/platform/problem.ts';
import { askConsole, listConsoleQueries, type OUTCOMES, reasonOf } from '#lib/queries/index.ts';
import { notProvisioned } from '#lib/tenants/index.ts';
import { limit, uuid } from '../schemas.ts';
import { consoleInput } from './input.ts';
import { consoleAnswer, consoleHistory } from './schemas.ts';

/** Queries of a client in a minute: each may take a core for ten seconds. */
const PER_MINUTE = 30;

export const POST = route(
  {
    operationId: 'runConsoleQuery',
    method: 'POST',
    path: '/api/v1/console-queries',
    summary:
      'Run a Cypher query of your own on the graph of the account. It only reads, one at a time, for at most 10 seconds, 30 times a minute.',
    tag: 'Queries',
    access: 'tenant',
    role: 'admin',
    scope: 'read',
    body: consoleInput,
    problems: [409, 422, 429],
    response: consoleAnswer,
  },
  async ({ tenant, principal, body, now }) => {
    await assertFeature('queries', tenant.id);
    const { isOver, resetSeconds } = await limiter().take(`console ${tenant.id}`, PER_MINUTE, 60);
    if (isOver)
      throw tooMany(`The console runs ${PER_MINUTE} queries a minute for an account. Wait ${resetSeconds} seconds.`, resetSeconds);
    try {
      return await askConsole(graphStore.use(), tenant.id, body, principal.name, now);
    } catch (error) {
      throw problemOf(error as Error);
    }
  },
);

export const GET = route(
  {
    operationId: 'listConsoleQueries',
    method: 'GET',
    path: '/api/v1/console-queries',
    summary: 'List the last 500 queries that were run in the query console, newest first.',
    tag: 'Queries',
    access: 'tenant',
    role: 'admin',
    query: z.object({ limit, cursor: uuid.optional() }),
    response: consoleHistory,
  },
  async ({ tenant, query }) => {
    const rows = await listConsoleQueries(tenant.id, query.limit, query.cursor);
    const items = rows.map((row) => ({
      ...row,
      at: row.at.getTime(),
      outcome: row.outcome as (typeof OUTCOMES)[number],
      parameters: row.parameters as Record<string, unknown>,
    }));
    return { items, nextCursor: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null };
  },
);

/** What an error of the store means to whoever asked. By name, since a store in another thread has classes of its own. */
function problemOf(error: Error): Error {
  if (isUnknownGraph(error)) return notProvisioned();
  switch (error.name) {
    case 'InvalidQueryError':
      return invalid('cypher', reasonOf(error as InvalidQueryError));
    case 'ReadOnlyQueryError':
      return invalid('cypher', sentence(error.message));
    case 'QueryLimitError':
      return new Problem(422, 'query_limit', sentence(error.message));
    case 'QueryBusyError':
      return tooMany('Another query of this account is running. Wait until it has ended.', 1);
    default:
      return error;
  }
}

function tooMany(detail: string, seconds: number): Problem {
  return new Problem(429, 'console_limit', detail, { headers: { 'Retry-After': String(seconds) } });
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
