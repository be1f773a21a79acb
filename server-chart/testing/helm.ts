import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { run } from '../../agent-chart/testing/run.ts';

/** The chart's folder. */
export const CHART = join(import.meta.dirname, '..');

// biome-ignore lint/suspicious/noExplicitAny: manifests are read as they come
export type Manifest = Record<string, any>;

/** Values with which everything that must be said is said. */
export const REQUIRED = {
  publicUrl: 'https://rca.example.com',
  neo4j: { uri: 'neo4j://graph.kg-rca.svc:7687' },
  secrets: {
    values: {
      SECRET_KEY: 'UmFuZG9tbmVzcy1vZi10aGUtdGVzdC1vbmx5LTQ4Ynl0ZXM',
      DATABASE_URL: 'postgresql://kgrca:pg-pass-of-test@db:5432/kgrca',
      NEO4J_PASSWORD: 'graph-pass-of-test',
      REDIS_PASSWORD: 'redis-pass-of-test',
    },
  },
};

/** Helm in a folder of its own, with one of the helm binaries. */
export function helmIn(binFolder: string) {
  const home = mkdtempSync(join(tmpdir(), 'kg-server-chart-'));
  let files = 0;
  /** Arguments that hand these values to helm, the later ones first in rank. */
  const withValues = (...values: (object | string)[]) =>
    values.flatMap((one) => {
      if (typeof one === 'string') return ['--values', one];
      const path = join(home, `values-${files++}.yaml`);
      writeFileSync(path, stringify(one, { version: '1.1' }));
      return ['--values', path];
    });
  const template = (release: string, ...values: (object | string)[]) =>
    run(binFolder, home, 'helm', ['template', release, CHART, '--namespace', 'kg-rca', ...withValues(...values)]);
  return {
    template,
    helm: (args: string[], ...values: (object | string)[]) => run(binFolder, home, 'helm', [...args, ...withValues(...values)]),
    /** The manifests; throws what helm says when it refuses. */
    async render(...values: (object | string)[]): Promise<Manifest[]> {
      const { code, stdout, stderr } = await template('kg-rca', ...values);
      if (code !== 0) throw new Error(stderr);
      return parseAllDocuments(stdout)
        .map((document) => {
          if (document.errors.length > 0) throw document.errors[0];
          return document.toJSON() as Manifest | null;
        })
        .filter((manifest) => manifest !== null);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
