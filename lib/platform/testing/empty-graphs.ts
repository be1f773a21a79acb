import neo4j from 'neo4j-driver';
import { readGraphServers } from '../env.ts';

/**
 * Empties every Neo4j server that the variables name: a Community server holds one client, and each run has its own
 * clients. In small transactions: what a long run left behind does not fit into a server's memory for one.
 */
export async function emptyGraphs(servers: Record<string, string>): Promise<void> {
  for (const { uri, user, password } of readGraphServers(servers)) {
    const driver = neo4j.driver(uri, neo4j.auth.basic(user, password));
    const session = driver.session();
    await session.run('MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 5000 ROWS');
    await session.run('MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 5000 ROWS');
    await session.close();
    await driver.close();
  }
}
