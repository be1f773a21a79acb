import { changeGroups as readChangeGroups } from './change-groups.ts';
import { changes as readChanges } from './changes.ts';
import { graphSchema as readGraphSchema } from './graph-schema.ts';
import { healthCounts as readHealthCounts } from './health-counts.ts';
import { resource as readResource } from './resource.ts';
import { resources as readResources } from './resources.ts';
import { topology as readTopology } from './topology.ts';
import { whileUnchanged } from './while-unchanged.ts';

/** The reads of pages and programs, each of which is documented where it is imported from. */
export const changeGroups = whileUnchanged('change groups', readChangeGroups);
export const changes = whileUnchanged('changes', readChanges);
export const graphSchema = whileUnchanged('schema', readGraphSchema);
export const healthCounts = whileUnchanged('health counts', readHealthCounts);
export const resource = whileUnchanged('resource', readResource);
export const resources = whileUnchanged('resources', readResources);
export const topology = whileUnchanged('topology', readTopology);
