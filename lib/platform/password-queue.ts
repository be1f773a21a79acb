import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { handle } from './handles.ts';
import { Problem } from './problem.ts';

const scryptAsync = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>;
/** OWASP's password storage cheat sheet: scrypt with N=2^16, r=8, p=2 (64 MiB a hash). */
const SCRYPT = { N: 2 ** 16, r: 8, p: 2, maxmem: 256 * 1024 * 1024 };
const HASH_BYTES = 32;

/** Hashes at once. Node's pool has four threads, which also read files and compress: two of them stay free for that. */
const AT_ONCE = 2;
/** Passwords that may wait: those of some five seconds. */
const MAX_WAITING = 24;
const RETRY_AFTER_SECONDS = 5;
/** The longest password that is hashed, in UTF-16 code units; accounts allow less. */
const MAX_LENGTH = 1_024;

interface Queue {
  running: number;
  /** Each starts one piece of work that waits. */
  waiting: (() => void)[];
}

/** One queue for the process, since Next loads this module more than once. */
const queue = handle<Queue>('password-queue');

/**
 * The scrypt hash of a password, 32 bytes, at most two at a time. Throws a Problem: 503 with Retry-After while as many wait as
 * may, 422 for a password that is longer than any account's.
 */
export async function scryptInTurn(password: string, salt: Buffer): Promise<Buffer> {
  if (password.length > MAX_LENGTH) throw new Problem(422, 'invalid_input', `A password has at most ${MAX_LENGTH} characters.`);
  return inTurn(() => scryptAsync(password, salt, HASH_BYTES, SCRYPT));
}

/** Runs `work` when one of the two places is free; throws a Problem with status 503 while as many wait as may. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (!queue.find()) queue.provide({ running: 0, waiting: [] });
  const places = queue.use();
  if (places.running < AT_ONCE) places.running++;
  else if (places.waiting.length < MAX_WAITING) await new Promise<void>((start) => places.waiting.push(start));
  else throw busy();
  try {
    return await work();
  } finally {
    // The place goes to the next in the queue, if there is one.
    const next = places.waiting.shift();
    if (next) next();
    else places.running--;
  }
}

function busy(): Problem {
  return new Problem(503, 'too_many_sign_ins', 'Too many people are signing in at the moment. Try again in a few seconds.', {
    headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
  });
}
