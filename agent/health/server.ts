import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgentStatus } from './status.ts';

/** The agent's own figures in Prometheus' text format. */
function metricsText(status: AgentStatus): string {
  const gauge = (name: string, help: string, lines: string[]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('\n')}\n`;
  const counter = (name: string, help: string, value: number) => `# HELP ${name} ${help}\n# TYPE ${name} counter\n${name} ${value}\n`;
  return [
    counter('kg_agent_delivered_total', 'Records that the provider took.', status.delivered),
    counter('kg_agent_dropped_total', 'Records lost: no room, too large or rejected.', status.dropped),
    gauge('kg_agent_buffered_records', 'Records that wait on disk.', [`kg_agent_buffered_records ${status.buffered.records}`]),
    gauge('kg_agent_buffered_bytes', 'Bytes of the buffer on disk.', [`kg_agent_buffered_bytes ${status.buffered.bytes}`]),
    gauge(
      'kg_agent_objects',
      'Objects that are watched.',
      Object.entries(status.objects).map(([kind, count]) => `kg_agent_objects{kind="${kind}"} ${count}`),
    ),
    gauge(
      'kg_agent_component_ok',
      'Whether a part works as it should.',
      status.components.map(({ name, status: own }) => `kg_agent_component_ok{component="${name}"} ${own === 'ok' ? 1 : 0}`),
    ),
  ].join('');
}

/**
 * Serves /healthz (the process lives), /readyz (200 once the first picture is complete and the provider answered,
 * else 503 with the parts that are not well) and /metrics. Gives the port, and what closes it. Rejects when the port is taken.
 */
export async function serveHealth(port: number, status: () => AgentStatus): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const answer = (code: number, type: string, body: string) => response.writeHead(code, { 'content-type': type }).end(body);
    if (path === '/healthz') return answer(200, 'text/plain', 'ok\n');
    if (path === '/metrics') return answer(200, 'text/plain; version=0.0.4', metricsText(status()));
    if (path !== '/readyz') return answer(404, 'text/plain', 'not found: there is /healthz, /readyz and /metrics\n');
    const { ready, components } = status();
    return answer(ready ? 200 : 503, 'application/json', `${JSON.stringify({ ready, components })}\n`);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
