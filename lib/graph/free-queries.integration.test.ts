import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEmbeddedGraphStore } from './embedded/store.ts';
import { CONTRACT_TIMEOUT_MS, freeQueriesContract } from './free-queries.contract.ts';
import { type GraphStore, QueryLimitError } from './port.ts';

freeQueriesContract('embedded', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kg-free-'));
  const store = await openEmbeddedGraphStore(dir, { queryTimeoutMs: CONTRACT_TIMEOUT_MS });
  return {
    store,
    async dispose() {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
});

describe('free queries in a process of their own', () => {
  let dir: string;
  let store: GraphStore;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'kg-free-'));
    store = await openEmbeddedGraphStore(dir);
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });
  const ask = (tenantId: string, cypher: string, params = {}) => store.ask(tenantId, { cypher, params, maxRows: 10 });
  const clientWith = async (...keys: string[]) => {
    const tenantId = `t-${randomUUID().slice(0, 13)}`;
    await store.create(tenantId);
    await store.apply(tenantId, { nodes: keys.map((key) => ({ label: 'Resource', key, kind: 'Pod', props: {} })), edges: [] });
    return tenantId;
  };
  const KEYS = 'MATCH (n) RETURN n.key AS key ORDER BY key';

  test('see what was written until they began, of their own client alone', async () => {
    const [one, other] = [await clientWith('a'), await clientWith('b')];
    await store.apply(one, { nodes: [{ label: 'Resource', key: 'c', kind: 'Pod', props: {} }], edges: [] });
    expect((await ask(one, KEYS)).rows).toEqual([['a'], ['c']]);
    expect((await ask(other, KEYS)).rows).toEqual([['b']]);
  });

  test('leave no copy behind, whatever came of them', async () => {
    const tenantId = await clientWith('a');
    await ask(tenantId, KEYS);
    await ask(tenantId, 'RETRUN 1').catch(() => {});
    expect(readdirSync(join(dir, '.copies'))).toEqual([]);
    mkdirSync(join(dir, '.copies', 'of-a-process-that-died'));
    writeFileSync(join(dir, '.copies', 'of-a-process-that-died', 'graph.grafeo'), 'rest');
    await (await openEmbeddedGraphStore(dir)).close();
    expect(existsSync(join(dir, '.copies'))).toBe(false);
  });

  test.skipIf(process.platform !== 'linux')(
    'are stopped when they need more memory than one may take, and the next one works',
    async () => {
      const tenantId = await clientWith(...Array.from({ length: 500 }, (_, i) => `k${i}`));
      const huge = 'MATCH (a), (b), (c) RETURN collect(a.key + b.key + c.key + $text) AS everything';
      const error = await ask(tenantId, huge, { text: 'x'.repeat(10_000) }).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(QueryLimitError);
      expect((error as Error).message).toMatch(/memory/);
      expect((await ask(tenantId, 'MATCH (n) RETURN count(*) AS amount')).rows).toEqual([[500]]);
    },
  );
});
