import { createHash } from 'node:crypto';
import { inTenant } from '#lib/platform/database/index.ts';
import type { Embedder } from './embedding/port.ts';

/** Texts that are embedded and stored at a time: what a crash costs. */
const BATCH = 64;
/** A vector that nothing has used for so long is removed: events and log lines are found for seven days. */
const KEPT_MS = 9 * 86_400_000;
/** How often its use is noted. */
const NOTED_MS = 86_400_000;

/**
 * The vectors of texts, in order. Those that this client had before are read from the database, the others are embedded and stored; vectors
 * that nothing has used for nine days go. `now` in epoch ms. Throws EmbeddingError; what was embedded until then is stored.
 */
export async function storedVectors(embedder: Embedder, tenantId: string, texts: readonly string[], now: number): Promise<Float32Array[]> {
  const { model } = embedder;
  const hashes = texts.map((text) => createHash('sha256').update(text).digest());
  const rows = await inTenant(tenantId, async (tx) => {
    await tx.searchVector.deleteMany({ where: { tenantId, usedAt: { lt: new Date(now - KEPT_MS) } } });
    return tx.searchVector.findMany({ where: { tenantId, model } });
  });
  const known = new Map(rows.map(({ textHash, vector }) => [hex(textHash), floats(vector)]));
  const wanted = new Set(hashes.map(hex));
  const noted = rows.filter(({ textHash, usedAt }) => wanted.has(hex(textHash)) && usedAt.getTime() < now - NOTED_MS);
  if (noted.length > 0) {
    const where = { tenantId, model, textHash: { in: noted.map(({ textHash }) => textHash) } };
    await inTenant(tenantId, (tx) => tx.searchVector.updateMany({ where, data: { usedAt: new Date(now) } }));
  }
  const missing = [...new Map(texts.flatMap((text, i) => (known.has(hex(hashes[i])) ? [] : [[hex(hashes[i]), text] as const])))];
  for (let i = 0; i < missing.length; i += BATCH) {
    const batch = missing.slice(i, i + BATCH);
    const made = await embedder.embed(batch.map(([, text]) => text));
    for (const [at, vector] of made.entries()) known.set(batch[at]?.[0] ?? '', vector);
    const data = batch.flatMap(([hash], at) => {
      const vector = made[at];
      return vector ? [{ tenantId, model, textHash: Buffer.from(hash, 'hex'), vector: bytes(vector), usedAt: new Date(now) }] : [];
    });
    await inTenant(tenantId, (tx) => tx.searchVector.createMany({ data, skipDuplicates: true }));
  }
  return hashes.map((hash) => known.get(hex(hash)) ?? new Float32Array());
}

const hex = (hash: Uint8Array | undefined): string => Buffer.from(hash ?? []).toString('hex');

function bytes(vector: Float32Array): Uint8Array<ArrayBuffer> {
  const buffer = Buffer.alloc(vector.length * 4);
  for (const [i, value] of vector.entries()) buffer.writeFloatLE(value, i * 4);
  return Uint8Array.from(buffer);
}

function floats(stored: Uint8Array): Float32Array {
  const buffer = Buffer.from(stored);
  return Float32Array.from({ length: buffer.length / 4 }, (_, i) => buffer.readFloatLE(i * 4));
}
