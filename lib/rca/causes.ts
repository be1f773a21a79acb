import vocabulary from './causes.json' with { type: 'json' };

/** What a cause code means, and which kinds of objects it may blame. */
export interface CauseDefinition {
  code: string;
  definition: string;
  blames: string[];
  /** What the blamed object belongs to: a workload (app), a node or a namespace. */
  scope: string;
}

/** Every cause code with its definition: the vocabulary of all diagnoses. */
export const CAUSES: Readonly<Record<string, CauseDefinition>> = Object.fromEntries(vocabulary.causes.map((cause) => [cause.code, cause]));
