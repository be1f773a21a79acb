import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventLog, eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { countClient, monthSummary } from '#lib/usage/index.ts';
import { ingest } from './index.ts';
import { newSendingClient, type SendingClient } from './testing/client.ts';

const EVENTS = 'events.normalized';
const NOW = Date.UTC(2026, 10, 23, 12);
const clock = () => NOW;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let log: EventLog;

beforeAll(async () => {
  db = await freshDatabase();
  log = await openPostgresEventLog(db.pool, clock);
  eventLog.provide(log);
});
afterAll(async () => {
  await log.close();
  await db.drop();
});

const newClient = () => newSendingClient(log);

const event = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } };
const message = (eventId: string) => ({ eventId, observedAt: NOW, cluster: 'k', event });
const send = (client: SendingClient, records: object[]) => ingest(client, EVENTS, Buffer.from(JSON.stringify({ records })), false, NOW);
const ACCEPTED = { status: 'accepted' };
const DUPLICATE = { status: 'accepted', duplicate: true };

describe('the result of a batch', () => {
  it('names each record that will not be billed because it was sent before, and the counters say the same', async () => {
    const client = await newClient();
    expect(await send(client, [message('a'), message('b'), message('a')])).toEqual({
      accepted: 3,
      duplicates: 1,
      rejected: 0,
      results: [ACCEPTED, ACCEPTED, DUPLICATE],
    });
    await countClient({ pool: db.pool, log, clock }, client.id);
    expect(await send(client, [message('b'), {}, message('c')])).toEqual({
      accepted: 2,
      duplicates: 1,
      rejected: 1,
      results: [DUPLICATE, { status: 'rejected', reason: 'does_not_parse', detail: expect.any(String) }, ACCEPTED],
    });
    await countClient({ pool: db.pool, log, clock }, client.id);
    expect(await monthSummary(client.id, NOW)).toMatchObject({ events: 3, duplicates: 2, rejected: 1 });
  });

  it('knows nothing of what another client sent', async () => {
    const [one, other] = [await newClient(), await newClient()];
    await send(one, [message('a')]);
    await countClient({ pool: db.pool, log, clock }, one.id);
    expect(await send(other, [message('a')])).toMatchObject({ duplicates: 0, results: [ACCEPTED] });
  });
});
