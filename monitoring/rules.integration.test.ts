import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALERTS } from './alerts.ts';
import { renderRules, renderRuleTests } from './rules.ts';
import { hasPrometheus } from './testing/prometheus.ts';

const promtool = (args: string[]) => promisify(execFile)('promtool', args);

/** promtool is part of Debian's package `prometheus`; .ci/run says that it was skipped. */
describe.skipIf(!hasPrometheus)('the rules, in the eyes of promtool', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kg-rules-'));
    writeFileSync(join(folder, 'rules.yaml'), renderRules());
    writeFileSync(join(folder, 'tests.yaml'), renderRuleTests('rules.yaml'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are well formed', async () => {
    expect((await promtool(['check', 'rules', join(folder, 'rules.yaml')])).stdout).toContain('SUCCESS');
  });

  it('fire each in its test, and stay silent in the other', async () => {
    const { stdout } = await promtool(['test', 'rules', join(folder, 'tests.yaml')]).catch((error) => ({
      stdout: `${error.stdout}${error.stderr}`,
    }));
    expect(stdout).toContain('SUCCESS');
    expect(stdout).not.toContain('FAILED');
  });
});

it('every alert fires and is silent on the same series', () => {
  for (const { name, fires, silent } of ALERTS) {
    expect(Object.keys(silent), name).toEqual(expect.arrayContaining(Object.keys(fires)));
    expect(silent, name).not.toEqual(fires);
  }
});
