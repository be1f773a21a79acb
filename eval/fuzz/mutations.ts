import { deflateSync, gzipSync } from 'node:zlib';
import { hostileText, hostileValue } from './hostile-values.ts';
import type { Random } from './random.ts';

/** Small bodies that become large ones: more than a JSON body may have, and more than a batch. */
const BOMBS = [2, 40].map((mebibytes) => gzipSync(Buffer.alloc(mebibytes * 1_024 * 1_024, 32)));

type Container = Record<string, unknown> | unknown[];

/** A copy of a JSON value with one to three of its parts replaced, removed, renamed, doubled or added. */
export function mutated(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.05)) return hostileValue(random);
  const copy = copyOf(value as Container);
  for (let i = random.below(3); i >= 0; i--) change(copy, random);
  return copy;
}

/** A deep copy; of a value that is nested too deep for one, the outermost level alone. */
function copyOf(value: Container): Container {
  try {
    return structuredClone(value);
  } catch {
    return Array.isArray(value) ? [...value] : { ...value };
  }
}

function change(root: Container, random: Random): void {
  const containers = containersIn(root);
  const place = random.of(containers) as Record<string, unknown>;
  const keys = Object.keys(place);
  const key = random.of(keys.length > 0 ? keys : ['new']);
  switch (random.below(7)) {
    case 0:
      delete place[key];
      return;
    case 1:
      Object.defineProperty(place, hostileText(random).slice(0, 100), {
        value: hostileValue(random),
        enumerable: true,
        writable: true,
        configurable: true,
      });
      return;
    case 2:
      place[key] = [place[key]];
      return;
    case 3:
      if (Array.isArray(place) && place.length < 50) place.push(place[0]);
      return;
    default:
      place[key] = hostileValue(random);
  }
}

function containersIn(root: Container): Container[] {
  const found: Container[] = [root];
  for (const one of found) {
    if (found.length > 200) break;
    for (const child of Object.values(one)) if (typeof child === 'object' && child !== null) found.push(child as Container);
  }
  return found;
}

/** The JSON of a value; a value that is nested too deep for JSON.stringify becomes brackets. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '['.repeat(20_000);
  }
}

/** Bytes that are no longer what they were: cut, flipped, repeated, in another encoding or none. */
export function corrupted(bytes: Buffer, random: Random): Buffer {
  const at = random.below(Math.max(1, bytes.length));
  switch (random.below(9)) {
    case 0:
      return bytes.subarray(0, at);
    case 1: {
      const copy = Buffer.from(bytes);
      for (let i = 0; i < 4 && copy.length > 0; i++) copy[random.below(copy.length)] = random.below(256);
      return copy;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0]), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    case 4:
      return Buffer.from(bytes.toString('utf8'), 'utf16le');
    case 5:
      return Buffer.concat([bytes, bytes]);
    case 6:
      return Buffer.from(random.of(['[', '{"a":', '"']).repeat(random.of([10, 30_000])));
    case 7:
      return Buffer.from(bytes.toString('utf8').replace(/[:,]/, random.of([',', ':', '\u2028', '//', '\0', 'NaN', '1e999', '\\ud800'])));
    default:
      return Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256)));
  }
}

/** A body in an encoding, which may not be the one that is declared. */
export function encoded(body: Buffer, random: Random): { body: Buffer; encoding: string | undefined } {
  switch (random.below(12)) {
    case 0:
    case 1:
      return { body: gzipSync(body), encoding: 'gzip' };
    case 2:
      return { body, encoding: 'gzip' };
    case 3:
      return { body: gzipSync(body).subarray(0, random.below(40)), encoding: 'gzip' };
    case 4:
      return { body: Buffer.concat([gzipSync(body), Buffer.from('more')]), encoding: 'gzip' };
    case 5:
      return { body: random.of(BOMBS), encoding: 'gzip' };
    case 6:
      return { body: deflateSync(body), encoding: random.of(['deflate', 'br', 'zstd', 'gzip, gzip', 'x-gzip', '*', 'GZIP']) };
    default:
      return { body, encoding: random.of([undefined, undefined, 'identity']) };
  }
}
