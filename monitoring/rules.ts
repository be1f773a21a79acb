import { stringify } from 'yaml';
import { ALERTS, type Alert, RECORDINGS } from './alerts.ts';

/** Where the runbooks are; the chart puts its `monitoring.rules.runbookUrl` in place of it. */
export const RUNBOOKS = 'docs/operations.md';

/** The Prometheus rules, as text of a rules file. */
export function renderRules(): string {
  const alerting = ALERTS.map((alert) => ({
    alert: alert.name,
    expr: alert.expr,
    for: alert.for,
    labels: { severity: alert.severity },
    annotations: annotationsOf(alert),
  }));
  const groups = [
    { name: 'kg-rca-recordings', rules: RECORDINGS.map(({ record, expr }) => ({ record, expr })) },
    { name: 'kg-rca-alerts', rules: alerting },
  ];
  return stringify({ groups }, { lineWidth: 0 });
}

/** What an alert carries: a summary, and the address of its runbook. */
export function annotationsOf({ name, summary }: Alert): Record<string, string> {
  return { summary, runbook_url: `${RUNBOOKS}#${name.toLowerCase()}` };
}

/** A file for `promtool test rules`: for each alert one test in which it fires, and one in which it does not. */
export function renderRuleTests(rulesFile: string): string {
  const seriesOf = (values: Record<string, string>) => Object.entries(values).map(([series, text]) => ({ series, values: text }));
  const alertsAt = (name: string) => ({ eval_time: '2h', alertname: name });
  const tests = ALERTS.flatMap(({ name, fires, silent }) => [
    { name: `${name} fires`, interval: '1m', input_series: seriesOf(fires), promql_expr_test: [firing(name, 1)] },
    {
      name: `${name} is silent`,
      interval: '1m',
      input_series: seriesOf(silent),
      alert_rule_test: [{ ...alertsAt(name), exp_alerts: [] }],
      promql_expr_test: [firing(name, 0)],
    },
  ]);
  return stringify({ rule_files: [rulesFile], evaluation_interval: '1m', tests }, { lineWidth: 0 });
}

/** Whether exactly this many alerts of the name fire after two hours. */
function firing(name: string, alerts: 0 | 1) {
  const expr = `count(ALERTS{alertname="${name}", alertstate="firing"})`;
  return { expr, eval_time: '2h', exp_samples: alerts === 0 ? [] : [{ labels: '{}', value: alerts }] };
}
