import { describe, expect, it } from 'vitest';
import { bytesOf, packSegment, unpackSegment } from './segment.ts';

const identity = (n: number) => Buffer.alloc(16, n);

describe('a segment', () => {
  it('gives back its records: keys, values, offsets up to the last, and the time', () => {
    const records = [
      { key: 'a', value: '{"n":1}' },
      { key: '', value: '' },
      { key: 'ключ', value: '{"text":"naïve 😀 \n \'quoted\'"}' },
    ];
    expect(unpackSegment(packSegment(records, 41n), 41n, 7)).toEqual(
      records.map((record, i) => ({ ...record, offset: BigInt(39 + i), appendedAt: 7 })),
    );
  });

  it('keeps the gaps between the offsets of records that are left of more', () => {
    const left = [3n, 4n, 9n].map((offset) => ({ offset, key: `k${offset}`, value: 'v' }));
    expect(unpackSegment(packSegment(left, 12n), 12n, 0).map(({ offset, key }) => [offset, key])).toEqual([
      [3n, 'k3'],
      [4n, 'k4'],
      [9n, 'k9'],
    ]);
  });

  it('carries identities where every record has one, and none otherwise', () => {
    const all = [1, 2].map((n) => ({ key: 'k', value: 'v', identity: identity(n) }));
    expect(unpackSegment(packSegment(all, 1n), 1n, 0).map((record) => record.identity)).toEqual([identity(1), identity(2)]);
    const some = [...all, { key: 'k', value: 'v' }];
    expect(unpackSegment(packSegment(some, 2n), 2n, 0).map((record) => record.identity)).toEqual([undefined, undefined, undefined]);
  });

  it('is read uncompressed as well', () => {
    const plain = Buffer.from('{"keys":[1],"values":[2]}\nk{}');
    expect(unpackSegment(plain, 5n, 1)).toEqual([{ offset: 5n, key: 'k', value: '{}', appendedAt: 1 }]);
  });

  it('takes less than a tenth of the room of records that are alike', () => {
    const records = Array.from({ length: 500 }, (_, i) => ({
      key: `prod/pod-${i}`,
      value: JSON.stringify({ kind: 'Pod', namespace: 'shop', name: `pod-${i}`, message: 'Container image already present on machine' }),
    }));
    expect(packSegment(records, 499n).length).toBeLessThan(bytesOf(records) / 10);
  });
});
