import { gunzipSync } from 'node:zlib';

/** The files of a gzipped tar by their names, read by the format's description and not by the code that wrote it. */
export function readTar(archive: Uint8Array): Map<string, string> {
  const bytes = gunzipSync(archive);
  const files = new Map<string, string>();
  for (let at = 0; bytes[at] !== 0; ) {
    const name = bytes.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(bytes.toString('ascii', at + 124, at + 135), 8);
    files.set(name, bytes.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
