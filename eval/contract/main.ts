/**
 * `npm run test:contract [-- --as key,session,scim,staff] [--examples N] [--seed N]`: schemathesis calls every operation of the OpenAPI document,
 * with data that fits the schemas and data that does not, as a program with an API key, as a person with a session, as a directory and as the staff.
 * Fails on an answer that the document does not declare, on 500, and on a schema that promises other than what the code takes.
 * SCHEMATHESIS names the program (scripts/test-contract.mjs installs it).
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type OpenedProduct, openProduct } from '../../e2e/opened-product.ts';
import { PLACEHOLDER, startCredentialsProxy } from './credentials-proxy.ts';

// The tester cannot write the protobuf that receiveOtlpLogs takes.
const OF_CLIENTS = ['--exclude-tag', 'Provider', '--exclude-tag', 'SCIM', '--exclude-operation-id', 'receiveOtlpLogs'];
/** Each role with the operations that are meant for it: who may not call an operation is tried on every one by the tests of isolation and roles. */
const OPERATIONS: Record<keyof typeof ROLES, readonly string[]> = {
  key: OF_CLIENTS,
  session: OF_CLIENTS,
  scim: ['--include-tag', 'SCIM'],
  staff: ['--include-tag', 'Provider'],
};

const ROLES = {
  key: async (product: OpenedProduct) => ({ authorization: `Bearer ${await product.newKey((await product.newClient()).id)}` }),
  session: async (product: OpenedProduct) => ({
    cookie: await product.newSession({ clientId: (await product.newClient()).id, role: 'owner' }),
  }),
  scim: async (product: OpenedProduct) => ({ authorization: `Bearer ${await product.newScimToken((await product.newClient()).id)}` }),
  staff: async (product: OpenedProduct) => ({ authorization: `Bearer ${await product.newStaffToken()}` }),
};

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { as: text, examples: text, seed: text }, allowPositionals: false });
const program = process.env.SCHEMATHESIS ?? 'schemathesis';
const seed = values.seed ?? '20261128';
const examples = values.examples ?? '5';
const known = Object.keys(ROLES) as (keyof typeof ROLES)[];
// The staff come last: what they change, such as plans, holds for the clients of all other roles.
const roles = ((values.as?.split(',') ?? known) as typeof known).sort((a, b) => known.indexOf(a) - known.indexOf(b));

const product = await openProduct();
const failed: string[] = [];
try {
  for (const role of roles) {
    console.log(`\nContract as ${role}: ${examples} examples an operation, seed ${seed}`);
    const proxy = await startCredentialsProxy(product.url, () => ROLES[role](product));
    const code = await schemathesis(proxy.url, OPERATIONS[role]);
    proxy.close();
    if (code !== 0) failed.push(role);
    if (!(await answers())) {
      console.log(`The product has ended. The last that it printed:\n${product.output().slice(-5_000)}`);
      failed.push('product');
      break;
    }
  }
  const errors = product
    .output()
    .split('\n')
    .filter((line) => /"level":"(error|fatal)"/.test(line));
  for (const line of errors.slice(0, 20)) console.log(`in the log of the product: ${line.slice(0, 1_000)}`);
  if (errors.length > 0) failed.push('log');
} finally {
  await product.end();
}
console.log(failed.length > 0 ? `The contract is broken: ${failed.join(', ')}.` : 'The contract holds.');
process.exit(failed.length > 0 ? 1 : 0);

function answers(): Promise<boolean> {
  return fetch(product.url).then(
    () => true,
    () => false,
  );
}

function schemathesis(url: string, operations: readonly string[]): Promise<number> {
  const args = ['--config-file', join(import.meta.dirname, 'schemathesis.toml'), 'run', `${url}/api/v1/openapi.json`, '--url', url];
  const options = ['--seed', seed, '--max-examples', examples, '--header', `Authorization: Bearer ${PLACEHOLDER}`, ...operations];
  const child = spawn(program, [...args, ...options], { stdio: 'inherit', env: { ...process.env, PYTHONWARNINGS: 'ignore' } });
  return new Promise((ended, failedToStart) => {
    child.once('error', failedToStart);
    child.once('close', (code) => ended(code ?? 1));
  });
}
