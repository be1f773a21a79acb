import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import { type Cluster, clusterOf } from '../cluster/index.ts';
import { stateEvidence } from '../evidence.ts';
import type { Evidence, Remedy, Snapshot } from '../types.ts';
import { windowUntil } from '../window.ts';
import { autoscalingRisk } from './autoscaling.ts';
import { budgetRisk } from './budgets.ts';
import { certificateRisk } from './certificates.ts';
import { type Finding, type Ground, type RiskCheck, SEVERITIES, type Severity } from './check.ts';
import { defaultClassRisk } from './default-classes.ts';
import { duplicateVariableRisk } from './duplicate-variables.ts';
import { loadBalancerRisk } from './load-balancers.ts';
import { missingReferenceRisk } from './missing-references.ts';
import { portRisk } from './ports.ts';
import { selectsNothingRisk } from './selects-nothing.ts';
import { sharedVolumeRisk } from './shared-volumes.ts';
import { staleConfigurationRisk } from './stale-configuration.ts';

/** The kinds of risks: a file and a line each. */
const CHECKS: readonly RiskCheck[] = [
  missingReferenceRisk,
  selectsNothingRisk,
  budgetRisk,
  portRisk,
  sharedVolumeRisk,
  autoscalingRisk,
  certificateRisk,
  loadBalancerRisk,
  staleConfigurationRisk,
  duplicateVariableRisk,
  defaultClassRisk,
];

/** The most risks of a kind that are told about a cause. */
const MOST_BEHIND = 3;

/** The codes of all risks with their titles. */
export const RISKS: readonly Pick<RiskCheck, 'code' | 'title'>[] = CHECKS.map(({ code, title }) => ({ code, title }));

/** Something that will fail, or fails unseen. */
export interface Risk {
  code: string;
  title: string;
  object: ObjectRef;
  severity: Severity;
  text: string;
  evidence: Evidence;
  remedy: Remedy;
}

/** The risks of a cluster, the worst first, and what could not be checked because it was not read, a sentence each. */
export interface RiskReport {
  risks: Risk[];
  unchecked: string[];
}

/**
 * The risks of a cluster at the time of its snapshot. Pure like the diagnosis: the same snapshot, in any order of its lists,
 * gives the same bytes, and nothing malformed makes it throw. A name counts as missing only where all objects of its kind
 * were read: what was not read is among `unchecked` instead.
 */
export function risksOf(snapshot: Snapshot): RiskReport {
  const unread = new Set<string>();
  const ground = groundOf(clusterOf(snapshot, windowUntil(snapshot.collectedAt)), snapshot.read, unread);
  const risks = CHECKS.flatMap((check) => check.find(ground).map((finding) => riskOf(check, finding)));
  return {
    risks: unique(risks).sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        byText(a.code, b.code) ||
        byText(keyOf(a.object), keyOf(b.object)) ||
        byText(a.text, b.text),
    ),
    unchecked: [...unread]
      .sort(byText)
      .map((kind) => `Not all objects of the kind ${kind} were read: what refers to them was not checked.`),
  };
}

/**
 * Finds the risks behind causes: what was wrong by reference or shape in the very object that is blamed, or in what refers to it,
 * as evidence in words. Each kind of risk is looked for once, and only when a cause asks that it may have foretold.
 */
export function risksBehind(cluster: Cluster, read: Snapshot['read']): (cause: { code: string; object: ObjectRef }) => Evidence[] {
  const ground = groundOf(cluster, read, new Set());
  const found = new Map<RiskCheck, Finding[]>();
  return ({ code, object }) =>
    CHECKS.filter(({ foretells }) => foretells.test(code)).flatMap((check) => {
      const findings = found.get(check) ?? check.find(ground);
      found.set(check, findings);
      return findings
        .filter((one) => [one.object, one.target].some((its) => its !== undefined && keyOf(its) === keyOf(object)))
        .map(({ object: of, path, value, text }) => stateEvidence(of, path, value, `Among the risks (${check.title}): ${text}`))
        .sort((a, b) => byText(a.text, b.text))
        .slice(0, MOST_BEHIND);
    });
}

/** What the checks look at; notes in `unread` which kinds they lacked. */
function groundOf(cluster: Cluster, read: Snapshot['read'], unread: Set<string>): Ground {
  // Who does not say what was read (a folder of kubectl's output) has read the kinds of which there are objects.
  const isRead = (kind: string, namespace?: string) =>
    cluster.isWhole(kind, namespace) || (read === undefined && cluster.knows(kind, namespace));
  return {
    cluster,
    now: cluster.now,
    isMissing({ kind, namespace, name }) {
      if (cluster.find(kind, namespace, name)) return false;
      if (isRead(kind, namespace)) return true;
      unread.add(kind);
      return false;
    },
    hasRead(kinds, namespace) {
      const missing = kinds.filter((kind) => !isRead(kind, namespace) && !isRead(kind));
      for (const kind of missing) unread.add(kind);
      return missing.length === 0;
    },
  };
}

function riskOf({ code, title }: RiskCheck, { object, severity, text, path, value, remedy }: Finding): Risk {
  return {
    code,
    title,
    object,
    severity,
    text,
    evidence: stateEvidence(object, path, value, text),
    remedy: remedy.command ? { text: remedy.text, command: remedy.command.line } : { text: remedy.text },
  };
}

function unique(risks: readonly Risk[]): Risk[] {
  return [...new Map(risks.map((risk) => [`${risk.code} ${keyOf(risk.object)} ${risk.text}`, risk])).values()];
}
