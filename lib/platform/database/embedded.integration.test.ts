import { cp, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded.ts';
import { findPostgresPlace } from './postgres-place.ts';

let folder: string;
const alsoRemoved: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kg-closed-')); // mode 700, like root's home
});
afterEach(async () => {
  for (const path of [folder, ...alsoRemoved.splice(0)]) await rm(path, { recursive: true, force: true });
});

async function query(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows;
}

const isRoot = process.getuid?.() === 0;

describe('the embedded PostgreSQL', () => {
  it.runIf(isRoot)('runs under root in a folder that is closed to others, says where its data is, and finds it again', async () => {
    const dir = join(folder, 'below/data/postgres');
    const first = await startEmbeddedPostgres(dir, 'secret');
    alsoRemoved.push(dirname(first.dataDir));
    expect(first.notice).toBe(`PostgreSQL runs as the user postgres, who cannot reach ${dirname(dir)}: its data is in ${first.dataDir}`);
    expect(await readlink(dir)).toBe(first.dataDir);
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    const second = await startEmbeddedPostgres(dir, 'secret');
    expect(second.dataDir).toBe(first.dataDir);
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it.runIf(isRoot)('copies programs that its user cannot reach to a place where it can', async () => {
    const programs = { folder: join(folder, 'native'), version: `test-${folder.slice(-6)}` };
    const packaged = dirname(dirname((await findPostgresPlace(join(folder, 'data/postgres'))).postgres));
    await cp(packaged, programs.folder, { recursive: true, verbatimSymlinks: true });
    const place = await findPostgresPlace(join(folder, 'data/postgres'), programs);
    alsoRemoved.push(dirname(dirname(place.postgres)), dirname(place.dataDir));
    expect(place.postgres).toBe(`/var/lib/kg-rca/postgresql-${programs.version}/bin/postgres`);
    expect(place.notice).toContain(`its programs were copied to /var/lib/kg-rca/postgresql-${programs.version}`);
  });

  it('lets in by SCRAM-SHA-256 alone, also where the data is of a version that took any password, or none', async () => {
    const dir = join(folder, 'data/postgres');
    const first = await startEmbeddedPostgres(dir, 'secret');
    alsoRemoved.push(...(first.dataDir === dir ? [] : [dirname(first.dataDir)]));
    const ways = async () => {
      const written = await readFile(join(first.dataDir, 'pg_hba.conf'), 'utf8');
      return new Set(written.split('\n').flatMap((line) => (/^(local|host)/.test(line) ? [line.trim().split(/\s+/).at(-1)] : [])));
    };
    expect(await ways()).toEqual(new Set(['scram-sha-256']));
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    await writeFile(
      join(first.dataDir, 'pg_hba.conf'),
      '# earlier\nlocal all all trust\nhost all all 127.0.0.1/32 password\nhost all all ::1/128 trust\nhost replication all 127.0.0.1/32 md5\n',
    );
    const second = await startEmbeddedPostgres(dir, 'secret');
    expect(await ways()).toEqual(new Set(['scram-sha-256']));
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    for (const wrong of ['wrong', '']) {
      const url = new URL(second.url);
      url.password = wrong;
      await expect(query(url.href, 'SELECT 1')).rejects.toThrow(/password|SASL/);
    }
    const admin = new URL(second.url);
    Object.assign(admin, { username: 'postgres', pathname: '/postgres' });
    const [stored] = await query(
      admin.href,
      "SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') AS scram FROM pg_authid WHERE rolcanlogin",
    );
    expect(stored).toEqual({ scram: true });
    await second.stop();
  });

  it('stops a server that a killed process left on the same data', async () => {
    const dir = join(folder, 'data/postgres');
    const left = await startEmbeddedPostgres(dir, 'secret');
    alsoRemoved.push(...(left.dataDir === dir ? [] : [dirname(left.dataDir)]));
    const next = await startEmbeddedPostgres(dir, 'secret');
    await expect(query(left.url, 'SELECT 1')).rejects.toThrow();
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
  });
});
