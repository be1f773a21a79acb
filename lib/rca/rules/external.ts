import { dig, text } from '#lib/kubernetes/fields.ts';
import { inNamespace, type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, type Scene } from '../rule.ts';

/**
 * Systems outside of the cluster that do not answer.
 * Signals: calls of running programs that are refused, time out or find no way to a host that they are told to call and
 * that is no name of the cluster, or to a Service of type ExternalName; the name itself resolves.
 * Blames: the external system. Spreads: system -> its callers -> theirs.
 * Source: kubernetes.io/docs/concepts/services-networking/service, "type: ExternalName"; errno(3) texts.
 */
export const externalRule: Rule = (scene) => {
  const found = new Map<string, { callers: Workload[]; facts: LogFact[]; where: string; value: string }>();
  for (const caller of scene.cluster.workloads) {
    for (const fact of failingCalls(scene, caller)) {
      const told = OUT_OF_REACH.has(fact.type) ? externalHost(scene, caller, fact) : undefined;
      if (!told) continue;
      const entry = found.get(told.host) ?? { callers: [], facts: [], where: told.where, value: told.value };
      if (!entry.callers.includes(caller)) entry.callers.push(caller);
      entry.facts.push(fact);
      found.set(told.host, entry);
    }
  }
  return [...found.entries()].map(([host, { callers, facts, where, value }]) => {
    const object: ObjectRef = { kind: 'External', name: host };
    const [first] = callers;
    const candidate: Candidate = {
      code: 'dependency.external_unavailable',
      object,
      proof: 'log',
      own: true,
      summary: `${host}, outside of the cluster, does not answer ${callers.map(({ ref }) => shown(ref)).join(', ')}.`,
      evidenceFor: [
        ...facts.slice(0, 3).map((fact) => logEvidence(fact)),
        ...(first ? [stateEvidence(first.ref, where, value, `${where} says ${value}`)] : []),
      ],
      remedies: [
        {
          text: 'See whether it answers from within the cluster, and what its operator says of it.',
          command: `kubectl run reach${first ? inNamespace(first.ref) : ''} --rm -it --image=busybox --restart=Never -- nc -zv -w 3 ${host} ${facts[0]?.port ?? 443}`,
        },
      ],
      hits: callers.map((caller) => hit(caller, 'no answer from outside', `Its calls to ${host} fail`)),
    };
    return candidate;
  });
};

const OUT_OF_REACH = new Set(['refused', 'timeout', 'unreachable', 'reset', 'unavailable']);

/** The outside host that a failed call was meant for, and where the caller is told of it. */
function externalHost({ cluster }: Scene, caller: Workload, { host }: LogFact): { host: string; where: string; value: string } | undefined {
  const call = host === undefined ? undefined : cluster.callsOf(caller).find((one) => one.host === host);
  if (!call) return undefined;
  const { where, value, service } = call;
  if (service) {
    const alias = service.external ? text(dig(service.object, 'spec', 'externalName')) : undefined;
    return alias ? { host: alias, where, value } : undefined;
  }
  return call.inCluster || /^[\d.]+$/.test(call.host) ? undefined : { host: call.host, where, value };
}
