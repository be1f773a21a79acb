import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { openPostgresEventLog } from './log.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../prisma/migrations');
const SEGMENTS = '20261123000700_log_segments';
const STREAM = 'logs.normalized';
const VALUES = ['{"a":1}', '', 'größer € than\nlife', 'a face 😀 and a clef 𝄞 and é'];
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  await db.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});
afterAll(() => db.drop());

it('a log of a row a record reads the same after it became one of segments', async () => {
  const names = readdirSync(MIGRATIONS, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const before = names.filter((name) => name < SEGMENTS).sort();
  const apply = (name: string) => db.pool.query(readFileSync(join(MIGRATIONS, name, 'migration.sql'), 'utf8'));
  for (const name of before) await apply(name);
  const client = await db.pool.connect();
  try {
    await client.query(`SELECT set_config('app.scope', 'system', false)`);
    await client.query(`INSERT INTO log_streams VALUES ('shop', $1, 9, 100, 7), ('bank', $1, 1, 10, 7)`, [STREAM]);
    for (const [i, value] of VALUES.entries()) {
      // Compaction leaves gaps.
      await client.query('INSERT INTO log_records VALUES ($1, $2, $3, $4, $5, $6)', [
        'shop',
        STREAM,
        2 * i + 1,
        `ké😀y-${i}`,
        value,
        1_000 + i,
      ]);
    }
    await client.query(`INSERT INTO log_records VALUES ('bank', $1, 0, 'k', 'of another', 5)`, [STREAM]);
    await client.query(`SELECT set_config('app.scope', '', false)`);
  } finally {
    client.release();
  }
  await apply(SEGMENTS);
  for (const name of names.filter((one) => one > SEGMENTS).sort()) await apply(name);

  const log = await openPostgresEventLog(db.pool);
  try {
    expect(await log.read('shop', STREAM, 0n, 10)).toEqual(
      VALUES.map((value, i) => ({ offset: BigInt(2 * i + 1), key: `ké😀y-${i}`, value, appendedAt: 1_000 + i })),
    );
    expect(await log.read('bank', STREAM, 0n, 10)).toMatchObject([{ value: 'of another' }]);
    expect(await log.append('shop', STREAM, [{ key: 'k', value: 'next' }])).toEqual({ first: 9n, last: 9n });
  } finally {
    await log.close();
  }
});
