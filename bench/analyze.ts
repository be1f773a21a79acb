/**
 * `node bench/analyze.ts` measures how long it takes to parse and diagnose a dump of 5,000 resources, and which part of
 * that is the diagnosis, once the program has warmed up. Prints one line of JSON. BENCH_WORKLOADS (480) is the number of
 * Deployments, with eight pods each; one of them is broken.
 */
import { readDump } from '#lib/rca/dump.ts';
import { diagnose } from '#lib/rca/index.ts';

const WORKLOADS = Number(process.env.BENCH_WORKLOADS ?? 480);
const [RUNS, WARM_UP] = [100, 5];
const at = '2026-11-23T12:00:00Z';
const items: object[] = [];
for (let w = 0; w < WORKLOADS; w++) {
  const name = `app-${w}`;
  const broken = w === 0;
  const meta = (uid: string, more: object = {}) => ({ namespace: `team-${w % 20}`, uid, creationTimestamp: at, ...more });
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] } };
  const ready = broken ? 0 : 8;
  items.push(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta(`d${w}`, { name }),
      spec: { replicas: 8, selector: { matchLabels: labels }, template },
      status: { replicas: 8, readyReplicas: ready, unavailableReplicas: 8 - ready },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: meta(`s${w}`, { name }), spec: { selector: labels, ports: [{ port: 80 }] } },
  );
  for (let p = 0; p < 8; p++) {
    const state = broken ? { waiting: { reason: 'ImagePullBackOff', message: 'not found' } } : { running: { startedAt: at } };
    const owner = [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: `d${w}`, controller: true }];
    items.push({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta(`p${w}-${p}`, { name: `${name}-${p}`, labels, ownerReferences: owner }),
      spec: { nodeName: `node-${p}`, containers: template.spec.containers },
      status: {
        phase: broken ? 'Pending' : 'Running',
        conditions: [{ type: 'Ready', status: broken ? 'False' : 'True' }],
        containerStatuses: [{ name: 'app', ready: !broken, restartCount: 0, state }],
      },
    });
  }
}
const files = new Map([
  ['case.json', JSON.stringify({ collectedAt: '2026-11-23T12:30:00Z' })],
  ['resources.json', JSON.stringify({ items })],
  ['events.json', '{"items":[]}'],
]);

const [whole, alone]: [number[], number[]] = [[], []];
for (let run = -WARM_UP; run < RUNS; run++) {
  const began = performance.now();
  const { snapshot, window } = readDump(files);
  const read = performance.now();
  const diagnosis = diagnose(snapshot, window);
  const done = performance.now();
  if (diagnosis.causes[0]?.code !== 'image.reference_invalid')
    throw new Error('the diagnosis did not find the cause that the benchmark created');
  if (run < 0) continue;
  whole.push(done - began);
  alone.push(done - read);
}
const percentile = (times: number[], share: number) => Math.round(times.toSorted((a, b) => a - b)[Math.ceil(RUNS * share) - 1] ?? 0);
const summary = (times: number[]) => ({ p50: percentile(times, 0.5), p99: percentile(times, 0.99) });
console.log(JSON.stringify({ resources: items.length, runs: RUNS, wholeMs: summary(whole), diagnosisMs: summary(alone) }));
