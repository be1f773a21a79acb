import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kg-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (number: number) => `${String(number).padStart(9, '0')}\n`; // ten bytes

it('a log file is rotated when it is full, and only the newest ones are kept', () => {
  const path = join(folder, 'logs/kg-rca.log');
  const log = openLogFile(path, { maxBytes: 100, checkEvery: 1 });
  for (let number = 0; number < 200; number++) log.write(line(number));
  expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['kg-rca.log', 'kg-rca.log.1', 'kg-rca.log.2', 'kg-rca.log.3']);
  for (const name of readdirSync(join(folder, 'logs'))) expect(statSync(join(folder, 'logs', name)).size).toBeLessThanOrEqual(140);
  expect(readFileSync(path, 'utf8').endsWith(line(199))).toBe(true);
});

it('a second writer follows to the new file', () => {
  const path = join(folder, 'kg-rca.log');
  const [one, other] = [openLogFile(path, { maxBytes: 50, checkEvery: 0 }), openLogFile(path, { maxBytes: 50, checkEvery: 0 })];
  for (let number = 0; number < 7; number++) one.write(line(number));
  other.write(line(100));
  expect(readFileSync(path, 'utf8')).toContain(line(100));
});
