import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, fields, items, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { isSelected } from '#lib/kubernetes/selectors.ts';
import type { Cluster, Entity, Workload } from '../cluster/index.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';

/**
 * Calls that a policy of the service mesh refuses.
 * Signals: the proxy's answer "RBAC: access denied" (Istio), "client is not authorized" (Linkerd) in the log of a failing caller, and
 * an AuthorizationPolicy that selects what it calls: one that denies, else one that allows others only.
 * Blames: the AuthorizationPolicy. Spreads: policy -> callers.
 * Sources: istio.io/latest/docs/reference/config/security/authorization-policy; linkerd.io/2/reference/authorization-policy.
 */
export const meshPolicyRule: Rule = (scene) => {
  const denied = scene.signs.flatMap(({ workload }) => {
    const fact = workload && scene.cluster.factsOf(workload).findLast(({ type }) => type === 'mesh-denied');
    return workload && fact ? [{ workload, fact }] : [];
  });
  return denied.flatMap(({ workload, fact }) => {
    const policy = policyAgainst(scene, workload, fact.line);
    if (!policy) return [];
    const candidate: Candidate = {
      code: 'mesh.policy_blocking',
      object: policy.ref,
      proof: 'state',
      weight: -0.04,
      own: true,
      summary: `${shown(policy.ref)} refuses the calls of ${shown(workload.ref)}.`,
      evidenceFor: [
        logEvidence(fact),
        stateEvidence(
          policy.ref,
          'spec',
          policy.object.spec,
          `${shown(policy.ref)} ${isDenying(policy) ? 'denies' : 'allows only'} what its rules name`,
        ),
      ],
      remedies: [
        {
          text: 'Admit the service account of the caller in the rules of the policy. This opens what it protects to that caller.',
          command: command`kubectl edit ${kindAndName(policy.ref)}`,
        },
        { text: 'See which other policies apply.', command: command`kubectl get authorizationpolicies ${inNamespace(policy.ref)}` },
      ],
      hits: [hit(workload, 'access denied', 'The proxy of the callee refuses its calls')],
    };
    return [withChange(scene, candidate, policy.ref, ['rules', 'selector', 'other'])];
  });
};

function isDenying({ object }: Entity): boolean {
  return text(dig(object, 'spec', 'action')) === 'DENY';
}

/** The policy that refuses a caller: of those that apply to what it calls, one that denies, else one that has no rule, else the first. */
function policyAgainst({ cluster }: Scene, caller: Workload, line: string): Entity | undefined {
  const named = cluster.services.filter(
    ({ ref: own }) => own.name.length > 2 && new RegExp(`(?<![\\w-])${own.name.replaceAll('.', '\\.')}(?![\\w-])`).test(line),
  );
  const configured = cluster.callsOf(caller).flatMap(({ service }) => service ?? []);
  const callees = [...named, ...configured].flatMap((service) => service.workloads);
  const policies = cluster
    .of('AuthorizationPolicy')
    .filter((policy) => callees.length === 0 || callees.some((callee) => appliesToPodsOf(cluster, policy, callee)));
  const isClosed = ({ object }: Entity) => items(dig(object, 'spec', 'rules')).length === 0;
  return policies.find(isDenying) ?? policies.find(isClosed) ?? policies[0];
}

/** Where Istio looks for policies of the whole mesh, unless its installation says otherwise (meshConfig.rootNamespace). */
const MESH_ROOT = 'istio-system';

/** Whether a policy of the mesh is in the namespace whose policies apply to all namespaces. */
export function isOfWholeMesh({ ref: own }: Entity): boolean {
  return own.namespace === MESH_ROOT;
}

/**
 * Whether an AuthorizationPolicy or PeerAuthentication applies to the pods of a workload: to those that its selector matches in
 * its namespace, or in all namespaces if it is in the mesh's root namespace; without a selector to all of them. One with
 * `targetRefs` applies to the Services that it names instead.
 * Source: istio.io/latest/docs/reference/config/type/workload-selector.
 */
export function appliesToPodsOf(cluster: Cluster, policy: Entity, workload: Workload): boolean {
  if (policy.ref.namespace !== workload.ref.namespace && !isOfWholeMesh(policy)) return false;
  const { selector, targetRef, targetRefs } = fields(policy.object.spec);
  const targets = [...items(targetRefs), ...items([targetRef])];
  if (targets.length > 0) {
    const names = new Set(targets.flatMap(({ kind, name }) => (kind === 'Service' ? (text(name) ?? []) : [])));
    return cluster.servicesOf(workload).some(({ ref: own }) => own.namespace === policy.ref.namespace && names.has(own.name));
  }
  return isSelected(selector ?? {}, workload.templateLabels);
}
