import { closeSync, fstatSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const MAX_BYTES = 16 * 1024 * 1024;
const KEPT_FILES = 3;
/** How many lines are written between two looks at the file's size. */
const CHECK_EVERY = 200;

/**
 * A log file that all threads of a process append to. When it is over `maxBytes` (a little more, as its size is looked at
 * now and then only) it is renamed to `<path>.1`, the one before to `<path>.2`, and so on; `KEPT_FILES` of them are kept.
 * Only the main thread renames, so that no two threads do; the others notice and follow.
 */
export function openLogFile(path: string, { maxBytes = MAX_BYTES, checkEvery = CHECK_EVERY } = {}): { write(line: string): void } {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, 'a');
  let untilCheck = 0;

  function check(): void {
    if (isMainThread && fstatSync(file).size > maxBytes && isSameFile(file, path)) rotate(path);
    if (isSameFile(file, path)) return;
    closeSync(file);
    file = openSync(path, 'a');
  }

  return {
    write(line) {
      if (untilCheck-- <= 0) {
        untilCheck = checkEvery;
        check();
      }
      writeSync(file, line);
    },
  };
}

function rotate(path: string): void {
  for (let number = KEPT_FILES; number > 0; number--) {
    const older = number === 1 ? path : `${path}.${number - 1}`;
    if (statSync(older, { throwIfNoEntry: false })) renameSync(older, `${path}.${number}`);
  }
}

function isSameFile(file: number, path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino;
}
