import { command, hostName, inNamespace, portNumber } from '#lib/kubernetes/commands.ts';
import { dig, text } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, type Scene } from '../rule.ts';

/**
 * Systems outside the cluster that do not answer.
 * Signals: calls of running programs that are refused, time out or find no route to a configured host outside the
 * cluster, or to a Service of type ExternalName; the name itself resolves.
 * Blames: the external system. Spreads: system -> its callers -> theirs.
 * Source: kubernetes.io/docs/concepts/services-networking/service, "type: ExternalName"; errno(3) texts.
 */
export const externalRule: Rule = (scene) => {
  const found = new Map<string, { callers: Workload[]; facts: LogFact[]; where: string; value: string }>();
  for (const caller of scene.cluster.workloads) {
    for (const fact of failingCalls(scene, caller)) {
      const target = OUT_OF_REACH.has(fact.type) ? externalHost(scene, caller, fact) : undefined;
      if (!target) continue;
      const entry = found.get(target.host) ?? { callers: [], facts: [], where: target.where, value: target.value };
      if (!entry.callers.includes(caller)) entry.callers.push(caller);
      entry.facts.push(fact);
      found.set(target.host, entry);
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
      summary: `The external host ${host} does not answer calls from ${callers.map(({ ref }) => shown(ref)).join(', ')}.`,
      evidenceFor: [
        ...facts.slice(0, 3).map((fact) => logEvidence(fact)),
        ...(first ? [stateEvidence(first.ref, where, value, `${where} is ${value}`)] : []),
      ],
      remedies: [
        {
          text: 'Check whether it can be reached from the cluster, and whether its operator reports an outage.',
          command: command`kubectl run reach ${inNamespace(first?.ref ?? {})} --rm -it --image=busybox --restart=Never -- nc -zv -w 3 ${hostName(host)} ${portNumber(facts[0]?.port ?? 443)}`,
        },
      ],
      hits: callers.map((caller) => hit(caller, 'external system down', `Its calls to ${host} fail`)),
    };
    return candidate;
  });
};

const OUT_OF_REACH = new Set(['refused', 'timeout', 'unreachable', 'reset', 'unavailable']);

/** The external host of a failed call, and where the caller's configuration names it. */
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
