/** The Grafana dashboards, from code: what a panel asks is tested against a real Prometheus. */

/** A panel: its title, what it asks, the unit of what it shows (Grafana's name for it), and how wide it is of 24. */
interface Panel {
  title: string;
  /** A query each, with its legend. */
  queries: readonly (readonly [expr: string, legend: string])[];
  unit?: string;
  kind?: 'timeseries' | 'stat' | 'table';
  width?: number;
  description?: string;
}

/** A dashboard with its rows of panels. */
export interface Dashboard {
  uid: string;
  title: string;
  /** A variable that panels use as $client, with the query for its values. */
  variable?: { name: string; query: string };
  rows: readonly { title: string; panels: readonly Panel[] }[];
}

const JOB = 'job="kg-rca"';
/** Read from the stores by every web process alike: the greatest is the newest. */
const newest = (metric: string, by = '') => `max${by ? ` by (${by})` : ''} (${metric}{${JOB}})`;
const perSecond = (metric: string, by: string, only = '') => `sum by (${by}) (rate(${metric}{${JOB}${only}}[$__rate_interval]))`;

const ADMIN: Dashboard = {
  uid: 'kg-rca-provider',
  title: 'KG RCA: provider',
  rows: [
    {
      title: 'Business',
      panels: [
        {
          title: 'Recurring revenue a month',
          kind: 'stat',
          unit: 'currencyUSD',
          width: 6,
          queries: [[`${newest('kg_recurring_revenue_cents')} / 100`, 'a month']],
        },
        {
          title: 'Overdue',
          kind: 'stat',
          unit: 'currencyUSD',
          width: 6,
          queries: [[`${newest('kg_invoices_overdue_cents')} / 100`, 'overdue']],
        },
        { title: 'Overdue invoices', kind: 'stat', width: 6, queries: [[newest('kg_invoices_overdue'), 'invoices']] },
        { title: 'Events of Stripe that fail', kind: 'stat', width: 6, queries: [[newest('kg_stripe_events_failing'), 'events']] },
        { title: 'Clients', queries: [[newest('kg_clients', 'plan, status'), '{{plan}} {{status}}']] },
        {
          title: 'Top clients by events',
          kind: 'table',
          unit: 'cps',
          queries: [[`topk(10, sum by (client_id) (rate(billing_events_ingested_total{${JOB}}[$__rate_interval])))`, '{{client_id}}']],
        },
        {
          title: 'Storage that costs: top clients',
          unit: 'bytes',
          queries: [[`topk(10, max by (client_id) (billing_storage_used_bytes{${JOB}}))`, '{{client_id}}']],
        },
        { title: 'Size of the database', unit: 'bytes', queries: [[newest('kg_database_bytes'), 'database']] },
      ],
    },
    {
      title: 'Freshness and lag',
      panels: [
        { title: 'Age of the graph that is most behind', unit: 's', queries: [[newest('kg_graph_freshness_seconds'), 'age']] },
        { title: 'Clients with stale graphs', kind: 'stat', width: 6, queries: [[newest('kg_clients_stale'), 'clients']] },
        { title: 'Records unaccounted for', kind: 'stat', width: 6, queries: [[newest('kg_records_unaccounted'), 'records']] },
        { title: 'Lag', queries: [[`sum by (group) (${newest('kg_stream_lag_records', 'group, stream')})`, '{{group}}']] },
        { title: 'Lag of the client that is most behind', queries: [[newest('kg_client_lag_records_max', 'group'), '{{group}}']] },
        {
          title: 'Records applied a second',
          unit: 'cps',
          queries: [[`sum(rate(kg_messages_processed_total{${JOB}}[$__rate_interval]))`, 'records']],
        },
        {
          title: 'Dead letters',
          queries: [
            [newest('kg_dead_letters_waiting'), 'waiting'],
            [newest('kg_dead_letters_total'), 'ever'],
          ],
        },
      ],
    },
    {
      title: 'Health',
      panels: [
        { title: 'Processes', kind: 'stat', width: 6, queries: [[`count(up{${JOB}} == 1)`, 'up']] },
        { title: 'Shards without a process', width: 6, kind: 'stat', queries: [[newest('kg_shards_unowned', 'role'), '{{role}}']] },
        { title: 'Steps of provisioning that fail', kind: 'stat', width: 6, queries: [[newest('kg_provisioning_steps_failing'), 'steps']] },
        {
          title: 'Open incidents of all clients',
          kind: 'stat',
          width: 6,
          queries: [[`sum(${newest('kg_incidents_open', 'tier')}) or vector(0)`, 'incidents']],
        },
        {
          title: 'Requests a second',
          unit: 'reqps',
          queries: [[perSecond('http_request_duration_seconds_count', 'status'), '{{status}}']],
        },
        {
          title: 'Time of requests',
          unit: 's',
          queries: [0.5, 0.95, 0.99].map(
            (part) =>
              [`histogram_quantile(${part}, ${perSecond('http_request_duration_seconds_bucket', 'le')})`, `p${part * 100}`] as const,
          ),
        },
        { title: 'Jobs a minute', queries: [[`60 * ${perSecond('kg_job_run_seconds_count', 'queue')}`, '{{queue}}']] },
        {
          title: 'Wait of jobs, p95',
          unit: 's',
          queries: [[`histogram_quantile(0.95, ${perSecond('kg_job_wait_seconds_bucket', 'le, queue')})`, '{{queue}}']],
        },
        {
          title: 'Messages about incidents a minute',
          queries: [[`60 * ${perSecond('kg_deliveries_total', 'channel, outcome')}`, '{{channel}} {{outcome}}']],
        },
        { title: 'Messages that wait', queries: [[newest('kg_deliveries_waiting', 'channel'), '{{channel}}']] },
        {
          title: 'Age of the oldest message that could be sent',
          unit: 's',
          queries: [[newest('kg_delivery_oldest_waiting_seconds', 'channel'), '{{channel}}']],
        },
        { title: 'Destinations that take no messages', queries: [[newest('kg_destinations_failing', 'channel'), '{{channel}}']] },
        { title: 'Memory', unit: 'bytes', queries: [[`process_resident_memory_bytes{${JOB}}`, '{{instance}}']] },
        { title: 'CPU', unit: 'percentunit', queries: [[`rate(process_cpu_seconds_total{${JOB}}[$__rate_interval])`, '{{instance}}']] },
        { title: 'Delay of the event loop, p99', unit: 's', queries: [[`nodejs_eventloop_lag_p99_seconds{${JOB}}`, '{{instance}}']] },
        { title: 'Room on the disk', unit: 'bytes', queries: [[`kg_data_dir_bytes{${JOB}, state="free"}`, '{{instance}}']] },
      ],
    },
  ],
};

const CLIENT: Dashboard = {
  uid: 'kg-rca-client',
  title: 'KG RCA: one client',
  variable: { name: 'client', query: `label_values(kg_messages_processed_total{${JOB}}, client_id)` },
  rows: [
    {
      title: 'Usage and bill',
      panels: [
        {
          title: 'Events counted a minute',
          queries: [[`60 * sum(rate(billing_events_ingested_total{${JOB}, client_id="$client"}[$__rate_interval]))`, 'events']],
        },
        {
          title: 'Events counted in 24 hours',
          kind: 'stat',
          width: 6,
          queries: [[`sum(increase(billing_events_ingested_total{${JOB}, client_id="$client"}[24h]))`, 'events']],
        },
        {
          title: 'Diagnoses asked for in 24 hours',
          kind: 'stat',
          width: 6,
          queries: [[`sum(increase(billing_rca_queries_total{${JOB}, client_id="$client"}[24h])) or vector(0)`, 'diagnoses']],
        },
        { title: 'Storage', unit: 'bytes', queries: [[`max(billing_storage_used_bytes{${JOB}, client_id="$client"})`, 'log and graph']] },
        {
          title: 'Records applied a minute',
          queries: [[`60 * sum(rate(kg_messages_processed_total{${JOB}, client_id="$client"}[$__rate_interval]))`, 'records']],
        },
      ],
    },
  ],
};

const AGENTS: Dashboard = {
  uid: 'kg-rca-agents',
  title: 'KG RCA: agents',
  rows: [
    {
      title: 'As the provider sees them',
      panels: [
        { title: 'Clusters', queries: [[newest('kg_clusters', 'status'), '{{status}}']] },
        { title: 'Records that wait in agents', queries: [[newest('kg_agents_buffered_records'), 'records']] },
        { title: 'Records that agents lost', queries: [[newest('kg_agents_dropped_records'), 'records']] },
        { title: 'Kinds that agents may not read', queries: [[newest('kg_agents_forbidden_kinds'), 'kinds']] },
      ],
    },
  ],
};

/** Agents of your own clusters, which Prometheus scrapes where they run. */
const OWN_AGENTS: Dashboard = {
  uid: 'kg-rca-own-agent',
  title: 'KG RCA: the agent in this cluster',
  rows: [
    {
      title: 'Agent',
      panels: [
        {
          title: 'Records delivered a second',
          unit: 'cps',
          queries: [['sum(rate(kg_agent_delivered_total[$__rate_interval]))', 'delivered']],
        },
        { title: 'Records lost', queries: [['sum(kg_agent_dropped_total)', 'lost']] },
        { title: 'Records that wait', queries: [['sum(kg_agent_buffered_records)', 'records']] },
        { title: 'Buffer on disk', unit: 'bytes', queries: [['sum(kg_agent_buffered_bytes)', 'bytes']] },
        { title: 'Objects by kind', queries: [['sum by (kind) (kg_agent_objects)', '{{kind}}']] },
        { title: 'Parts that work', queries: [['min by (component) (kg_agent_component_ok)', '{{component}}']] },
      ],
    },
  ],
};

export const DASHBOARDS: readonly Dashboard[] = [ADMIN, CLIENT, AGENTS, OWN_AGENTS];

const ROW_HEIGHT = 8;

/** The JSON of a dashboard, as Grafana loads it. */
export function renderDashboard({ uid, title, variable, rows }: Dashboard): string {
  const panels: object[] = [];
  let y = 0;
  for (const { title: rowTitle, panels: own } of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: rowTitle,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: 24, h: 1 },
      panels: [],
    });
    let x = 0;
    for (const panel of own) {
      const w = panel.width ?? 12;
      if (x + w > 24) [x, y] = [0, y + ROW_HEIGHT];
      panels.push(panelOf(panel, panels.length + 1, { x, y, w, h: ROW_HEIGHT }));
      x += w;
    }
    y += ROW_HEIGHT;
  }
  const source = { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' };
  const own = variable && { ...variable, type: 'query', datasource: SOURCE, refresh: 2, sort: 1, label: variable.name };
  const dashboard = {
    uid,
    title,
    tags: ['kg-rca'],
    timezone: 'browser',
    schemaVersion: 39,
    editable: false,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: own ? [source, own] : [source] },
    panels,
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Grafana
const SOURCE = { type: 'prometheus', uid: '${datasource}' };

function panelOf({ title, queries, unit, kind = 'timeseries', description }: Panel, id: number, gridPos: object) {
  return {
    id,
    type: kind,
    title,
    ...(description ? { description } : {}),
    gridPos,
    datasource: SOURCE,
    fieldConfig: { defaults: { unit: unit ?? 'short', min: 0 }, overrides: [] },
    targets: queries.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: SOURCE,
      expr,
      legendFormat,
      ...(kind === 'timeseries' ? {} : { instant: true }),
      ...(kind === 'table' ? { format: 'table' } : {}),
    })),
  };
}
