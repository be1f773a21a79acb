import { command, nodeName } from '#lib/kubernetes/commands.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import { logEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, type Scene } from '../rule.ts';

/**
 * Programs that cannot reach the API server by its Service.
 * Signals: failed calls to the Service kubernetes of the namespace default: by name, or by its address, which is the first of the
 * range of Services. Blames: the API server if connections are refused; the network of the node if they get no answer. Causes with
 * more evidence (a policy, kube-proxy, the network plugin) rank higher.
 * Source: kubernetes.io/docs/tasks/run-application/access-api-from-pod.
 */
export const apiServerCallRule: Rule = (scene) => {
  const calls = scene.signs.flatMap(({ workload }) => {
    const fact = workload && failingCalls(scene, workload).find((one) => isApiServer(scene, workload, one));
    return workload && fact ? [{ workload, fact }] : [];
  });
  const refused = calls.filter(({ fact }) => fact.type === 'refused');
  const silent = Map.groupBy(
    calls.filter(({ fact }) => fact.type === 'timeout' || fact.type === 'unreachable'),
    ({ workload, fact }) => workload.pods.find(({ ref: pod }) => pod.name === fact.pod)?.node,
  );
  const nodes = [...silent].flatMap(([node, own]) => (node === undefined ? [] : [candidateFor(own, ref('Node', undefined, node))]));
  return refused.length > 0 ? [candidateFor(refused, API_SERVER), ...nodes] : nodes;
};

const API_SERVER: ObjectRef = { kind: 'Component', namespace: 'kube-system', name: 'kube-apiserver' };
/** What clients of the API server ask for. */
const REQUEST = /\/(?:apis?|version|healthz|livez|readyz)\b|resource lock|leader ?election|kubernetes\.default/i;

function isApiServer({ cluster }: Scene, workload: Workload, { host, port, line }: LogFact): boolean {
  if (host === undefined) return false;
  const service = cluster.names.resolve(host, workload.ref.namespace);
  if (service) return service.ref.name === 'kubernetes' && service.ref.namespace === 'default';
  if (/^kubernetes\.default\b/.test(host)) return true;
  return /^\d{1,3}\.\d{1,3}\.\d{1,3}\.1$/.test(host) && (port === 443 || port === 6443) && REQUEST.test(line);
}

function candidateFor(calls: readonly { workload: Workload; fact: LogFact }[], object: ObjectRef): Candidate {
  const isNode = object.kind === 'Node';
  const names = calls.map(({ workload }) => shown(workload.ref)).join(', ');
  return {
    code: isNode ? 'node.network_plugin_down' : 'control_plane.component_down',
    title: isNode ? 'Pods of the node do not reach the API server' : 'API server refuses connections',
    object,
    proof: 'log',
    weight: -0.16,
    own: true,
    summary: isNode
      ? `${names} on ${shown(object)} gets no answer from the API server by its Service: the network of the node does not lead there.`
      : `Connections of ${names} to the API server are refused by its Service.`,
    evidenceFor: calls.slice(0, 3).map(({ fact }) => logEvidence(fact)),
    remedies: [
      isNode
        ? {
            text: 'Check the network plugin and kube-proxy on the node.',
            command: command`kubectl get pods -A -o wide --field-selector spec.nodeName=${nodeName(object.name)}`,
          }
        : {
            text: 'See whether the API server is ready, and which addresses its Service has.',
            command: command`kubectl get endpointslices -n default`,
          },
    ],
    hits: calls.map(({ workload }) => hit(workload, 'API server not reached', 'It does not reach the API server')),
  };
}
