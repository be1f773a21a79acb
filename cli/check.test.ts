import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RISKS } from '#lib/rca/risks/index.ts';
import { runForTest } from './testing.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kg-rca-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runForTest(args);

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const container = { name: 'web', image: 'web:1', ports: [{ name: 'http', containerPort: 80 }], env: [{ name: 'A' }, { name: 'A' }] };
const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { replicas: 2, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } } },
};
const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'htp' }] },
};

/** What SARIF 2.1.0 requires of the parts that we write (its sections 3.13, 3.14, 3.19, 3.20, 3.27, 3.28, 3.33 and 3.49). */
const message = z.strictObject({ text: z.string().min(1) });
const SARIF = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({ name: z.string(), rules: z.array(z.strictObject({ id: z.string(), shortDescription: message })) }),
      }),
      invocations: z.tuple([
        z.strictObject({
          executionSuccessful: z.boolean(),
          toolExecutionNotifications: z.array(z.strictObject({ level: z.enum(['none', 'note', 'warning', 'error']), message })),
        }),
      ]),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.number().int().nonnegative(),
          level: z.enum(['none', 'note', 'warning', 'error']),
          message,
          locations: z.tuple([
            z.strictObject({
              physicalLocation: z.strictObject({ artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s\\]+$/) }) }).optional(),
              logicalLocations: z.tuple([
                z.strictObject({ name: z.string(), fullyQualifiedName: z.string(), kind: z.literal('resource') }),
              ]),
            }),
          ]),
          partialFingerprints: z.record(z.string(), z.string()),
          properties: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ]),
});

describe('kg-rca check', () => {
  it('lists the risks of manifests, the worst first, and exits with 1', async () => {
    const { code, out, err } = await run('check', write('web.yaml', `${JSON.stringify(DEPLOYMENT)}\n---\n${JSON.stringify(SERVICE)}\n`));
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.split('\n').filter((line) => line.startsWith('High') || line.startsWith('Low'))).toEqual([
      'High: Service shop/web (port.undeclared)',
      'Low: Deployment shop/web (environment.duplicate_name)',
    ]);
  });

  it('reads several files and folders', async () => {
    write('service.json', JSON.stringify(SERVICE));
    const { out } = await run('check', folder, write('web.json', JSON.stringify(DEPLOYMENT)));
    expect(out).toContain('port.undeclared');
  });

  it('exits with 0 where there is no risk of the severity', async () => {
    const path = write('web.json', JSON.stringify(DEPLOYMENT));
    expect(await run('check', path, '--severity', 'medium')).toEqual({ code: 0, out: 'No risks\n', err: '' });
    expect((await run('check', path)).code).toBe(1);
  });

  it('tells what could not be checked apart from what is missing', async () => {
    const pod = { ...DEPLOYMENT, spec: { template: { spec: { priorityClassName: 'gone', containers: [{ name: 'web' }] } } } };
    const { code, out } = await run('check', write('web.json', JSON.stringify(pod)));
    expect(code).toBe(0);
    expect(out).toContain('Not all objects of the kind PriorityClass were read');
  });

  it('as JSON gives every risk with its object, evidence and remedy', async () => {
    const { out } = await run('check', write('web.json', JSON.stringify([DEPLOYMENT, SERVICE])), '--format', 'json');
    expect(JSON.parse(out).risks[0]).toMatchObject({
      code: 'port.undeclared',
      severity: 'high',
      object: { kind: 'Service', namespace: 'shop', name: 'web' },
      evidence: { source: { type: 'state', path: 'spec.ports[].targetPort', value: 'htp' } },
      remedy: { command: 'kubectl edit service web -n shop' },
    });
  });

  it('as SARIF gives a log of the standard, with the file of each object', async () => {
    const path = write('web.json', JSON.stringify([DEPLOYMENT, SERVICE]));
    const { code, out } = await run('check', path, '--format', 'sarif');
    expect(code).toBe(1);
    const [{ tool, results }] = SARIF.parse(JSON.parse(out)).runs;
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(RISKS.map(({ code }) => code));
    expect(results.map(({ level }) => level)).toEqual(['error', 'note']);
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(locations[0].physicalLocation?.artifactLocation.uri).toBe(path);
    }
  });

  it('as SARIF without a risk is a log without results', async () => {
    const { code, out } = await run('check', write('s.json', JSON.stringify({ ...SERVICE, spec: {} })), '--format', 'sarif');
    expect(code).toBe(0);
    expect(SARIF.parse(JSON.parse(out)).runs[0].results).toEqual([]);
  });

  it.each<[string, string[], RegExp]>([
    ['nothing to read', ['check'], /specify files or folders with objects, or --live/],
    ['files and --live', ['check', 'a.yaml', '--live'], /not both/],
    ['a file that does not exist', ['check', '/no/such.yaml'], /\/no\/such\.yaml does not exist/],
    ['an unknown format', ['check', '.', '--format', 'xml'], /--format must be one of text, json, sarif, not xml/],
    ['an unknown severity', ['check', '.', '--severity', 'huge'], /--severity must be one of high, medium, low, not huge/],
    ['an option of analyze', ['check', '.', '--json'], /check does not have the option --json/],
  ])('with %s says so in one line and exits with 2', async (_, args, text) => {
    const { code, out, err } = await run(...args);
    expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toMatch(text);
  });

  it.each([
    ['a file that is not JSON', '{"kind":'],
    ['a file without objects', '[]'],
  ])('for %s names the file and exits with 2', async (_, content) => {
    const { code, err } = await run('check', write('bad.json', content));
    expect(code).toBe(2);
    expect(err).toContain('bad.json');
  });

  it('analyze does not take its options', async () => {
    expect(await run('analyze', '.', '--format', 'sarif')).toMatchObject({
      code: 2,
      err: expect.stringContaining('analyze does not have the option --format'),
    });
  });
});
