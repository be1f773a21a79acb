import { openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { queryLibraryContract } from './library.contract.ts';

queryLibraryContract('embedded', openEmbeddedGraphStore);
