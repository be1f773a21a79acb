import { NODES } from './nodes.ts';
import type { ForeignCase } from './objects.ts';
import { PLATFORM } from './platform.ts';
import { WORKLOADS } from './workloads.ts';

/** All cases that retell public reports. */
export const FOREIGN_CASES: readonly ForeignCase[] = [...NODES, ...WORKLOADS, ...PLATFORM];
