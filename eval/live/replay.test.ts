import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRuns } from './replay.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'kg-replay-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const T = '2026-03-01T09:00:00Z';
const good = JSON.stringify({ t: T, op: 'upsert', object: { kind: 'Pod', metadata: { name: 'a' } } });

function read(text: string, ledger?: object) {
  writeFileSync(join(dir, 'run.jsonl'), text);
  writeFileSync(join(dir, 'run.ledger.json'), JSON.stringify(ledger ?? {}));
  return readRuns([join(dir, 'run.jsonl')]);
}

describe('a run that is read', () => {
  it('has its lines in the order of their times', () => {
    const event = JSON.stringify({ t: '2026-03-01T08:59:00Z', event: { reason: 'BackOff' } });
    expect(read(`${good}\n${event}\n`)[0]?.seen.map((one) => 'object' in one && one.object.kind)).toEqual(['Event', 'Pod']);
  });

  it.each([
    ['', /run\.jsonl: it contains no lines/],
    [`${good}\n{`, /run\.jsonl:2: not a JSON object/],
    [JSON.stringify({ t: 'soon', op: 'upsert', object: {} }), /run\.jsonl:1: t: expected a time like .*, not "soon"/],
    [JSON.stringify({ t: T, op: 'patch', object: {} }), /run\.jsonl:1: neither/],
    [JSON.stringify({ t: T, log: { namespace: 'a' } }), /run\.jsonl:1: neither/],
  ])('is refused with the place and the reason: %s', (text, why) => expect(() => read(text)).toThrow(why));

  it('is refused when its ledger names a trouble without codes, or a bad time', () => {
    expect(() => read(good, { troubles: [{ object: 'app/x' }] })).toThrow(/ledger\.json: a trouble needs object .* and accepted/);
    expect(() => read(good, { troubles: [{ object: 'app/x', accepted: ['app.crash'], firstSign: 5 }] })).toThrow(
      /firstSign: expected a time/,
    );
    expect(() => read(good, { commands: [{ command: 'ls' }] })).toThrow(/t of a command: expected a time/);
  });

  it('is refused when its folder has none', () => {
    const empty = mkdtempSync(join(tmpdir(), 'kg-replay-empty-'));
    expect(() => readRuns([empty])).toThrow(/it contains no runs/);
    rmSync(empty, { recursive: true });
  });
});
