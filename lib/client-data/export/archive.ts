import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { OTHER_FOLDERS, TABLES } from './datasets.ts';
import type { Source } from './sources.ts';
import { TAR_END, tarFile } from './tar.ts';

/** A file of an archive is at most about this large: it is held in memory until it is complete, as a tar names sizes in advance. */
const FILE_BYTES = 4 * 1024 * 1024;
/** What is handed over at once. */
const CHUNK_BYTES = 1024 * 1024;

/** A file of an archive, as its manifest lists it. */
interface ManifestFile {
  name: string;
  records: number;
  bytes: number;
  sha256: string;
}

/** Where an archive goes, and how far it has come. */
export interface ArchiveTarget {
  /** Takes the next piece of the archive. */
  write(chunk: Buffer): Promise<void>;
  /** `doing` is the folder that is being read, `done` how much of everything is done, from 0 to 1. Called for every line: cheap. */
  progress(doing: string, done: number, records: number): Promise<void>;
}

/** What an archive holds. */
export interface ArchiveTotals {
  records: number;
  bytes: number;
  sha256: string;
}

/**
 * Writes the archive of a client, a gzipped tar: README.md, the folders with their lines in files of a few megabytes, and
 * manifest.json with the size, the count and the SHA-256 of each file. Memory stays bounded whatever there is. `now` in epoch ms.
 * Throws what a source or the target throws.
 */
export async function writeArchive(
  tenantId: string,
  sources: readonly Source[],
  target: ArchiveTarget,
  now: number,
): Promise<ArchiveTotals> {
  const files: ManifestFile[] = [];
  let records = 0;
  const packed = packInto(target);
  const add = async (name: string, content: Buffer, lines: number) => {
    files.push({ name, records: lines, bytes: content.length, sha256: sha256(content) });
    await packed.write(tarFile(name, content, now));
  };
  await add('README.md', Buffer.from(readme(tenantId, now)), 0);
  for (const [index, { folder, read }] of sources.entries()) {
    await target.progress(folder, index / sources.length, records);
    const file = linesInFiles(folder, add);
    await read(async (line, share) => {
      records += 1;
      await file.add(line);
      await target.progress(folder, (index + share) / sources.length, records);
    });
    await file.end();
  }
  const manifest = { format: 1, clientId: tenantId, writtenAt: new Date(now).toISOString(), records, files };
  await packed.write(tarFile('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), now));
  return { records, ...(await packed.end()) };
}

/** Collects lines into files `<folder>/0001.jsonl`, … A folder without lines has one empty file, which shows that nothing was left out. */
function linesInFiles(folder: string, add: (name: string, content: Buffer, lines: number) => Promise<void>) {
  let lines: string[] = [];
  let size = 0;
  let number = 0;
  const flush = async () => {
    number += 1;
    const content = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    await add(`${folder}/${String(number).padStart(4, '0')}.jsonl`, content, lines.length);
    lines = [];
    size = 0;
  };
  return {
    async add(line: string) {
      lines.push(line);
      size += line.length;
      if (size >= FILE_BYTES) await flush();
    },
    async end() {
      if (lines.length > 0 || number === 0) await flush();
    },
  };
}

/** Compresses what is written and hands it on in pieces of a megabyte. A write resolves when the target has kept up. */
function packInto({ write }: Pick<ArchiveTarget, 'write'>) {
  const gzip = createGzip();
  const hash = createHash('sha256');
  let waiting: Buffer[] = [];
  let size = 0;
  let bytes = 0;
  gzip.on('data', (piece: Buffer) => {
    waiting.push(piece);
    size += piece.length;
  });
  const handOn = async () => {
    const chunk = Buffer.concat(waiting);
    [waiting, size] = [[], 0];
    if (chunk.length === 0) return;
    hash.update(chunk);
    bytes += chunk.length;
    await write(chunk);
  };
  return {
    async write(piece: Buffer) {
      if (!gzip.write(piece)) await once(gzip, 'drain');
      if (size >= CHUNK_BYTES) await handOn();
    },
    async end() {
      const ended = once(gzip, 'end');
      gzip.end(TAR_END);
      await ended;
      await handOn();
      return { bytes, sha256: hash.digest('hex') };
    },
  };
}

function readme(tenantId: string, now: number): string {
  const folders = [...Object.entries(OTHER_FOLDERS), ...TABLES.map(({ folder, about }) => [folder, about] as const)];
  return [
    `# The data of ${tenantId} at KG RCA`,
    '',
    `Written on ${new Date(now).toISOString()}. Every file named .jsonl holds one JSON object a line, in UTF-8. Large folders are`,
    'split into several files, to be read in the order of their names. Times are ISO 8601 in UTC, or epoch milliseconds where they are',
    'numbers. manifest.json lists every file with its number of records, its size and its SHA-256.',
    '',
    'Not included: passwords, second factors, sessions and the secrets of API keys. They are stored as hashes or encrypted, and are of',
    'no use elsewhere. The sessions and factors of a person are under Your account.',
    '',
    ...folders.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([folder, about]) => `- ${folder}/: ${about}`),
    '',
  ].join('\n');
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
