import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf, shown, uniqueRefs } from '#lib/kubernetes/refs.ts';
import { blastOf, NO_BLAST } from './blast.ts';
import { causeTitle } from './cause-titles.ts';
import { chainOf } from './chain.ts';
import { type Cluster, clusterOf } from './cluster/index.ts';
import { confidenceOf, tierOf } from './confidence.ts';
import { culpritOf, withCulprit } from './culprit.ts';
import { inquiryOf } from './inquiry.ts';
import { unreadFor } from './needs.ts';
import { fromFirstSign, onsetOf } from './onset.ts';
import { idOf, type Ranked, rank, UNEXPLAINING } from './rank.ts';
import { remediesOf } from './remedies.ts';
import { risksBehind } from './risks/risks.ts';
import type { Scene } from './rule.ts';
import { RULES } from './rules/index.ts';
import { type Sign, signsOf } from './symptoms/index.ts';
import { timelineOf } from './timeline.ts';
import type { Diagnosis, RankedCause, Snapshot, Symptom, Window } from './types.ts';
import { sentence } from './wording.ts';

const MAX_CAUSES = 10;
/** A candidate that explains no visible sign is reported as an incident only from this score. */
const LATENT_SCORE = 0.7;

/** By how much the score of a cause that only reaches a sign has to be higher for it to come before one that hits the sign. */
const CLEARLY_BETTER = 0.2;

/** A snapshot with its signs and its ranked candidates. */
interface Investigation {
  cluster: Cluster;
  signs: Sign[];
  ranked: Ranked[];
  gaps: string[];
  /** The risks behind a cause. */
  risks: ReturnType<typeof risksBehind>;
}

function investigate(snapshot: Snapshot, window: Window): Investigation {
  const cluster = clusterOf(snapshot, window);
  const signs = signsOf(cluster).map((sign) => fromFirstSign(cluster, sign));
  const byWorkload = new Map(signs.flatMap((sign) => (sign.workload ? [[sign.workload.key, sign] as const] : [])));
  const scene: Scene = { cluster, signs, signOf: (workload) => byWorkload.get(workload.key) };
  const candidates = RULES.flatMap((rule) => rule(scene));
  return {
    cluster,
    signs,
    ranked: rank(cluster, candidates, signs),
    gaps: [...gapsOf(cluster, signs), ...(snapshot.gaps ?? [])],
    risks: risksBehind(cluster, snapshot.read),
  };
}

/**
 * Diagnoses the whole snapshot at once: everything that is wrong, and the causes of all of it, best first.
 * Takes a snapshot and its window (epoch ms; evidence before `from` is stale). Pure: the same snapshot, in any order of
 * its lists, gives the same answer to the byte. Never throws on malformed objects.
 */
export function diagnose(snapshot: Snapshot, window: Window): Diagnosis {
  const found = investigate(snapshot, window);
  const { cluster, signs, ranked, gaps } = found;
  const counted = signs.length > 0 ? ranked : ranked.filter(({ score, under }) => score >= LATENT_SCORE && !under);
  if (signs.length === 0 && counted.length === 0) return healthy(cluster, gaps);
  return answer(found, signs, counted, gaps);
}

/**
 * Diagnoses a live cluster: one diagnosis for each group of signs with the same cause (connected by owner, node, volume,
 * configuration, Service or dependency), in a stable order; [] if nothing is visibly wrong. A fault that no pod shows (an
 * Ingress that leads nowhere, an object stuck in Terminating) is a sign of its own; a misconfiguration without any effect
 * is not reported. No more than `limit` groups are diagnosed; the gaps of each then say so.
 */
export function diagnoseGroups(snapshot: Snapshot, window: Window, limit = Number.POSITIVE_INFINITY): Diagnosis[] {
  const found = investigate(snapshot, window);
  const { cluster, signs: seen, ranked, gaps } = found;
  const silent = ranked.filter((one) => isSilent(one, seen));
  const signs = [...seen, ...silent.map(silentSign)];
  const groups = new Map<string, { main: Ranked | undefined; signs: Sign[] }>();
  const mains = new Set<string>();
  for (const sign of signs) {
    const hidden = silent.find(({ candidate }) => keyOf(candidate.object) === keyOf(sign.object));
    // What is wrong with pods of one owner is one problem, that of their owner if it shows one.
    const owner = hidden && sign.object.kind === 'Pod' ? cluster.workloadAt(sign.object) : undefined;
    const ownersSign = owner && seen.find(({ workload }) => workload === owner);
    const main = (ownersSign && mainCauseOf(ownersSign, ranked)) ?? hidden ?? mainCauseOf(sign, ranked);
    const key = main
      ? main === hidden && owner
        ? `${main.candidate.code} ${owner.key}`
        : idOf(main.candidate)
      : `unknown ${keyOf(anchorOf(cluster, sign, signs).object)}`;
    const group = groups.get(key) ?? { main, signs: [] };
    group.signs.push(sign);
    groups.set(key, group);
    if (main) mains.add(key);
  }
  const known =
    groups.size <= limit ? gaps : [...gaps, `the cluster has ${groups.size} problems at once, of which only ${limit} were diagnosed`];
  return [...groups.entries()]
    .sort(([a], [b]) => byText(a, b))
    .slice(0, limit)
    .map(([, group]) => {
      const keys = new Set(group.signs.map(({ object }) => keyOf(object)));
      const others = ranked.filter(
        (one) => one !== group.main && !mains.has(idOf(one.candidate)) && [...one.explains].some((key) => keys.has(key)),
      );
      return answer(found, group.signs, group.main ? [group.main, ...others] : others, known);
    });
}

/** A proven fault that affects its own object and that no sign shows. */
function isSilent({ candidate, score, under, explains }: Ranked, signs: readonly Sign[]): boolean {
  const key = keyOf(candidate.object);
  const isProven = score + (signs.length > 0 ? UNEXPLAINING : 0) >= LATENT_SCORE && candidate.own && !under;
  return isProven && explains.size === 0 && candidate.hits.some(({ to }) => keyOf(to) === key);
}

function silentSign({ candidate: { object, hits, summary, onset } }: Ranked): Sign {
  const own = hits.find(({ to }) => keyOf(to) === keyOf(object));
  return {
    object,
    what: own?.mechanism ?? 'Failing',
    message: summary,
    ...(onset !== undefined && { since: onset }),
    workload: undefined,
    troubles: [],
  };
}

/**
 * The best explanation of a sign: candidates with evidence of their own that hit it directly, before those that only reach it,
 * unless one of these is clearly better.
 */
function mainCauseOf(sign: Sign, ranked: readonly Ranked[]): Ranked | undefined {
  const key = keyOf(sign.object);
  const fitting = ranked.filter(({ explains, under }) => explains.has(key) && !under);
  const direct = fitting.filter(({ candidate }) => candidate.own && candidate.hits.some(({ to }) => keyOf(to) === key));
  const own = fitting.filter(({ candidate }) => candidate.own && keyOf(candidate.object) === key);
  const near = direct[0] ?? own[0];
  return near && fitting[0] && fitting[0].score - near.score < CLEARLY_BETTER ? near : fitting[0];
}

/** The sign to group an unexplained sign with: a Service without endpoints belongs to the workload behind it. */
function anchorOf(cluster: Cluster, sign: Sign, signs: readonly Sign[]): Sign {
  const service = cluster.serviceAt(sign.object);
  return signs.find(({ workload }) => workload !== undefined && service?.workloads.includes(workload)) ?? sign;
}

function healthy(cluster: Cluster, gaps: string[]): Diagnosis {
  const seen = cluster.workloads.length;
  return {
    verdict: 'no_incident',
    reason:
      seen === 0
        ? 'Nothing is wrong: the snapshot contains no workloads.'
        : `Nothing is wrong: ${seen === 1 ? 'the only workload is running as specified or still starting' : `all ${seen} workloads are running as specified or still starting`}.`,
    symptoms: [],
    causes: [],
    chain: [],
    blastRadius: NO_BLAST,
    timeline: [],
    gaps,
  };
}

function answer({ cluster, risks }: Investigation, signs: readonly Sign[], ranked: readonly Ranked[], gaps: string[]): Diagnosis {
  const causes = ranked.slice(0, MAX_CAUSES).map((one, index) => {
    const cause = causeOf(cluster, one, index + 1, ranked, signs, gaps.length);
    return { ...cause, evidenceFor: [...cause.evidenceFor, ...risks(cause)] };
  });
  const [first] = ranked;
  const onset = onsetOf(cluster, signs);
  const culprit = first && culpritOf(cluster, first.candidate, onset);
  const chain = first ? (causes[0]?.chain ?? []) : [];
  const objects = uniqueRefs([
    ...signs.map(({ object }) => object),
    ...(first ? [first.candidate.object] : []),
    ...chain.flatMap(({ from, to }) => [from, to]),
  ]);
  return {
    verdict: 'incident',
    reason: first ? first.candidate.summary : `Something is wrong, but its cause is unknown. ${sentence(signs[0]?.message ?? '')}`.trim(),
    symptoms: signs.map(symptomOf),
    ...(onset && { onset }),
    ...(culprit && { culprit }),
    causes: culprit ? causes.map((cause) => (cause.rank === 1 ? withCulprit(cause, culprit) : cause)) : causes,
    ...(first ? {} : { inquiry: inquiryOf(cluster, signs) }),
    chain,
    blastRadius: first ? blastOf(cluster, first, signs) : NO_BLAST,
    timeline: timelineOf(cluster, objects),
    gaps,
  };
}

function symptomOf({ object, what, message, since }: Sign): Symptom {
  return { object, what, message, ...(since !== undefined && { since }) };
}

function causeOf(
  cluster: Cluster,
  one: Ranked,
  position: number,
  all: readonly Ranked[],
  signs: readonly Sign[],
  gaps: number,
): RankedCause {
  const { candidate, under } = one;
  const unread = unreadFor(cluster, candidate);
  const confidence = confidenceOf(one, all, gaps, unread.length > 0);
  const unsure = unread.map((kind) => ({
    text: `No ${kind} was read, so another cause cannot be ruled out`,
    source: { type: 'state' as const, object: candidate.object, path: '', value: '' },
  }));
  const deeper = under
    ? [
        {
          text: `A deeper cause explains it: ${causeTitle(under.code)} (${shown(under.object)})`,
          source: { type: 'state' as const, object: under.object, path: '', value: under.code },
        },
      ]
    : [];
  return {
    rank: position,
    code: candidate.code,
    title: `${candidate.title ?? causeTitle(candidate.code)}: ${candidate.object.kind} ${candidate.object.name}`,
    object: candidate.object,
    tier: tierOf(confidence, candidate.proof),
    confidence,
    summary: candidate.summary,
    evidenceFor: candidate.evidenceFor,
    evidenceAgainst: [...(candidate.evidenceAgainst ?? []), ...unsure, ...deeper],
    chain: chainOf(cluster, one, signs),
    remedies: remediesOf(cluster, candidate, signs),
  };
}

/** The inputs that the diagnosis lacked. Containers that never ran have no logs that could be missing. */
function gapsOf(cluster: Cluster, signs: readonly Sign[]): string[] {
  const haveRun = signs.some(({ troubles }) =>
    troubles.some(({ pod }) => pod.containers.some(({ running, terminated, last }) => running || terminated || last)),
  );
  const areLogsMissing = !cluster.hasLogs && (haveRun || signs.every(({ troubles }) => troubles.length === 0));
  return [
    ...(cluster.hasEvents ? [] : ['no events: what Kubernetes reported about the objects is unknown']),
    ...(!areLogsMissing ? [] : ['no logs: what the programs logged is unknown']),
    ...(cluster.hasPods ? [] : ['no pods: their state is unknown']),
    ...(cluster.hasNodes ? [] : ['no nodes: their state is unknown']),
  ];
}
