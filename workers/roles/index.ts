/**
 * The roles that a process can run, in the order in which they start; they stop the other way round. Adding one: a file
 * here (role.ts says what it exports) and a row.
 */
import * as auditor from './auditor.ts';
import * as billing from './billing.ts';
import * as graphBuilder from './graph-builder.ts';
import * as notifier from './notifier.ts';
import * as provisioner from './provisioner.ts';
import type { Role } from './role.ts';
import * as usage from './usage.ts';
import * as web from './web.ts';

export const ROLES = [graphBuilder, usage, provisioner, billing, notifier, auditor, web] as const satisfies readonly (
  | Role<'main'>
  | Role<'graph'>
  | Role<'ingest-usage'>
)[];

export type RoleName = (typeof ROLES)[number]['name'];
