import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { admitRecord } from '#lib/wire/admission.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import type { OpenedProduct } from '../../e2e/opened-product.ts';

const PAGE = 1_000;
/** Characters that are shown of a record that is missing. */
const SHOWN = 600;
const WAIT_MS = 180_000;

/** What one client was told about its records. */
export class Account {
  accepted = 0;
  rejected: number;
  /** How often each accepted record whose text is known must be in the log, by a digest. */
  readonly #expected = new Map<string, { times: number; text: string }>();
  /** Records of the log that were not expected as they are there, since the texts of some batches are not known. */
  readonly #others: string[] = [];

  /** `rejected`: the records that were rejected before. */
  constructor(rejected: number) {
    this.rejected = rejected;
  }

  /** Notes the answer to a batch and returns what is wrong with it. `batch`: its records, where they are known. */
  note(answer: unknown, batch: { stream: Stream; records: unknown[] } | undefined): string | undefined {
    const { accepted, rejected, results } = answer as { accepted: number; rejected: number; results: { status: string }[] };
    if (accepted + rejected !== results.length) return `accepted ${accepted} + rejected ${rejected} are not ${results.length} results`;
    if (results.filter(({ status }) => status === 'accepted').length !== accepted)
      return 'the results say something else than their number';
    this.accepted += accepted;
    this.rejected += rejected;
    if (!batch) return undefined;
    if (batch.records.length !== results.length) return `${batch.records.length} records were sent and ${results.length} answered`;
    for (const [i, record] of batch.records.entries()) {
      if (results[i]?.status !== 'accepted') continue;
      const admitted = admitRecord(batch.stream, record);
      if ('reason' in admitted) return `record ${i} was accepted although ${admitted.detail}`;
      const digest = digestOf(batch.stream, admitted.value);
      this.#expected.set(digest, { times: (this.#expected.get(digest)?.times ?? 0) + 1, text: admitted.value });
    }
    return undefined;
  }

  /** Compares with the log and the counters of the product, and returns what is wrong. Waits until everything is counted and in the graph. */
  async check(product: OpenedProduct, clientId: string): Promise<string[]> {
    const balance = await settled(product, clientId);
    const wrong: string[] = [];
    const expect = (what: string, actual: number, expected: number) => {
      if (actual !== expected) wrong.push(`${clientId}: ${what} ${actual}, expected ${expected}`);
    };
    expect('records in flight', balance.inFlight, 0);
    expect('records that are not in the graph', balance.graphLag, 0);
    expect('records unaccounted for', balance.unaccounted, 0);
    expect('records received', balance.received, this.accepted + this.rejected);
    expect('records applied, duplicate or rejected', balance.applied + balance.duplicate + balance.rejected, this.accepted + this.rejected);
    const inLog = await this.#readLog(product, clientId);
    expect('records in the log', inLog, this.accepted);
    for (const { times, text } of this.#expected.values())
      if (times > 0) wrong.push(`${clientId}: accepted, but missing in the log: ${this.#missing(text)}`);
    return wrong;
  }

  /** A record that is missing in the log, from where it differs from the record there that is most like it. */
  #missing(text: string): string {
    let [like, start] = ['', 0];
    for (const other of this.#others) {
      let same = 0;
      while (same < other.length && other[same] === text[same]) same++;
      if (same > start) [like, start] = [other, same];
    }
    const from = Math.max(0, start - 100);
    return `${text.slice(from, from + SHOWN)}\n  most like it, from character ${start}: ${like.slice(from, from + SHOWN)}`;
  }

  async #readLog({ log }: OpenedProduct, clientId: string): Promise<number> {
    let records = 0;
    for (const stream of STREAMS) {
      for (let from = 0n; ; ) {
        const page = await log.read(clientId, stream, from, PAGE);
        const last = page.at(-1);
        if (!last) break;
        records += page.length;
        for (const { value } of page) {
          const digest = digestOf(stream, value);
          const expected = this.#expected.get(digest);
          if (expected) expected.times--;
          else this.#others.push(value);
        }
        from = last.offset + 1n;
      }
    }
    return records;
  }
}

interface Balance {
  tenantId: string;
  clientId: string;
  received: number;
  applied: number;
  duplicate: number;
  rejected: number;
  inFlight: number;
  unaccounted: number;
  graphLag: number;
}

async function settled(product: OpenedProduct, clientId: string): Promise<Balance> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const answer = await fetch(`${product.url}/api/v1/admin/clients/${clientId}`, {
      headers: { Authorization: `Bearer ${await product.newStaffToken()}` },
    });
    const { records } = (await answer.json()) as { records: Balance };
    if ((records.inFlight === 0 && records.graphLag === 0) || Date.now() > until) return records;
    await delay(200);
  }
}

/**
 * V8 reads a field whose name is one escaped character ("\u0000", "\"") as a backslash when it has parsed an object with that name in
 * the same place before (seen with 13.6). The product and this command parse in processes of their own, so they can differ there.
 */
function digestOf(stream: Stream, value: string): string {
  return hash('sha256', `${stream}\n${value.replace(/"\\(?:.|u[0-9a-f]{4})":/g, '"\uFFFD":')}`, 'base64');
}
