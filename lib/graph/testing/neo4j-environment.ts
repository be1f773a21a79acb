import { openNeo4jGraphStore } from '../neo4j/store.ts';
import type { GraphStore } from '../port.ts';

/**
 * A store on the server that NEO4J_URI names, with NEO4J_USER (default neo4j) and NEO4J_PASSWORD. NEO4J_DATABASE names
 * the one database of a Community server; without it the server must be able to make databases.
 */
export function openNeo4jFromEnvironment(): GraphStore {
  const { NEO4J_URI, NEO4J_USER = 'neo4j', NEO4J_PASSWORD = '', NEO4J_DATABASE } = process.env;
  if (!NEO4J_URI) throw new Error('NEO4J_URI is not set: it names the Neo4j server to test against');
  const only = NEO4J_DATABASE ? { database: () => NEO4J_DATABASE } : {};
  return openNeo4jGraphStore({ uri: NEO4J_URI, user: NEO4J_USER, password: NEO4J_PASSWORD, ...only });
}
