/**
 * `npm run test:stripe`: an independent judge of the requests that the product makes to Stripe. The tests that use the simulator of Stripe
 * run with a record of every request, and the record is replayed against stripe-mock, which knows Stripe's own OpenAPI document and refuses
 * paths and parameters that are not in it. By itself it looks at the outermost parameters only, so it is handed a copy of the document in
 * which no object takes properties that are not named. stripe-mock keeps nothing, so ids that it never gave are fine. It is a program in
 * Go, built into `.cache/stripe-mock` at the pinned version; the document that it brings is some months older than the SDK's API version.
 *
 *   npm run test:stripe                        records, then replays
 *   npm run test:stripe -- --requests FILE     replays a record that an earlier run made (STRIPE_SIMULATOR_RECORD=FILE npm test)
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { environment, fail, prepareCode, root, run } from './prepare.mjs';

const VERSION = 'v0.203.0';
const folder = join(root, '.cache/stripe-mock', VERSION);
const program = join(folder, 'stripe-mock');
const specification = join(folder, 'openapi.json');
const READY_WITHIN_MS = 10_000;

async function install() {
  if (existsSync(program) && existsSync(specification)) return;
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0)
    fail('test:stripe builds stripe-mock, which needs Go (on Debian: apt-get install golang).');
  console.log(`Building stripe-mock ${VERSION} ...`);
  mkdirSync(folder, { recursive: true });
  const built = await run('go', ['install', `github.com/stripe/stripe-mock@${VERSION}`], { env: { ...process.env, GOBIN: folder } });
  if (built !== 0) fail('stripe-mock could not be built: see above.');
  const cache = spawnSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).stdout.trim();
  const source = join(cache, `github.com/stripe/stripe-mock@${VERSION}`, 'embedded/openapi/spec3.json');
  const document = JSON.parse(readFileSync(source, 'utf8'));
  for (const operations of Object.values(document.paths)) {
    for (const { parameters, requestBody } of Object.values(operations)) tighten([parameters, requestBody]);
  }
  writeFileSync(specification, JSON.stringify(document));
}

/** Lets no object of a schema take properties that are not named. */
function tighten(node) {
  if (typeof node !== 'object' || node === null) return;
  if (node.properties && node.type === 'object') node.additionalProperties ??= false;
  for (const part of Object.values(node)) tighten(part);
}

/** The tests that start the simulator. */
function testsWithStripe() {
  return ['app', 'lib', 'simulators', 'workers'].flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.integration.test.ts'))
      .map((file) => join(root, part, file))
      .filter((file) => /simulators\/stripe\/|\.\/simulator\.ts'|testing\/stripe\.ts'/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(root, file)),
  );
}

async function record() {
  const file = join(root, '.cache/stripe-requests.ndjson');
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(file, { force: true });
  const env = { ...environment(), STRIPE_SIMULATOR_RECORD: file };
  const status = await run('node', ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', ...testsWithStripe()], { env });
  if (status !== 0) fail('The tests that were to be recorded failed: see above.');
  return file;
}

/** A port that is free now. */
function freePort() {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

async function startMock() {
  const port = await freePort();
  const mock = spawn(program, ['-http-addr', `127.0.0.1:${port}`, '-spec', specification], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; await delay(100)) {
    if (await fetch(url).catch(() => undefined)) return { url, stop: () => mock.kill() };
  }
  mock.kill();
  return fail(`stripe-mock did not answer within ${READY_WITHIN_MS / 1000} seconds.`);
}

/** The requests of a record, each kind once: the same operation with the same parameters, whatever their values, except words. */
function distinct(file) {
  const kinds = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const request = JSON.parse(line);
    const shape = decodeURIComponent(request.body)
      .split('&')
      .map((pair) => pair.replace(/=.*\d.*$/, '=#'))
      .sort()
      .join('&');
    const path = request.path.replace(/\/[a-z_]*_[0-9A-Za-z]{6,}/g, '/:id');
    kinds.set(`${request.method} ${path} ${shape}`, request);
  }
  return [...kinds.values()];
}

async function refusalOf(url, { method, path, body }) {
  const inQuery = method === 'GET' || method === 'DELETE';
  const answer = await fetch(`${url}${path}${inQuery && body ? `?${body}` : ''}`, {
    method,
    headers: { Authorization: 'Bearer sk_test_judge', 'Content-Type': 'application/x-www-form-urlencoded' },
    ...(inQuery ? {} : { body }),
  });
  const text = await answer.text();
  return answer.ok
    ? undefined
    : `${method} ${path}\n    ${decodeURIComponent(body)}\n    ${answer.status}: ${JSON.parse(text).error?.message ?? text}`;
}

const at = process.argv.indexOf('--requests');
await prepareCode();
await install();
const file = at > 0 ? process.argv[at + 1] : await record();
if (!file || !existsSync(file)) fail(`There is no record of requests at ${file}. Leave --requests out to make one.`);
const requests = distinct(file);
if (requests.length === 0) fail('The record of requests is empty: no test has called the simulator of Stripe.');
const mock = await startMock();
const refusals = [];
for (const request of requests) {
  const refusal = await refusalOf(mock.url, request);
  if (refusal) refusals.push(refusal);
}
mock.stop();
for (const refusal of refusals) console.error(refusal);
console.log(`stripe-mock ${VERSION}: ${requests.length} different requests, ${refusals.length} refused`);
process.exit(refusals.length === 0 ? 0 : 1);
