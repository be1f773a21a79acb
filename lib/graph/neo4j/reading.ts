import { ReadOnlyQueryError } from '../port.ts';

/**
 * Clauses that READ access does not stop: LOAD CSV reads files and addresses of the server's side, CALL of a procedure may reach
 * anything, USE another database, EXPLAIN and PROFILE are no queries of the portal. CYPHER begins options, behind which any of them may
 * stand. Found outside of texts, names and comments.
 */
const REFUSED =
  /(?:^|[{;]|\b(?:UNION(?:\s+(?:ALL|DISTINCT))?|NEXT|THEN|ELSE)\b)\s*((?:CYPHER|EXPLAIN|PROFILE|SHOW|USE|TERMINATE)\b(?!\s*[:.]))|\b(LOAD\s+CSV)\b|\b(CALL)\s+(?![({\s])/i;

/**
 * Names with dots, and whether they are called. Functions with a namespace, beside Neo4j's own for times and the like, come from plugins,
 * and may read anything.
 */
const DOTTED = /(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_]*)(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)+(\s*\()?/gu;
const NAMESPACES = ['date', 'datetime', 'duration', 'localdatetime', 'localtime', 'point', 'time', 'vector'];

/** An escape that Cypher decodes before anything else, wherever it stands: with it a keyword or a quotation mark can be hidden. */
const ESCAPE = /\\u/i;

/** Throws ReadOnlyQueryError where a query reaches beyond the graph. What writes to the graph, the server refuses. */
export function assertReading(cypher: string): void {
  if (ESCAPE.test(cypher))
    throw new ReadOnlyQueryError('a query may have no Unicode escapes: write the character itself, or hand it over as a parameter');
  const text = withoutTexts(cypher);
  const found = REFUSED.exec(text)?.slice(1).find(Boolean);
  if (found)
    throw new ReadOnlyQueryError(`a query may only read the graph, and this one uses ${found.toUpperCase()}: use MATCH ... RETURN`);
  for (const [, namespace = '', call] of text.matchAll(DOTTED)) {
    if (call && !NAMESPACES.includes(namespace.toLowerCase()))
      throw new ReadOnlyQueryError(`a query may only use functions of Neo4j itself, and this one uses one of ${namespace}`);
  }
}

/** The query without comments, with quoted texts and names as an underscore. */
function withoutTexts(cypher: string): string {
  return cypher.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`/g, (found) =>
    found.startsWith('/') ? ' ' : '_',
  );
}
