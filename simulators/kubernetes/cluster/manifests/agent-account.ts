import type { NewObj } from '../../store/object.ts';

const READ = ['get', 'list', 'watch'];

const RULES = [
  {
    apiGroups: [''],
    resources: [
      'pods',
      'services',
      'configmaps',
      'secrets',
      'serviceaccounts',
      'persistentvolumeclaims',
      'resourcequotas',
      'limitranges',
      'events',
      'namespaces',
      'nodes',
      'persistentvolumes',
    ],
    verbs: READ,
  },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], verbs: READ },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: READ },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
  { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: READ },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
    verbs: READ,
  },
];

/** The service account of the KG RCA agent, as its chart installs it: it may read what the agent sends, and nothing else. */
export function agentAccount(): NewObj[] {
  const name = 'kg-rca-agent';
  const namespace = 'kg-rca';
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const roleRef = (kind: string, role: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: role });
  return [
    { kind: 'Namespace', metadata: { name: namespace } },
    { kind: 'ServiceAccount', metadata: { name, namespace } },
    { kind: 'ClusterRole', metadata: { name }, rules: RULES },
    { kind: 'ClusterRoleBinding', metadata: { name }, roleRef: roleRef('ClusterRole', name), subjects },
    {
      kind: 'Role',
      metadata: { name: `${name}-leases`, namespace: 'kube-system' },
      rules: [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: READ }],
    },
    {
      kind: 'RoleBinding',
      metadata: { name: `${name}-leases`, namespace: 'kube-system' },
      roleRef: roleRef('Role', `${name}-leases`),
      subjects,
    },
  ];
}
