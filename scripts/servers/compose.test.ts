import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readEnv } from '#lib/platform/env.ts';
import { kafkaProperties } from './kafka.ts';
import { neo4jConfiguration } from './neo4j.ts';

const text = readFileSync(join(import.meta.dirname, '../../compose.yaml'), 'utf8');
const compose = parse(text);

/** Addresses, folders, and the limits that keep a developer's server small: these may differ. */
const ITS_OWN =
  /listeners$|bootstrap\.servers|log\.dirs|keystore\.location|threads|log\.segment|dedupe\.buffer|initial\.rebalance|memory|default_listen|bolt|https|tx_log|initial\.dbms/;

function settings(lines: string): Record<string, string> {
  const pairs = lines.split('\n').filter((line) => line.includes('=') && !line.startsWith('#'));
  const all = pairs.map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return Object.fromEntries(all.filter(([name]) => !ITS_OWN.test(name)));
}

describe('compose.yaml', () => {
  it('gives Kafka the settings that are tested without Docker', () => {
    const tested = kafkaProperties('/f', { plainPort: 1, tlsPort: 2, controllerPort: 3, password: `\${SERVERS_PASSWORD}` });
    expect(settings(compose.configs['kafka-properties'].content)).toEqual(settings(tested));
  });

  it('gives Neo4j the settings that are tested without Docker', () => {
    const given = Object.entries<string>(compose.services.neo4j.environment).flatMap(([name, value]) =>
      /^NEO4J_[a-z]/.test(name) ? `${name.slice(6).replaceAll('__', '-').replaceAll('_', '.').replaceAll('-', '_')}=${value}` : [],
    );
    const tested = settings(neo4jConfiguration({ boltPort: 1, password: '', database: '' }));
    expect({ 'dbms.security.auth_enabled': 'true', ...settings(given.join('\n')) }).toEqual(tested);
  });

  it('shows its servers to this machine alone, and names the version of each', () => {
    for (const { ports, image } of Object.values<{ ports: string[]; image: string }>(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      expect(image).toMatch(/:v?\d+\.\d+/);
    }
  });

  it('names variables that lead the product to its servers', () => {
    const written = [...text.matchAll(/([A-Z0-9_]+)=([^ \\\n]+)/g)].map(([, name = '', value = '']) => [name, value]);
    const variables = Object.fromEntries(written.filter(([name]) => /^(DATABASE|KAFKA|NEO4J|REDIS)_/.test(name ?? '')));
    expect(Object.keys(variables)).toContain('NEO4J_URI');
    expect(readEnv({ ...variables, DATA_DIR: '/tmp' }, () => 'a secret that is long enough for it')).toMatchObject({
      KAFKA_BROKERS: '127.0.0.1:9092',
      NEO4J_URI: 'bolt://127.0.0.1:7687',
    });
  });
});
