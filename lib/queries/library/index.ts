import { type LibraryQuery, SUBJECTS } from '../query.ts';
import { capacityQueries } from './capacity.ts';
import { causeQueries } from './causes.ts';
import { changeQueries } from './changes.ts';
import { healthQueries } from './health.ts';
import { incidentQueries } from './incidents.ts';
import { noiseQueries } from './noise.ts';
import { ownershipQueries } from './ownership.ts';
import { securityQueries } from './security.ts';
import { topologyQueries } from './topology.ts';

/** Every query of the library, by subject. */
export const LIBRARY: readonly LibraryQuery[] = [
  ...topologyQueries,
  ...causeQueries,
  ...incidentQueries,
  ...changeQueries,
  ...noiseQueries,
  ...healthQueries,
  ...capacityQueries,
  ...ownershipQueries,
  ...securityQueries,
].toSorted((a, b) => SUBJECTS.indexOf(a.subject) - SUBJECTS.indexOf(b.subject));

const byId = new Map(LIBRARY.map((query) => [query.id, query]));

/** The query of an id, or undefined where there is none. */
export function libraryQuery(id: string): LibraryQuery | undefined {
  return byId.get(id);
}
