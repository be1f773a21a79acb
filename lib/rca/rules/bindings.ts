import { command, inNamespace, serviceAccountUser } from '#lib/kubernetes/commands.ts';
import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Workload } from '../cluster/index.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { hit, type Rule, type Scene } from '../rule.ts';
import { alarmsOf, alertText } from '../symptoms/alerts.ts';

/**
 * Programs that are denied what they ask for, in words of their own, while their service account has no role.
 * Signals: a workload that fails, whose log (or an alert about it) says that something is forbidden; no RoleBinding and no
 * ClusterRoleBinding names its service account, or the role that they name does not exist. Blames: the workload. What the API
 * server itself says of a missing permission is read by program.ts.
 * Source: kubernetes.io/docs/reference/access-authn-authz/rbac, "Referring to subjects".
 */
export const bindingRule: Rule = (scene) => {
  const denials = alarmsOf(scene.cluster).filter(({ alert }) => DENIED.test(alertText(alert)));
  return scene.signs.flatMap(({ workload, since }) => {
    const account = workload && accountOf(workload);
    if (!workload || !account || !scene.cluster.knows('RoleBinding', account.namespace)) return [];
    const fact = scene.cluster.factsOf(workload).findLast(({ type }) => type === 'denied');
    const alarm = denials.find((one) => one.workload === workload);
    const gap = fact || alarm ? gapOf(scene, account) : undefined;
    if (!gap) return [];
    return [
      {
        code: 'rbac.forbidden',
        object: workload.ref,
        proof: 'log' as const,
        weight: 0.1,
        own: true,
        summary: `${shown(workload.ref)} is denied what it asks for: ${gap.text}.`,
        evidenceFor: [...(fact ? [logEvidence(fact)] : []), stateEvidence(gap.object, gap.path, gap.value, gap.text)],
        remedies: [
          {
            text: 'See what the service account may do, and bind the role that the program needs to it.',
            command: command`kubectl auth can-i --list --as=${serviceAccountUser(`system:serviceaccount:${account.namespace}:${account.name}`)} ${inNamespace(workload.ref)}`,
          },
        ],
        hits: [hit(workload, 'is refused', 'The API server refuses its requests')],
        ...(since !== undefined && { onset: since }),
      },
    ];
  });
};

const DENIED = /rbac|forbid|denied|unauthori[sz]ed|\b40[13]\b/i;

/** The service account of a workload, unless it is the default one, which most programs have without ever using it. */
function accountOf({ ref: own, template }: Workload): ObjectRef | undefined {
  const name = text(template.serviceAccountName) ?? text(template.serviceAccount);
  return name === undefined || name === 'default' ? undefined : ref('ServiceAccount', own.namespace, name);
}

interface Gap {
  object: ObjectRef;
  path: string;
  value: string;
  text: string;
}

function gapOf({ cluster }: Scene, account: ObjectRef): Gap | undefined {
  const bindings = [...cluster.of('RoleBinding'), ...cluster.of('ClusterRoleBinding')].filter((one) => isBound(one, account));
  if (bindings.length === 0) return { object: account, path: '', value: '', text: `no RoleBinding gives a role to ${shown(account)}` };
  for (const binding of bindings) {
    const [kind, name] = [text(dig(binding.object, 'roleRef', 'kind')), text(dig(binding.object, 'roleRef', 'name'))];
    const namespace = kind === 'Role' ? binding.ref.namespace : undefined;
    if (!kind || !name || !cluster.knows(kind, namespace) || cluster.find(kind, namespace, name)) continue;
    const role = ref(kind, namespace, name);
    return {
      object: binding.ref,
      path: 'roleRef.name',
      value: name,
      text: `${shown(binding.ref)} names ${shown(role)}, which does not exist`,
    };
  }
  return undefined;
}

/** Whether a binding names the service account, or a group that it belongs to. */
function isBound({ object, ref: own }: Entity, { namespace = '', name }: ObjectRef): boolean {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return items(object.subjects).some((subject) => {
    if (subject.kind === 'Group') return groups.includes(text(subject.name) ?? '') && !isOfPlatform(own);
    return subject.kind === 'ServiceAccount' && subject.name === name && (text(subject.namespace) ?? own.namespace) === namespace;
  });
}

/** Bindings that Kubernetes and its distributions make themselves give every account the little that all of them have. */
function isOfPlatform({ name }: ObjectRef): boolean {
  return name.startsWith('system:');
}
