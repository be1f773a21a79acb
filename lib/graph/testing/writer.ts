/**
 * Run as a child process by the contract: applies batch after batch to a client's graph, each with a node and the log
 * position behind it, and prints every position once it is acknowledged. It never ends by itself: it is there to be killed.
 * Arguments: the adapter, the client id, and for `embedded` its folder (`neo4j` reads NEO4J_URI and its like).
 */
import { openEmbeddedGraphStore } from '../embedded/store.ts';
import { openNeo4jFromEnvironment } from './neo4j-environment.ts';

const [adapter, tenantId, dir] = process.argv.slice(2);
const store = adapter === 'neo4j' ? openNeo4jFromEnvironment() : await openEmbeddedGraphStore(dir!);
for (let index = 0; ; index++) {
  await store.apply(tenantId!, {
    nodes: [
      { label: 'Event', key: `c/${index}`, props: { index } },
      { label: 'Event', key: 'c/last', props: { index } },
    ],
    edges: [{ type: 'ABOUT', from: { label: 'Event', key: `c/${index}` }, to: { label: 'Event', key: 'c/last' } }],
    positions: { 'events.normalized': BigInt(index + 1) },
  });
  process.stdout.write(`${index + 1}\n`);
}
