import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { emptyGraphs } from '#lib/platform/testing/empty-graphs.ts';

/**
 * The variables that point the product to the real servers (scripts/servers.ts), with a new database and without topics and
 * graphs. Only one product at a time may use them.
 */
export async function emptyServers(): Promise<Record<string, string>> {
  const servers = readServers();
  await Promise.all([removeTopics(servers), emptyGraphs(servers)]);
  const url = new URL(servers.DATABASE_URL ?? '');
  const name = `e2e_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return { ...servers, DATABASE_URL: url.toString(), SECRET_KEY: 'the secret of the end-to-end tests, long enough for it' };
}

/** The variables that `npm run servers` has written. */
export function readServers(): Record<string, string> {
  const file = join(import.meta.dirname, '../.servers/env');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

async function removeTopics({ KAFKA_BROKERS = '', KAFKA_USERNAME = '', KAFKA_PASSWORD = '' }: Record<string, string>): Promise<void> {
  const sasl = { mechanism: 'scram-sha-256', username: KAFKA_USERNAME, password: KAFKA_PASSWORD } as const;
  const admin = new Kafka({ brokers: KAFKA_BROKERS.split(','), sasl, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => !topic.startsWith('__'));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}
