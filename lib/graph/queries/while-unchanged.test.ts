import { describe, expect, it } from 'vitest';
import type { GraphStore } from '../port.ts';
import { whileUnchanged } from './while-unchanged.ts';

/** A store whose graph changes when a test says so, and a read that numbers its answers. */
function setting(store: { version?: number | undefined } = { version: 0 }) {
  let asked = 0;
  const graph = { version: async () => store.version } as unknown as GraphStore;
  const numbered = (during: () => void = () => {}) =>
    whileUnchanged('numbers', async (_store, tenantId, question: { of?: string }) => {
      during();
      return { tenantId, question, list: [++asked] };
    });
  return { graph, store, numbered };
}

describe('a read that holds while the graph is unchanged', () => {
  it('is answered once for each client and question, until the graph changes', async () => {
    const { graph, store, numbered } = setting();
    const read = numbered();
    const ask = async (tenantId: string, of?: string) => (await read(graph, tenantId, of === undefined ? {} : { of })).list[0];
    expect([await ask('a'), await ask('a'), await ask('b'), await ask('a', 'x'), await ask('a', 'x')]).toEqual([1, 1, 2, 3, 3]);
    store.version = 1;
    expect([await ask('a'), await ask('a')]).toEqual([4, 4]);
  });

  it('is told from another read and from that of another store by its name and its store', async () => {
    const [one, other] = [setting(), setting()];
    const read = one.numbered();
    const differently = whileUnchanged('letters', async () => 'a');
    expect((await read(one.graph, 'a', {})).list).toEqual([1]);
    expect((await read(other.graph, 'a', {})).list).toEqual([2]);
    expect(await differently(one.graph, 'a')).toBe('a');
  });

  it('is not kept where the graph changed meanwhile, or where its store cannot tell', async () => {
    const { graph, store, numbered } = setting();
    let version = 0;
    const changing = numbered(() => (store.version = ++version));
    expect((await changing(graph, 'a', {})).list).toEqual([1]);
    store.version = 0;
    expect((await changing(graph, 'a', {})).list).toEqual([2]);

    const untold = setting({ version: undefined });
    const read = untold.numbered();
    for (const store of [untold.graph, {} as GraphStore]) {
      const first = (await read(store, 'a', {})).list[0]!;
      expect((await read(store, 'a', {})).list).toEqual([first + 1]);
    }
  });

  it('cannot be changed by one caller for the next', async () => {
    const { graph, numbered } = setting();
    const read = numbered();
    await read(graph, 'a', {});
    const kept = await read(graph, 'a', {});
    expect(() => kept.list.push(7)).toThrow(TypeError);
    expect((await read(graph, 'a', {})).list).toEqual([1]);
  });

  it('that fails is read again, and one that is very large is not kept', async () => {
    const { graph } = setting();
    let tries = 0;
    const failing = whileUnchanged('failing', async () => {
      if (++tries === 1) throw new Error('the graph is away');
      return 'x'.repeat(2 ** 22);
    });
    await expect(failing(graph, 'a')).rejects.toThrow('the graph is away');
    await failing(graph, 'a');
    await failing(graph, 'a');
    expect(tries).toBe(3);
  });
});
