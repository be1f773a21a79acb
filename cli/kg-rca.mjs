#!/usr/bin/env node
/** Runs the command on the Node of the project: the one on PATH may be older than its sources need. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const node = join(import.meta.dirname, '../node_modules/node/bin/node');
const args = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts'), ...process.argv.slice(2)];
const { status, error } = spawnSync(existsSync(node) ? node : process.execPath, args, { stdio: 'inherit' });
if (error) process.stderr.write(`kg-rca: ${error.message}\n`);
process.exitCode = status ?? 2;
