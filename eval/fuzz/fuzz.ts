import { Agent } from 'node:http';
import type { OpenedClient, OpenedProduct } from '../../e2e/opened-product.ts';
import { Account } from './accounts.ts';
import { Callers } from './callers.ts';
import { type Input, ingestInput, portalInput, rawInput, restInput } from './inputs.ts';
import { type Operation, operationsOf } from './operations.ts';
import { Random } from './random.ts';
import { type Answer, send } from './send.ts';

const AT_ONCE = 24;
const SENDERS = 4;
/** A body above this may be refused before it was read, which the sender sees as a connection that breaks. */
const LARGE_BYTES = 1_024 * 1_024;
/** What an answer of a program that has lost control would show: a line of a stack. */
const STACK = /\n\s+at [\w.<> ]+ \(?(file|node|\/)[^\n]*:\d+:\d+/;

/** What the server answers before it looks an operation up; the document says so in its description. */
const BEFORE_OPERATIONS = [405, 421, 431];

/** What a run found. */
export interface Findings {
  inputs: number;
  /** Answers by status; 0: the connection was closed without one. */
  byStatus: Record<number, number>;
  records: { accepted: number; rejected: number };
  /** What must not happen, in sentences; empty when all is well. */
  failures: string[];
}

/**
 * Sends `inputs` mutated requests to a product, in an order and with contents that `seed` decides, apart from times and the ids that
 * the product gives. Judges every answer, then compares what was said about records with the event log and the counters, and looks
 * for errors in the product's log. `only` sends the input with this number alone; `progress` is called after every input with what
 * was found so far.
 */
export async function fuzz(
  product: OpenedProduct,
  { inputs, seed, only, progress }: { inputs: number; seed: number; only?: number; progress?: (soFar: Findings) => void },
): Promise<Findings> {
  const run = await Run.of(product, seed);
  const numbers = only === undefined ? inputs : only + 1;
  let next = only ?? 0;
  const worker = async () => {
    for (let i = next++; i < numbers; i = next++) {
      await run.one(i);
      progress?.(run.findings);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return run.end();
}

class Run {
  readonly #product: OpenedProduct;
  readonly #seed: number;
  readonly #operations: readonly Operation[];
  readonly #callers: Callers;
  readonly #senders: { client: OpenedClient; account: Account }[];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  readonly #url: URL;
  readonly #pid: number;
  readonly findings: Findings = { inputs: 0, byStatus: {}, records: { accepted: 0, rejected: 0 }, failures: [] };

  static async of(product: OpenedProduct, seed: number): Promise<Run> {
    const document = await (await fetch(`${product.url}/api/v1/openapi.json`)).json();
    const clients = await Promise.all(Array.from({ length: SENDERS }, () => product.newClient()));
    return new Run(product, seed, operationsOf(document), clients);
  }

  private constructor(product: OpenedProduct, seed: number, operations: readonly Operation[], clients: OpenedClient[]) {
    this.#product = product;
    this.#seed = seed;
    this.#operations = operations;
    this.#callers = new Callers(product);
    this.#senders = clients.map((client) => ({ client, account: new Account(client.rejected) }));
    this.#url = new URL(product.url);
    this.#pid = product.pid;
  }

  /** Makes the input of a number, sends it and judges the answer. */
  async one(number: number): Promise<void> {
    const random = new Random(this.#seed, number);
    const share = random.share();
    const sender = share < 0.45 ? random.of(this.#senders) : undefined;
    const input = sender ? ingestInput(random, sender.client.key) : await this.#otherInput(random, share);
    // Every input comes from an address of its own, or the throttles for strangers would answer most of them.
    input.headers['x-forwarded-for'] ??= `198.18.${(number >> 8) & 255}.${number & 255}`;
    const answer = await send(this.#url, this.#agent, input).catch((error: Error) => error);
    if (answer instanceof Error) {
      this.findings.failures.push(`input ${number}: ${answer.message}\n  ${shown(input)}`);
      return;
    }
    this.findings.inputs++;
    this.findings.byStatus[answer.status] = (this.findings.byStatus[answer.status] ?? 0) + 1;
    const wrong = wrongWith(input, answer) ?? (sender && answer.status === 200 ? noteBatch(sender.account, input, answer) : undefined);
    if (wrong)
      this.findings.failures.push(
        `input ${number}: ${wrong}\n  ${shown(input)}\n  ${answer.status} ${answer.error ?? answer.body.toString().slice(0, 400)}`,
      );
  }

  async #otherInput(random: Random, share: number): Promise<Input> {
    if (share < 0.9) return restInput(random, this.#operations, this.#callers);
    return share < 0.97 ? portalInput(random, this.#callers) : rawInput(random, this.#url.host);
  }

  /** The findings, once the product has done everything that it was told to. */
  async end(): Promise<Findings> {
    const { failures, records } = this.findings;
    this.#agent.destroy();
    if (this.#product.pid !== this.#pid) failures.push('the product was started again');
    for (const { client, account } of this.#senders) {
      records.accepted += account.accepted;
      records.rejected += account.rejected;
      failures.push(...(await account.check(this.#product, client.id)));
    }
    const { skipped } = await (
      await fetch(`${this.#url.origin}/api/v1/admin/overview`, {
        headers: { Authorization: `Bearer ${await this.#product.newStaffToken()}` },
      })
    ).json();
    for (const one of skipped) failures.push(`work that was skipped because it failed: ${JSON.stringify(one).slice(0, 600)}`);
    for (const line of this.#product.output().split('\n')) {
      if (/"level":"(error|fatal)"|^\s*(Uncaught|Unhandled)/i.test(line)) failures.push(`in the log: ${line.slice(0, 600)}`);
    }
    return this.findings;
  }
}

/** What must not be so, of an answer; undefined when all is well. */
function wrongWith(input: Input, { status, contentType, body, error }: Answer): string | undefined {
  if (error !== undefined) return (input.body?.length ?? 0) > LARGE_BYTES ? undefined : 'the connection broke';
  if (status >= 500 && status !== 503) return 'the server failed';
  const text = body.toString();
  if (STACK.test(text)) return 'the answer shows a stack';
  if (input.raw || !input.path.startsWith('/api/v1/') || status < 400 || body.length === 0) return undefined;
  if (contentType.startsWith('application/scim+json')) return undeclared(input, status);
  if (!contentType.startsWith('application/problem+json')) return status === 404 ? undefined : `a refusal of the type ${contentType}`;
  const problem = JSON.parse(text);
  if (undeclared(input, status)) return undeclared(input, status);
  return problem.status === status && problem.code && problem.detail ? undefined : 'a problem that lacks its parts';
}

function undeclared({ operation }: Input, status: number): string | undefined {
  if (!operation || BEFORE_OPERATIONS.includes(status) || operation.statuses.includes(status)) return undefined;
  return `${operation.method} ${operation.path} does not declare ${status}`;
}

function noteBatch(account: Account, { batch }: Input, { body }: Answer): string | undefined {
  return account.note(JSON.parse(body.toString()), batch);
}

function shown({ method, path, headers, body, raw }: Input): string {
  const { authorization, cookie, ...rest } = headers;
  const identity = authorization ? 'with a key' : cookie ? 'with a cookie' : 'as nobody';
  return `${method} ${path.slice(0, 300)} ${identity} ${JSON.stringify(rest).slice(0, 500)} ${(raw ?? body ?? '').toString().slice(0, 600)}`;
}
