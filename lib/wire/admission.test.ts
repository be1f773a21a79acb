import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { admit, MAX_BODY_BYTES, MAX_RECORDS } from './admission.ts';

const message = (eventId: string, more: object = {}) => ({
  eventId,
  observedAt: 1_700_000_000_000,
  cluster: 'prod',
  event: { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' }, reason: 'BackOff' },
  ...more,
});
const body = (records: unknown) => Buffer.from(JSON.stringify({ records }));

describe('admit', () => {
  it('takes right records with their key, plain or gzip', () => {
    for (const [bytes, gzip] of [
      [body([message('a')]), false],
      [gzipSync(body([message('a')])), true],
    ] as const) {
      expect(admit('events.normalized', bytes, gzip)).toMatchObject({
        accepted: [{ index: 0, cluster: 'prod', key: 'prod/a' }],
        rejected: [],
        total: 1,
      });
    }
  });

  it('rejects an object in disguise of a text alone, too', () => {
    const disguised = JSON.parse('{"length":{"valueOf":1,"toString":1}}');
    const { accepted, rejected } = admit(
      'events.normalized',
      body([message('a'), message('b', { eventId: disguised }), message('c')]),
      false,
    );
    expect(accepted.map(({ index }) => index)).toEqual([0, 2]);
    expect(rejected).toMatchObject([{ index: 1, reason: 'does_not_parse' }]);
  });

  it('rejects a bad record alone, naming the field, and keeps the others', () => {
    const { accepted, rejected } = admit(
      'events.normalized',
      body([message('a'), message('b', { cluster: 'NO!' }), 7, message('c')]),
      false,
    );
    expect(accepted.map((record) => record.index)).toEqual([0, 3]);
    expect(rejected.map(({ index, reason, detail }) => [index, reason, detail.split(':')[0]])).toEqual([
      [1, 'does_not_parse', 'cluster'],
      [2, 'does_not_parse', 'record'],
    ]);
  });

  it('does not let a field that is not of the message into the log', () => {
    const { accepted } = admit('events.normalized', body([message('a', { surplus: 'x' })]), false);
    expect(accepted[0]?.value).not.toContain('surplus');
  });

  it('rejects a record over the size of a message', () => {
    const big = message('big', { event: { ...message('x').event, note: 'x'.repeat(300_000) } });
    expect(admit('events.normalized', body([big]), false).rejected.map((one) => one.reason)).toEqual(['too_large']);
  });

  it('replaces what cannot be stored, NUL and halves of characters, in every text and name of a field', () => {
    const bad = message('a\u0000', { event: { ...message('x').event, note: 'cut \ud83d', 'f\u0000': ['\ude00'] } });
    const { accepted, rejected } = admit('events.normalized', body([bad]), false);
    expect(rejected).toEqual([]);
    expect(JSON.parse(accepted[0]!.value)).toMatchObject({ eventId: 'a\ufffd', event: { note: 'cut \ufffd', 'f\ufffd': ['\ufffd'] } });
    expect(accepted[0]!.key).toBe('prod/a\ufffd');
  });

  it('rejects a record alone that is nested deeper than any object', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const records = `${JSON.stringify(message('a'))},${JSON.stringify(message('b')).replace('"BackOff"', deep)},${deep}`;
    const { accepted, rejected } = admit('events.normalized', Buffer.from(`{"records":[${records}]}`), false);
    expect(accepted.map(({ index }) => index)).toEqual([0]);
    expect(rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'does_not_parse'],
      [2, 'does_not_parse'],
    ]);
  });

  it.each([
    ['no JSON', Buffer.from('nonsense'), false, 400],
    ['JSON without records', Buffer.from('{}'), false, 400],
    ['an empty list', body([]), false, 400],
    ['null', Buffer.from('null'), false, 400],
    ['gzip that is none', Buffer.from('nonsense'), true, 400],
    ['too many records', body(Array.from({ length: MAX_RECORDS + 1 }, () => 1)), false, 413],
    ['a body that is too large', Buffer.alloc(MAX_BODY_BYTES + 1, 32), false, 413],
    ['gzip that unpacks to too much', gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1)), true, 413],
  ])('refuses %s whole', (_what, bytes, gzip, status) => {
    expect(() => admit('events.normalized', bytes, gzip)).toThrow(expect.objectContaining({ name: 'Problem', status }));
  });
});
