import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, fields, text, words } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { isServerFault } from '../cluster/addresses.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, type Scene, undo, withChange } from '../rule.ts';
import type { Evidence } from '../types.ts';

/**
 * Name resolution that fails: in one workload because of its DNS settings, or in all because of the cluster's DNS.
 * Signals: log lines about unresolved hosts, some of them Services of the cluster; dnsPolicy None or Default with
 * nameservers that are not the cluster's; the DNS workload in kube-system without ready pods.
 * Blames: the workload's dnsPolicy/dnsConfig; otherwise CoreDNS. A single name that no Service has is a wrong address.
 * Source: kubernetes.io/docs/concepts/services-networking/dns-pod-service, "Pod's DNS Policy", "Pod's DNS Config".
 */
export const dnsRule: Rule = (scene) => {
  const suffering = scene.cluster.workloads.flatMap((workload) => {
    const facts = unresolved(scene, workload);
    return facts.length > 0 ? [{ workload, facts }] : [];
  });
  const settings = scene.signs.flatMap(({ workload, what, troubles }) => {
    // A container that has never run has not resolved any name.
    const hasRun =
      what !== 'FailedCreate' &&
      (troubles.length === 0 || troubles.some(({ container }) => container !== undefined && (container.running || container.restarts > 0)));
    return workload && hasRun ? (ownSettings(scene, workload, unresolved(scene, workload)) ?? []) : [];
  });
  return [...settings, ...serverDown(scene, suffering)];
};

/** Failed lookups of names that exist, and lookups that failed because of the server. */
function unresolved(scene: Scene, workload: Workload): LogFact[] {
  return failingCalls(scene, workload).filter(
    (fact) =>
      fact.type === 'host-unknown' &&
      isLate(fact) &&
      (fact.host === undefined || isKnownName(scene, workload, fact.host) || isServerFault(fact.line)),
  );
}

/** Whether the fact is near the end of the log: a failure after which the program carried on is over. */
function isLate({ at, logEnd }: LogFact): boolean {
  return at === undefined || logEnd === undefined || logEnd - at < LATE_MS;
}

const LATE_MS = 90_000;

/** Whether the cluster's DNS must know the name. A headless Service has records only while one of its pods is ready. */
function isKnownName({ cluster }: Scene, workload: Workload, host: string): boolean {
  const service = cluster.names.resolve(host, workload.ref.namespace);
  return service !== undefined && (service.clusterIp !== 'None' || service.readyPods.length > 0);
}

/** Addresses of the cluster's DNS Service. */
function clusterDns({ cluster }: Scene): string[] {
  return cluster.services
    .filter(({ ref, labels }) => ref.namespace === 'kube-system' && (/dns/.test(ref.name) || labels['k8s-app'] === 'kube-dns'))
    .flatMap(({ clusterIp }) => clusterIp ?? []);
}

function ownSettings(scene: Scene, workload: Workload, facts: LogFact[]): Candidate | undefined {
  const { template } = workload;
  const policy = text(template.dnsPolicy) ?? 'ClusterFirst';
  const servers = words(dig(template, 'dnsConfig', 'nameservers'));
  const searches = words(dig(template, 'dnsConfig', 'searches'));
  const known = clusterDns(scene);
  const isForeign =
    (policy === 'None' && (servers.length === 0 || !servers.some((server) => known.includes(server) || server.startsWith('169.254.')))) ||
    policy === 'Default' ||
    (servers.length > 0 && policy !== 'None' && !servers.some((server) => known.includes(server)));
  const hostNetwork = template.hostNetwork === true && policy === 'ClusterFirst';
  const isAmiss = isForeign || hostNetwork;
  if (facts.length === 0 && !(isForeign && policy === 'None' && known.length === 0 ? servers.length > 0 : isForeign && policy === 'None'))
    return undefined;
  if (!isAmiss && (searches.length === 0 || Object.keys(fields(template.dnsConfig)).length === 0)) {
    const isBlind = !scene.cluster.knows('Service');
    const named = facts.find(({ host, line }) =>
      isBlind ? isServerFault(line) : host !== undefined && isKnownName(scene, workload, host),
    );
    return named
      ? build(
          scene,
          workload,
          [logEvidence(named)],
          'log',
          -0.05,
          isBlind ? 'gets no answer from its DNS server' : 'cannot resolve the name of a Service that exists',
        )
      : undefined;
  }
  const path = policy === 'ClusterFirst' ? 'spec.template.spec.dnsConfig' : 'spec.template.spec.dnsPolicy';
  const evidence = [
    stateEvidence(
      workload.ref,
      path,
      { dnsPolicy: policy, nameservers: servers, searches },
      `Its pods query ${servers.length > 0 ? servers.join(', ') : policy === 'Default' ? "the node's name servers" : 'no name server'} (dnsPolicy ${policy}), not the cluster's DNS${known.length > 0 ? ` (${known.join(', ')})` : ''}`,
    ),
    ...facts.slice(0, 2).map((fact) => logEvidence(fact)),
  ];
  return build(
    scene,
    workload,
    evidence,
    'state',
    0.02,
    `does not use the cluster's DNS (dnsPolicy ${policy}${servers.length > 0 ? `, nameservers ${servers.join(', ')}` : ''})`,
  );
}

function build(
  scene: Scene,
  workload: Workload,
  evidence: Evidence[],
  proof: 'state' | 'log' | 'pattern',
  weight: number,
  what: string,
): Candidate {
  const candidate: Candidate = {
    code: 'dns.resolution_failure',
    object: workload.ref,
    proof,
    weight,
    own: true,
    summary: `${shown(workload.ref)} ${what}.`,
    evidenceFor: evidence,
    remedies: [
      {
        text: 'Set dnsPolicy to ClusterFirst and remove dnsConfig, unless they are intended.',
        command: command`kubectl edit ${kindAndName(workload.ref)}`,
      },
      ...undo(workload.ref),
    ],
    hits: [hit(workload, 'name resolution', 'Its programs cannot resolve the names of their dependencies')],
  };
  return withChange(scene, candidate, workload.ref, ['dns']);
}

const MANY = 3;

function serverDown(scene: Scene, suffering: { workload: Workload; facts: LogFact[] }[]): Candidate[] {
  const { cluster } = scene;
  const server = cluster.workloads.find(
    ({ ref, templateLabels }) =>
      ref.namespace === 'kube-system' && (templateLabels['k8s-app'] === 'kube-dns' || /^(coredns|kube-dns)$/.test(ref.name)),
  );
  const isDown = server !== undefined && (server.desired === 0 || (server.pods.length > 0 && server.pods.every(({ ready }) => !ready)));
  const affected = suffering.filter(({ workload }) => workload !== server);
  if (!isDown && affected.length < MANY) return [];
  const object = server?.ref ?? { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' };
  const candidate: Candidate = {
    code: 'dns.server_down',
    object,
    proof: isDown ? 'state' : 'log',
    weight: isDown ? 0.05 : 0.12,
    own: true,
    summary: isDown
      ? `${shown(object)} has no ready pod, so cluster names cannot be resolved.`
      : `Cluster names cannot be resolved in ${affected.length} workloads.`,
    evidenceFor: [
      ...(isDown && server ? [stateEvidence(server.ref, 'status.readyReplicas', '0', `${shown(server.ref)} has no ready pod`)] : []),
      ...affected.slice(0, 4).flatMap(({ facts }) => facts.slice(0, 1).map((fact) => logEvidence(fact))),
    ],
    remedies: [
      { text: 'Find out why the DNS server does not answer.', command: command`kubectl describe ${kindAndName(object)}` },
      { text: 'Read its log.', command: command`kubectl logs ${inNamespace(object)} -l k8s-app=kube-dns --tail=100` },
    ],
    hits: [
      ...(server ? [hit(server, 'down', 'It has no ready pod')] : []),
      ...affected.map(({ workload }) => hit(workload, 'name resolution', `${shown(workload.ref)} cannot resolve names`)),
    ],
  };
  return [server ? withChange(scene, candidate, server.ref, ['replicas', 'image', 'resources', 'data']) : candidate];
}
