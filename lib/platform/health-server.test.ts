import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HealthServer, startHealthServer } from './health-server.ts';
import { addMetricsSource, metrics } from './metrics.ts';
import { readiness } from './readiness.ts';

let server: HealthServer;
let broken: Error | undefined;
beforeEach(async () => {
  broken = undefined;
  server = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    registry: metrics().registry,
    check: async () => {
      if (broken) throw broken;
    },
    beforeMetrics: async () => metrics().graphPlaces.set({ server: 'bolt://one', state: 'free' }, 7),
  });
});
afterEach(async () => {
  await server.close();
  readiness.ready();
});

const get = (path: string) => fetch(server.url + path);

describe('the health server of a process', () => {
  it('answers that it is alive whatever else is wrong', async () => {
    broken = new Error('the database is away');
    readiness.stopping();
    expect((await get('/healthz')).status).toBe(200);
  });

  it('is ready only once started, while its parts answer and until it stops', async () => {
    const outcomes: [number, unknown][] = [];
    const ask = async () => {
      const response = await get('/readyz');
      outcomes.push([response.status, await response.json()]);
    };
    readiness.starting();
    await ask();
    readiness.ready();
    await ask();
    broken = new Error('the database is away');
    await ask();
    readiness.stopping();
    await ask();
    expect(outcomes).toEqual([
      [503, { status: 'starting' }],
      [200, { status: 'ready' }],
      [503, { status: 'unavailable', detail: 'the database is away' }],
      [503, { status: 'stopping' }],
    ]);
  });

  it('serves the metrics of the process and of its threads, added up', async () => {
    metrics().messagesProcessed.inc({ client_id: 'acme' }, 2);
    metrics().requests.observe({ operation: 'listIncidents', status: '200' }, 0.02);
    const ofThread = JSON.parse(JSON.stringify(await metrics().registry.getMetricsAsJSON()));
    const remove = addMetricsSource(async () => ofThread);
    const text = await (await get('/metrics')).text();
    remove();
    expect(text).toContain('kg_messages_processed_total{client_id="acme"} 4');
    expect(text).toContain('http_request_duration_seconds_count{operation="listIncidents",status="200"} 2');
    expect(text).toContain('kg_graph_places{server="bolt://one",state="free"} 7');
    expect(await (await get('/metrics')).text()).toContain('kg_messages_processed_total{client_id="acme"} 2');
  });

  it('keeps what a thread counted last while it is too busy to answer, and leaves out one that never answered', async () => {
    metrics().eventsIngested.inc({ client_id: 'busy' }, 1);
    const ofThread = JSON.parse(JSON.stringify(await metrics().registry.getMetricsAsJSON()));
    let isBusy = false;
    const removers = [
      addMetricsSource(() => (isBusy ? new Promise(() => {}) : Promise.resolve(ofThread)), 20),
      addMetricsSource(() => new Promise(() => {}), 20),
    ];
    const line = 'billing_events_ingested_total{client_id="busy"} 2';
    expect(await (await get('/metrics')).text()).toContain(line);
    isBusy = true;
    expect(await (await get('/metrics')).text()).toContain(line);
    for (const remove of removers) remove();
  });

  it('answers 404 on any other path or method', async () => {
    expect((await get('/')).status).toBe(404);
    expect((await fetch(`${server.url}/metrics`, { method: 'POST' })).status).toBe(404);
  });
});
