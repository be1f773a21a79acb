#!/usr/bin/env node
/**
 * Speaks the schema-engine protocol of Prisma's CLI (one JSON-RPC message a line on stdio) over the WebAssembly
 * engine of the npm package @prisma/schema-engine-wasm, so that `prisma migrate` and `generate` need no download.
 * Works around two defects of adapter-pg 7.10: it cannot decode "char" columns of pg_catalog, and it splits
 * scripts at every `;`, which breaks functions and quoted text.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const OID_CHAR = 18;
const OID_TEXT = 25;

/** Reads the CLI's arguments: the schemas, the datasource and, for one-shot calls, the command after `cli`. */
async function readArguments(argv) {
  const options = { schemas: [], url: undefined, shadowUrl: undefined, command: undefined };
  for (let i = 0; i < argv.length; i++) {
    switch (argv[i]) {
      case '--version':
        console.log('schema-engine-cli wasm');
        process.exit(0);
        break;
      case '--datamodels': {
        const path = argv[++i];
        options.schemas.push([path, await readFile(path, 'utf8')]);
        break;
      }
      case '--datasource': {
        const datasource = JSON.parse(argv[++i]);
        options.url = datasource.url;
        options.shadowUrl = datasource.shadowDatabaseUrl;
        break;
      }
      case 'cli':
        options.command = argv[++i];
        break;
      default:
        i++; // an option with a value that is of no use here
    }
  }
  return options;
}

function urlOfDatabase(url, database) {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.toString();
}

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** `cli can-connect-to-database | create-database | drop-database`: answered by exit code and one log line. */
async function oneShot({ url, command }) {
  process.stderr.write('\n'); // the CLI drops the first line of stderr
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  const client = new pg.Client({ connectionString: command === 'can-connect-to-database' ? url : urlOfDatabase(url, 'postgres') });
  try {
    await client.connect();
    if (command === 'create-database') await client.query(`CREATE DATABASE ${quoted(database)}`);
    if (command === 'drop-database') await client.query(`DROP DATABASE IF EXISTS ${quoted(database)}`);
    await client.end();
    process.exit(0);
  } catch (error) {
    const code = { '3D000': 'P1003', '28P01': 'P1000' }[error.code] ?? 'P1001';
    const fields = { is_panic: false, error_code: code, message: error.message };
    process.stderr.write(
      `${JSON.stringify({ timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' })}\n`,
    );
    process.exit(1);
  }
}

/** A client that presents "char" columns as text. */
class CatalogClient extends pg.Client {
  query(config, values, callback) {
    const asText = (answer) => {
      for (const result of [answer].flat())
        for (const field of result?.fields ?? []) if (field.dataTypeID === OID_CHAR) field.dataTypeID = OID_TEXT;
      return answer;
    };
    const done = typeof values === 'function' ? values : callback;
    if (typeof done === 'function') {
      const wrapped = (error, answer) => done(error, answer && asText(answer));
      return typeof values === 'function' ? super.query(config, wrapped) : super.query(config, values, wrapped);
    }
    const answer = super.query(config, values);
    return typeof answer?.then === 'function' ? answer.then(asText) : answer;
  }
}

function sendingScriptsWhole(connection) {
  connection.executeScript = async (script) => {
    try {
      await connection.client.query(script);
    } catch (error) {
      connection.onError(error);
    }
  };
  return connection;
}

const poolFor = (connectionString) => new pg.Pool({ connectionString, max: 1, Client: CatalogClient });

class MigrationFactory extends PrismaPg {
  #options;
  constructor(options) {
    super(poolFor(options.url ?? 'postgresql://127.0.0.1:1/none'));
    this.#options = options;
  }
  async connect() {
    return sendingScriptsWhole(await super.connect());
  }
  /** A throw-away database in which the migrations are replayed to compare with the schema. */
  async connectToShadowDb() {
    const name = `prisma_shadow_${crypto.randomUUID()}`;
    const admin = new pg.Client({ connectionString: this.#options.shadowUrl ?? this.#options.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${quoted(name)}`);
    const pool = poolFor(urlOfDatabase(this.#options.url, name));
    const shadow = sendingScriptsWhole(await new PrismaPg(pool).connect());
    shadow.dispose = async () => {
      await pool.end();
      await admin.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
      await admin.end();
    };
    return shadow;
  }
}

async function loadEngine() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

const options = await readArguments(process.argv.slice(2));
if (options.command) await oneShot(options);

const SchemaEngine = await loadEngine();
const adapter = bindMigrationAwareSqlAdapterFactory(new MigrationFactory(options));
let engine;
async function answer(request) {
  engine ??= await SchemaEngine.new({ datamodels: options.schemas.length ? options.schemas : undefined }, () => {}, adapter);
  const method = request.method === 'getDatabaseVersion' ? 'version' : request.method;
  const result = await engine[method](request.params);
  if (request.method === 'diff' && result?.stdout != null) {
    send({ method: 'print', id: 1e9 + request.id, params: { content: result.stdout } });
  }
  return result ?? {};
}
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

let queue = Promise.resolve();
const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
lines.on('line', (line) => {
  const request = line.trim() ? JSON.parse(line) : {};
  if (!request.method) return;
  queue = queue.then(async () => {
    try {
      send({ id: request.id, result: await answer(request) });
    } catch (error) {
      const data = { is_panic: false, message: error.message, error_code: error.code ?? error.error_code, meta: error.meta };
      send({ id: request.id, error: { code: 4466, message: error.message, data } });
    }
  });
});
lines.on('close', () => queue.then(() => process.exit(0)));
