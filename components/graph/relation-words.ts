import type { RelationType } from '#lib/kubernetes/references.ts';

/** Each relation as people say it, from the object that it starts at and from the one that it ends at. */
const WORDS: Record<RelationType, readonly [from: string, to: string]> = {
  OWNS: ['owns', 'owned by'],
  RUNS_ON: ['runs on', 'runs'],
  SELECTS: ['selects', 'selected by'],
  ROUTES_TO: ['routes to', 'receives traffic from'],
  MOUNTS: ['mounts', 'mounted by'],
  USES_CONFIG: ['reads', 'read by'],
  USES_SECRET: ['reads', 'read by'],
  USES_ACCOUNT: ['runs as', 'account of'],
  BINDS: ['is bound to', 'is bound by'],
  SCALES: ['scales', 'scaled by'],
  LIMITS: ['limits', 'limited by'],
  RESTRICTS: ['restricts', 'restricted by'],
  CALLS: ['calls', 'called by'],
};

/** A relation in words, seen from the object at its start (`out`) or at its end (`in`). A type that is not known is said as it is. */
export function relationWord(type: string, direction: 'in' | 'out'): string {
  const words = Object.hasOwn(WORDS, type) ? WORDS[type as RelationType] : undefined;
  return words?.[direction === 'out' ? 0 : 1] ?? type.toLowerCase().replaceAll('_', ' ');
}
