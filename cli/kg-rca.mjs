#!/usr/bin/env node
/** Runs the command with the project's own Node.js, because the one on PATH may be too old for its sources. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const node = join(import.meta.dirname, '../node_modules/node/bin/node');
const args = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts'), ...process.argv.slice(2)];
const { status, error } = spawnSync(existsSync(node) ? node : process.execPath, args, { stdio: 'inherit' });
if (error) process.stderr.write(`kg-rca: ${error.message}\n`);
process.exitCode = status ?? 2;
