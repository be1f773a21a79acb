import { configReferenceRule } from './config-references.ts';
import { configValueRule } from './config-values.ts';
import { crashRule } from './crash.ts';
import { creationRule } from './creation.ts';
import { databaseRule } from './database.ts';
import { dependencyRule } from './dependencies.ts';
import { imageRule } from './image.ts';
import { memoryRule } from './memory.ts';
import { nodeRule } from './nodes.ts';
import { probeRule } from './probes.ts';
import type { Rule } from './rule.ts';
import { scalingRule } from './scaling.ts';
import { schedulingRule } from './scheduling.ts';
import { serviceRule } from './services.ts';
import { storageRule } from './storage.ts';

/** Every rule family. A new one is a file beside these and a line here; their order changes nothing. */
export const RULES: readonly Rule[] = [
  configReferenceRule,
  configValueRule,
  crashRule,
  creationRule,
  databaseRule,
  dependencyRule,
  imageRule,
  memoryRule,
  nodeRule,
  probeRule,
  scalingRule,
  schedulingRule,
  serviceRule,
  storageRule,
];
