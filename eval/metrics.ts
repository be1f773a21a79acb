import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Diagnosis, Tier } from '#lib/rca/types.ts';
import { type ChainScore, precisionAndRecall } from './chains/score.ts';
import type { Rollup } from './rollup.ts';

/**
 * A line of a truth file. `object`: the object at fault, as a roll-up name or a reference; `accepted`: the right codes;
 * `namespaces`: where the object at fault may also be; `group`: the scenario, of which there may be several recordings.
 */
export interface Truth {
  id: string;
  category?: string;
  object?: string | ObjectRef;
  objects?: (string | ObjectRef)[];
  accepted?: string[];
  namespaces?: string[];
  any_namespace?: boolean;
  group?: string;
  no_incident?: boolean;
  /** The steps from the cause to what it makes fail (chains/score.ts). */
  chain?: string[];
}

/** The result of one case. */
export interface Judged {
  category: string;
  group: string;
  negative: boolean;
  right1: boolean;
  right3: boolean;
  object1: boolean;
  reciprocal: number;
  confidence: number | undefined;
  tier: Tier | undefined;
  ms: number;
  /** Where the truth has a chain. */
  chain?: ChainScore;
}

/** Kinds without a namespace, for which the namespace is not compared. */
const CLUSTER_WIDE = ['Node', 'Lease', 'Component', 'ControlPlane', 'PersistentVolume'];

/** Compares the first causes of a diagnosis with the truth: object and code of the first and of the first three, object of the first. */
export function judge(truth: Truth, { causes, verdict }: Diagnosis, rollup: Rollup, namespace: string, ms: number): Judged {
  const none = verdict === 'no_incident' || causes.length === 0;
  const category = truth.category ?? 'all';
  const group = truth.group ?? truth.id;
  if (truth.no_incident)
    return {
      category: 'negative',
      group,
      negative: true,
      right1: none,
      right3: none,
      object1: none,
      reciprocal: 0,
      confidence: undefined,
      tier: undefined,
      ms,
    };
  const wanted = new Set(
    [truth.object, ...(truth.objects ?? [])].flatMap((one) =>
      one === undefined ? [] : typeof one === 'string' ? [one] : [...rollup.namesOf(one)],
    ),
  );
  const hits = (none ? [] : causes).map(({ code, object }) => {
    const isHere =
      !object.namespace ||
      !namespace ||
      truth.any_namespace ||
      [namespace, ...(truth.namespaces ?? [])].includes(object.namespace) ||
      CLUSTER_WIDE.includes(object.kind);
    const isObject = isHere && [...rollup.namesOf(object)].some((name) => wanted.has(name));
    return { isObject, isRight: isObject && (truth.accepted ?? []).includes(code) };
  });
  const place = hits.findIndex(({ isRight }) => isRight);
  return {
    category,
    group,
    negative: false,
    right1: place === 0,
    right3: place >= 0 && place < 3,
    object1: hits[0]?.isObject ?? false,
    reciprocal: place < 0 ? 0 : 1 / (place + 1),
    confidence: none ? undefined : causes[0]?.confidence,
    tier: none ? undefined : causes[0]?.tier,
    ms,
  };
}

/**
 * The metrics of all cases as a table: by category, without performance, in total, and as the mean over the groups where cases
 * are recordings of the same scenario; followed by calibration, tiers and latency.
 */
export function metricsTable(all: readonly Judged[]): string {
  const cases = all.filter(({ negative }) => !negative);
  const negatives = all.filter(({ negative }) => negative);
  const categories = [...new Set(cases.map(({ category }) => category))].sort();
  const rows = [
    ...categories.map((category) =>
      row(
        category,
        cases.filter((one) => one.category === category),
      ),
    ),
    ...(categories.includes('performance')
      ? [
          row(
            'all but performance',
            cases.filter(({ category }) => category !== 'performance'),
          ),
        ]
      : []),
    row('all', cases),
    ...groupRow(cases),
  ];
  const lines = [['category', 'n', 'A@1', 'A@3', 'object@1', 'MRR'], ...rows].map(([name = '', ...figures]) =>
    [name.padEnd(22), ...figures.map((figure) => figure.padStart(10))].join(''),
  );
  if (negatives.length > 0)
    lines.push(`negatives: ${negatives.filter(({ right1 }) => right1).length} of ${negatives.length} answered with no incident`);
  const { error, brier, n } = calibration(cases);
  lines.push(`calibration of ${n} first causes: expected calibration error ${error.toFixed(4)}, Brier score ${brier.toFixed(4)}`);
  const tiers = (['confirmed', 'likely', 'possible'] as const).map((tier) => {
    const of = cases.filter((one) => one.tier === tier);
    return `${tier} ${of.filter(({ right1 }) => right1).length} of ${of.length}`;
  });
  lines.push(`first cause right by tier: ${tiers.join(', ')}`);
  const chains = cases.flatMap(({ chain }) => chain ?? []);
  if (chains.length > 0) {
    const { precision, recall } = precisionAndRecall(chains);
    lines.push(`chains of ${chains.length} cases: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
  }
  lines.push(`latency: p50 ${percentile(all, 0.5)} ms, p99 ${percentile(all, 0.99)} ms`);
  return lines.join('\n');
}

/** The mean over groups: each scenario counts once, however many recordings of it there are. */
function groupRow(cases: readonly Judged[]): string[][] {
  const groups = new Map<string, Judged[]>();
  for (const one of cases) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  if (groups.size === cases.length) return [];
  const mean = (count: (one: Judged) => number) => {
    const shares = [...groups.values()].map((of) => of.reduce((sum, one) => sum + count(one), 0) / of.length);
    return (shares.reduce((sum, share) => sum + share, 0) / shares.length).toFixed(3);
  };
  const figures = [
    (one: Judged) => +one.right1,
    (one: Judged) => +one.right3,
    (one: Judged) => +one.object1,
    (one: Judged) => one.reciprocal,
  ];
  return [['mean over groups', String(groups.size), ...figures.map(mean)]];
}

function row(name: string, of: readonly Judged[]): string[] {
  const share = (count: (one: Judged) => number) =>
    of.length === 0 ? '-' : (of.reduce((sum, one) => sum + count(one), 0) / of.length).toFixed(3);
  return [
    name,
    String(of.length),
    share((one) => +one.right1),
    share((one) => +one.right3),
    share((one) => +one.object1),
    share((one) => one.reciprocal),
  ];
}

const BINS = 10;

/** Expected calibration error over ten bins of equal width, weighted by their size (Naeini et al., 2015), and the Brier score. */
export function calibration(cases: readonly Pick<Judged, 'confidence' | 'right1'>[]): { n: number; error: number; brier: number } {
  const answers = cases.flatMap(({ confidence, right1 }) => (confidence === undefined ? [] : [{ confidence, right: +right1 }]));
  let [error, brier] = [0, 0];
  for (let bin = 0; bin < BINS; bin++) {
    const inside = answers.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin);
    error += Math.abs(inside.reduce((sum, { confidence, right }) => sum + confidence - right, 0));
  }
  for (const { confidence, right } of answers) brier += (confidence - right) ** 2;
  const n = answers.length;
  return n === 0 ? { n, error: 0, brier: 0 } : { n, error: error / n, brier: brier / n };
}

function percentile(all: readonly Judged[], share: number): number {
  const times = all.map(({ ms }) => ms).sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
}
