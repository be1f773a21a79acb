import { openEmbeddedGraphStore } from './embedded/store.ts';
import { graphQueriesContract } from './queries.contract.ts';

graphQueriesContract('embedded', openEmbeddedGraphStore);
