import { ReadOnlyQueryError } from '../port.ts';

/**
 * Clauses that READ access does not stop: LOAD CSV reads files and addresses of the server's side, CALL of a procedure
 * may reach anything, EXPLAIN and PROFILE are no queries of the portal. Found outside of texts, names and comments.
 */
const REFUSED = /^\s*(EXPLAIN|PROFILE|SHOW|USE|TERMINATE)\b|\bLOAD\s+CSV\b|\bCALL\s+(?![({\s])/i;

/** Throws ReadOnlyQueryError where a query reaches beyond the graph. What writes to the graph, the server refuses. */
export function assertReading(cypher: string): void {
  const bare = withoutTexts(cypher);
  const found = REFUSED.exec(bare)?.[0].trim();
  if (found)
    throw new ReadOnlyQueryError(`a query may only read the graph, and this one uses ${found.toUpperCase()}: use MATCH ... RETURN`);
}

/** The query without comments, with quoted texts and names as an underscore. */
function withoutTexts(cypher: string): string {
  return cypher.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`/g, (found) =>
    found.startsWith('/') ? ' ' : '_',
  );
}
