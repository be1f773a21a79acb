import type { Health } from './verdict.ts';

/** The states of health in the order in which they are shown and cut off: the worst first. */
export const HEALTH_ORDER: readonly Health[] = ['failing', 'degraded', 'unknown', 'pending', 'healthy'];
