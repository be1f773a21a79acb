import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupError } from './manifest.ts';

/** What a file holds: how many lines, and the SHA-256 of their text. */
export interface Content {
  lines: number;
  sha256: string;
}

/** Writes lines of JSON into a compressed file; returns what it then holds. */
export async function writeLines(path: string, values: AsyncIterable<unknown>): Promise<Content> {
  const hash = createHash('sha256');
  let lines = 0;
  async function* texts() {
    for await (const value of values) {
      const text = `${JSON.stringify(value)}\n`;
      hash.update(text);
      lines++;
      yield text;
    }
  }
  await pipeline(Readable.from(texts()), createGzip(), createWriteStream(path, { mode: 0o600 }));
  return { lines, sha256: hash.digest('hex') };
}

/** What a file of such lines would hold, without writing it. */
export async function contentOf(values: AsyncIterable<unknown>): Promise<Content> {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const value of values) {
    hash.update(`${JSON.stringify(value)}\n`);
    lines++;
  }
  return { lines, sha256: hash.digest('hex') };
}

/** Reads the lines of a file; throws BackupError when it is not what `content` says, at its end. */
export async function* readLines<T>(path: string, content: Content): AsyncGenerator<T> {
  const hash = createHash('sha256');
  let lines = 0;
  const unpacked = createReadStream(path)
    .on('error', (error) => unpacked.destroy(error))
    .pipe(createGunzip());
  for await (const line of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY })) {
    hash.update(`${line}\n`);
    lines++;
    yield JSON.parse(line);
  }
  if (lines !== content.lines || hash.digest('hex') !== content.sha256) {
    throw new BackupError(`${path} is not what the manifest says: it holds ${lines} lines instead of ${content.lines}, or others`);
  }
}
