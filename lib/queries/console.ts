import { audit } from '#lib/audit/index.ts';
import type { FreeAnswer, GraphStore, InvalidQueryError } from '#lib/graph/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { shortened } from '#lib/text/index.ts';

/** The most rows that the console shows. */
export const CONSOLE_ROWS = 1_000;
/** Queries of a client that its history keeps. */
export const HISTORY = 500;
/** Characters of a query in the audit log, which keeps entries for ever. */
const AUDITED_TEXT = 2_000;

/** What a person enters. */
export interface ConsoleInput {
  cypher: string;
  parameters: Record<string, unknown>;
  /** Only plan the query. */
  planOnly: boolean;
}

/** What came of a query: `invalid` is a mistake in it, `refused` that it does more than read, `stopped` that it met a limit. */
export const OUTCOMES = ['answered', 'planned', 'invalid', 'refused', 'stopped'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The errors of a graph store that say what became of a query, by name: a store in another thread has its own classes. */
const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  InvalidQueryError: 'invalid',
  ReadOnlyQueryError: 'refused',
  QueryLimitError: 'stopped',
};

/**
 * Runs a query that somebody wrote on the client's graph, and keeps it in the client's history and audit log, whatever came of it.
 * Throws what the store throws: InvalidQueryError, ReadOnlyQueryError, QueryLimitError, QueryBusyError, UnknownGraphError. The last two
 * leave no entry, since nothing ran. `now` in epoch ms.
 */
export async function askConsole(
  store: GraphStore,
  tenantId: string,
  input: ConsoleInput,
  actor: string,
  now: number,
): Promise<FreeAnswer & { id: string }> {
  const { cypher, parameters, planOnly } = input;
  const started = performance.now();
  const keep = (what: { outcome: Outcome; rows?: number; ms: number; error?: string }) => remember(tenantId, input, actor, now, what);
  try {
    const answer = await store.ask(tenantId, { cypher, params: parameters, maxRows: CONSOLE_ROWS, planOnly });
    const id = await keep({ outcome: planOnly ? 'planned' : 'answered', rows: answer.rows.length, ms: answer.ms });
    return { id, ...answer };
  } catch (error) {
    const { name, message } = error as Error;
    const outcome = OUTCOME_OF[name];
    if (outcome) await keep({ outcome, ms: Math.round(performance.now() - started), error: message });
    throw error;
  }
}

/** Writes a query into the history and the audit log, and forgets those that are too old. Returns its id. */
async function remember(
  tenantId: string,
  { cypher, parameters }: ConsoleInput,
  actor: string,
  now: number,
  what: { outcome: Outcome; rows?: number; ms: number; error?: string },
): Promise<string> {
  return inTenant(tenantId, async (tx) => {
    const { id } = await tx.consoleQuery.create({
      data: { tenantId, actor, at: new Date(now), cypher, parameters: parameters as object, ...what },
    });
    await tx.$executeRaw`
      DELETE FROM console_queries WHERE tenant_id = ${tenantId} AND id <= (
        SELECT id FROM console_queries WHERE tenant_id = ${tenantId} ORDER BY id DESC OFFSET ${HISTORY} LIMIT 1)`;
    const { outcome, rows } = what;
    const after = { outcome, ...(rows !== undefined && { rows }), cypher: shortened(cypher, AUDITED_TEXT) };
    await audit(tx, { tenantId, actor, action: 'console_query.run', target: id, after });
    return id;
  });
}

/** A page of the console's history, newest first; `cursor` is the id of the last entry of the previous page. */
export async function listConsoleQueries(tenantId: string, limit: number, cursor?: string) {
  return inTenant(tenantId, (tx) =>
    tx.consoleQuery.findMany({
      where: { tenantId, ...(cursor !== undefined && { id: { lt: cursor } }) },
      orderBy: { id: 'desc' },
      take: limit,
    }),
  );
}

/** What an InvalidQueryError says, as a sentence, with the place in the text as far as the store says it. */
export function reasonOf({ message, position }: InvalidQueryError): string {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`;
  return position ? `Line ${position.line}, column ${position.column}: ${sentence}` : sentence;
}
