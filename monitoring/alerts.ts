/** An alert of the provider's Prometheus, with the series that its tests are made from. */
export interface Alert {
  /** In docs/operations.md a heading with this name says what to do. */
  name: string;
  expr: string;
  /** How long it must hold, as Prometheus writes it. */
  for: string;
  /** page: somebody must look now. ticket: on a working day. */
  severity: 'page' | 'ticket';
  /** One line, in which {{ $labels }} and {{ $value }} may stand. */
  summary: string;
  /** Series in promtool's notation, a sample a minute, with which it fires by the end of two hours. */
  fires: Record<string, string>;
  /** The same series with which it does not. */
  silent: Record<string, string>;
}

/** The processes of the product, in the metrics of each of them. */
const JOB = 'job="kg-rca"';
const flat = (value: number) => `${value}x120`;

/** The alerts of the provider. What only other exporters know (disks of databases, certificates of the way in) says which. */
export const ALERTS: readonly Alert[] = [
  {
    name: 'KgProcessDown',
    expr: `up{${JOB}} == 0`,
    for: '5m',
    severity: 'page',
    summary: 'The process at {{ $labels.instance }} serves no metrics.',
    fires: { [`up{${JOB}, instance="a:3001"}`]: flat(0) },
    silent: { [`up{${JOB}, instance="a:3001"}`]: flat(1) },
  },
  {
    name: 'KgMetricsOfStoresMissing',
    expr: `count(up{${JOB}} == 1) > 0 unless on() count(kg_stream_lag_records{${JOB}}) > 0`,
    for: '10m',
    severity: 'page',
    summary: 'No web process can read the stores: the log, the graphs or the database do not respond.',
    fires: { [`up{${JOB}, instance="a:3001"}`]: flat(1) },
    silent: {
      [`up{${JOB}, instance="a:3001"}`]: flat(1),
      [`kg_stream_lag_records{${JOB}, stream="events.normalized", group="usage"}`]: flat(0),
    },
  },
  {
    name: 'KgGraphsStale',
    expr: `max(kg_clients_stale{${JOB}}) > 0`,
    for: '5m',
    severity: 'page',
    summary: 'The graphs of {{ $value }} clients lack what was sent more than a minute ago: their incidents come late.',
    fires: { [`kg_clients_stale{${JOB}}`]: flat(2) },
    silent: { [`kg_clients_stale{${JOB}}`]: flat(0) },
  },
  {
    name: 'KgLagGrows',
    expr: `kg:stream_lag_records:sum{group!=""} > 100000 and delta(kg:stream_lag_records:sum[15m]) > 0`,
    for: '15m',
    severity: 'page',
    summary: '{{ $labels.group }} is {{ $value }} records behind, and falls back further.',
    fires: { [`kg_stream_lag_records{${JOB}, stream="events.normalized", group="usage"}`]: '0+10000x120' },
    silent: { [`kg_stream_lag_records{${JOB}, stream="events.normalized", group="usage"}`]: '1200000-10000x120' },
  },
  {
    name: 'KgRecordsUnaccounted',
    expr: `max(kg_records_unaccounted{${JOB}}) > 0`,
    for: '30m',
    severity: 'ticket',
    summary: '{{ $value }} records are neither applied, duplicate, rejected nor in flight.',
    fires: { [`kg_records_unaccounted{${JOB}}`]: flat(3) },
    silent: { [`kg_records_unaccounted{${JOB}}`]: flat(0) },
  },
  {
    name: 'KgDeadLettersRise',
    expr: `max(increase(kg_dead_letters_total{${JOB}}[1h])) > 1000`,
    for: '5m',
    severity: 'ticket',
    summary: '{{ $value }} records were rejected within an hour.',
    fires: { [`kg_dead_letters_total{${JOB}}`]: '0+50x120' },
    silent: { [`kg_dead_letters_total{${JOB}}`]: '0+1x120' },
  },
  {
    name: 'KgJobsFail',
    expr: `sum by (queue) (increase(kg_job_failures_total{${JOB}}[30m])) > 5`,
    for: '10m',
    severity: 'ticket',
    summary: 'Jobs of the queue {{ $labels.queue }} fail again and again.',
    fires: { [`kg_job_failures_total{${JOB}, queue="mail"}`]: '0+1x120' },
    silent: { [`kg_job_failures_total{${JOB}, queue="mail"}`]: '0x60 1x59' },
  },
  {
    name: 'KgJobsStall',
    expr: `sum by (queue) (increase(kg_job_stalled_total{${JOB}}[1h])) > 2`,
    for: '5m',
    severity: 'ticket',
    summary: 'Jobs of the queue {{ $labels.queue }} take longer than they may, or their processes die.',
    fires: { [`kg_job_stalled_total{${JOB}, queue="provision"}`]: '0+1x120' },
    silent: { [`kg_job_stalled_total{${JOB}, queue="provision"}`]: flat(4) },
  },
  {
    name: 'KgDeliveriesLate',
    expr: `max by (channel) (kg_delivery_oldest_waiting_seconds{${JOB}}) > 900`,
    for: '5m',
    severity: 'page',
    summary:
      'Messages by {{ $labels.channel }} wait for {{ $value | humanizeDuration }} although their destinations take them: nobody sends.',
    fires: { [`kg_delivery_oldest_waiting_seconds{${JOB}, channel="slack"}`]: '0+60x120' },
    silent: { [`kg_delivery_oldest_waiting_seconds{${JOB}, channel="slack"}`]: '0x100 1000x2 0x17' },
  },
  {
    name: 'KgDeliveriesFail',
    expr: `max by (channel) (kg_destinations_failing{${JOB}}) > 2 and sum by (channel) (rate(kg_deliveries_total{${JOB}, outcome!="sent"}[15m])) > sum by (channel) (rate(kg_deliveries_total{${JOB}}[15m])) / 2`,
    for: '15m',
    severity: 'ticket',
    summary:
      '{{ $value }} destinations of the channel {{ $labels.channel }} take no messages: their service is away, or the way out is blocked.',
    fires: {
      [`kg_destinations_failing{${JOB}, channel="slack"}`]: flat(4),
      [`kg_deliveries_total{${JOB}, channel="slack", outcome="sent"}`]: '0+1x120',
      [`kg_deliveries_total{${JOB}, channel="slack", outcome="retried"}`]: '0+4x120',
    },
    silent: {
      [`kg_destinations_failing{${JOB}, channel="slack"}`]: flat(4),
      [`kg_deliveries_total{${JOB}, channel="slack", outcome="sent"}`]: '0+20x120',
      [`kg_deliveries_total{${JOB}, channel="slack", outcome="retried"}`]: '0+4x120',
    },
  },
  {
    name: 'KgWorkFails',
    expr: `sum by (work) (increase(kg_work_failures_total{${JOB}}[30m])) > 10`,
    for: '15m',
    severity: 'ticket',
    summary: '{{ $labels.work }} fails for some clients and is skipped.',
    fires: { [`kg_work_failures_total{${JOB}, work="diagnosis"}`]: '0+1x120' },
    silent: { [`kg_work_failures_total{${JOB}, work="diagnosis"}`]: flat(7) },
  },
  {
    name: 'KgShardsStuck',
    expr: `max by (role) (kg_shards_unowned{${JOB}}) > 0`,
    for: '5m',
    severity: 'page',
    summary: '{{ $value }} shards of {{ $labels.role }} have no process: the clients in them wait.',
    fires: { [`kg_shards_unowned{${JOB}, role="graph-builder"}`]: flat(16) },
    silent: { [`kg_shards_unowned{${JOB}, role="graph-builder"}`]: '0x59 16x2 0x58' },
  },
  {
    name: 'KgProvisioningFails',
    expr: `max(kg_provisioning_steps_failing{${JOB}}) > 0`,
    for: '15m',
    severity: 'page',
    summary: '{{ $value }} steps of setting clients up fail.',
    fires: { [`kg_provisioning_steps_failing{${JOB}}`]: flat(1) },
    silent: { [`kg_provisioning_steps_failing{${JOB}}`]: flat(0) },
  },
  {
    name: 'KgStripeEventsFail',
    expr: `max(kg_stripe_events_failing{${JOB}}) > 0`,
    for: '30m',
    severity: 'page',
    summary: '{{ $value }} events of Stripe cannot be processed: payments may go unnoticed.',
    fires: { [`kg_stripe_events_failing{${JOB}}`]: flat(1) },
    silent: { [`kg_stripe_events_failing{${JOB}}`]: '0x58 1x5 0x57' },
  },
  {
    name: 'KgInvoicesOverdue',
    expr: `max(kg_invoices_overdue{${JOB}}) > 0.1 * sum(max by (plan, status) (kg_clients{${JOB}, plan!="free"})) and max(kg_invoices_overdue{${JOB}}) > 3`,
    for: '1h',
    severity: 'ticket',
    summary: '{{ $value }} invoices are overdue, more than a tenth of the paying clients.',
    fires: { [`kg_invoices_overdue{${JOB}}`]: flat(8), [`kg_clients{${JOB}, plan="pro", status="active"}`]: flat(50) },
    silent: { [`kg_invoices_overdue{${JOB}}`]: flat(4), [`kg_clients{${JOB}, plan="pro", status="active"}`]: flat(50) },
  },
  {
    name: 'KgRequestsFail',
    expr: `sum(rate(http_request_duration_seconds_count{${JOB}, status=~"5.."}[10m])) / sum(rate(http_request_duration_seconds_count{${JOB}}[10m])) > 0.02`,
    for: '10m',
    severity: 'page',
    summary: '{{ $value | humanizePercentage }} of the requests to the REST API fail.',
    fires: {
      [`http_request_duration_seconds_count{${JOB}, operation="listIncidents", status="200"}`]: '0+90x120',
      [`http_request_duration_seconds_count{${JOB}, operation="listIncidents", status="500"}`]: '0+10x120',
    },
    silent: {
      [`http_request_duration_seconds_count{${JOB}, operation="listIncidents", status="200"}`]: '0+90x120',
      [`http_request_duration_seconds_count{${JOB}, operation="listIncidents", status="500"}`]: '0+1x120',
    },
  },
  {
    name: 'KgRequestsRefused',
    expr: `sum(rate(http_request_duration_seconds_count{${JOB}, status=~"401|403|429"}[10m])) / sum(rate(http_request_duration_seconds_count{${JOB}}[10m])) > 0.3 and sum(rate(http_request_duration_seconds_count{${JOB}, status=~"401|403|429"}[10m])) > 1`,
    for: '15m',
    severity: 'ticket',
    summary: '{{ $value | humanizePercentage }} of the requests to the REST API are refused: somebody sends far too many, or tries keys.',
    fires: {
      [`http_request_duration_seconds_count{${JOB}, operation="listIncidents", status="200"}`]: '0+100x120',
      [`http_request_duration_seconds_count{${JOB}, operation="listIncidents", status="429"}`]: '0+100x120',
    },
    silent: {
      [`http_request_duration_seconds_count{${JOB}, operation="listIncidents", status="200"}`]: '0+400x120',
      [`http_request_duration_seconds_count{${JOB}, operation="listIncidents", status="429"}`]: '0+100x120',
    },
  },
  {
    name: 'KgRequestsSlow',
    expr: `histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{${JOB}}[10m]))) > 2`,
    for: '15m',
    severity: 'ticket',
    summary: 'One request in twenty takes longer than {{ $value | humanizeDuration }}.',
    fires: {
      [`http_request_duration_seconds_bucket{${JOB}, le="1"}`]: '0+10x120',
      [`http_request_duration_seconds_bucket{${JOB}, le="5"}`]: '0+100x120',
      [`http_request_duration_seconds_bucket{${JOB}, le="+Inf"}`]: '0+100x120',
    },
    silent: {
      [`http_request_duration_seconds_bucket{${JOB}, le="1"}`]: '0+99x120',
      [`http_request_duration_seconds_bucket{${JOB}, le="5"}`]: '0+100x120',
      [`http_request_duration_seconds_bucket{${JOB}, le="+Inf"}`]: '0+100x120',
    },
  },
  {
    name: 'KgGraphPlacesRunOut',
    expr: `sum(max by (server) (kg_graph_places{${JOB}, state="free"})) < 5`,
    for: '15m',
    severity: 'ticket',
    summary: 'The graph servers take only {{ $value }} more clients.',
    fires: { [`kg_graph_places{${JOB}, server="bolt://a", state="free"}`]: flat(2) },
    silent: { [`kg_graph_places{${JOB}, server="bolt://a", state="free"}`]: flat(40) },
  },
  {
    name: 'KgAgentsSilent',
    expr: `max(kg_clusters{${JOB}, status="silent"}) > 0.2 * sum(max by (status) (kg_clusters{${JOB}, status!="waiting"})) and max(kg_clusters{${JOB}, status="silent"}) > 2`,
    for: '10m',
    severity: 'page',
    summary: '{{ $value }} clusters have stopped reporting at once: look at the way in before you look at them.',
    fires: { [`kg_clusters{${JOB}, status="silent"}`]: flat(10), [`kg_clusters{${JOB}, status="connected"}`]: flat(10) },
    silent: { [`kg_clusters{${JOB}, status="silent"}`]: flat(3), [`kg_clusters{${JOB}, status="connected"}`]: flat(60) },
  },
  {
    name: 'KgAgentsDropRecords',
    expr: `max(increase(kg_agents_dropped_records{${JOB}}[1h])) > 0`,
    for: '5m',
    severity: 'ticket',
    summary: 'Agents have lost {{ $value }} records within an hour.',
    fires: { [`kg_agents_dropped_records{${JOB}}`]: '0+10x120' },
    silent: { [`kg_agents_dropped_records{${JOB}}`]: flat(10) },
  },
  {
    name: 'KgDataDirFull',
    expr: `kg_data_dir_bytes{${JOB}, state="free"} / ignoring(state) kg_data_dir_bytes{${JOB}, state="size"} < 0.1`,
    for: '15m',
    severity: 'page',
    summary: 'Less than a tenth of the disk of {{ $labels.instance }} is free.',
    fires: { [`kg_data_dir_bytes{${JOB}, state="free"}`]: flat(5), [`kg_data_dir_bytes{${JOB}, state="size"}`]: flat(100) },
    silent: { [`kg_data_dir_bytes{${JOB}, state="free"}`]: flat(50), [`kg_data_dir_bytes{${JOB}, state="size"}`]: flat(100) },
  },
  {
    name: 'KgVolumeFull',
    expr: 'kubelet_volume_stats_available_bytes{persistentvolumeclaim=~".*(postgres|kafka|broker|graph|backups).*"} / kubelet_volume_stats_capacity_bytes < 0.15',
    for: '15m',
    severity: 'page',
    summary: 'The volume {{ $labels.persistentvolumeclaim }} is almost full (from the kubelet).',
    fires: {
      'kubelet_volume_stats_available_bytes{persistentvolumeclaim="kg-rca-postgres-1"}': flat(10),
      'kubelet_volume_stats_capacity_bytes{persistentvolumeclaim="kg-rca-postgres-1"}': flat(100),
    },
    silent: {
      'kubelet_volume_stats_available_bytes{persistentvolumeclaim="kg-rca-postgres-1"}': flat(40),
      'kubelet_volume_stats_capacity_bytes{persistentvolumeclaim="kg-rca-postgres-1"}': flat(100),
    },
  },
  {
    name: 'KgCertificateEnds',
    expr: `min by (setting) (kg_certificate_not_after_seconds{${JOB}}) - time() < 14 * 86400`,
    for: '1h',
    severity: 'ticket',
    summary: 'The certificate of {{ $labels.setting }} ends in {{ $value | humanizeDuration }}.',
    fires: { [`kg_certificate_not_after_seconds{${JOB}, setting="KAFKA_CA"}`]: flat(10 * 86_400) },
    silent: { [`kg_certificate_not_after_seconds{${JOB}, setting="KAFKA_CA"}`]: flat(90 * 86_400) },
  },
  {
    name: 'KgPortalCertificateEnds',
    expr: 'min by (name) (certmanager_certificate_expiration_timestamp_seconds{name=~".*kg-rca.*"}) - time() < 14 * 86400',
    for: '1h',
    severity: 'ticket',
    summary: 'The certificate {{ $labels.name }} was not renewed (from cert-manager).',
    fires: { 'certmanager_certificate_expiration_timestamp_seconds{name="kg-rca"}': flat(10 * 86_400) },
    silent: { 'certmanager_certificate_expiration_timestamp_seconds{name="kg-rca"}': flat(60 * 86_400) },
  },
  {
    name: 'KgBackupMissing',
    expr: 'time() - max by (cronjob) (kube_cronjob_status_last_successful_time{cronjob=~".*kg-rca.*-backup|kg-rca-backup"}) > 26 * 3600',
    for: '30m',
    severity: 'page',
    summary: 'The last backup by {{ $labels.cronjob }} succeeded more than a day ago (from kube-state-metrics).',
    fires: { 'kube_cronjob_status_last_successful_time{cronjob="kg-rca-backup"}': flat(-100_000) },
    silent: { 'kube_cronjob_status_last_successful_time{cronjob="kg-rca-backup"}': flat(0) },
  },
];

/** Rules that alerts, dashboards and autoscalers read. */
export const RECORDINGS: readonly { record: string; expr: string }[] = [
  // Every web process reads the same stores: the greatest of them is the newest that anyone knows.
  { record: 'kg:stream_lag_records:sum', expr: `sum by (group) (max by (group, stream) (kg_stream_lag_records{${JOB}}))` },
];
