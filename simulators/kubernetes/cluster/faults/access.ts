import { editTemplate, inShop, templateFault } from './edits.ts';
import type { Fault, Scene } from './fault.ts';
import type { Undo } from './undo.ts';

const POLICY = 'policy';
const IMAGE = 'registry.shop.example/policy-server:1.2.0';

export const ACCESS_FAULTS: readonly Fault[] = [
  templateFault({
    name: 'missing-service-account',
    title: 'ServiceAccount does not exist',
    description: 'shipping is rolled out with the ServiceAccount shiping, which does not exist: its pods are refused.',
    app: 'shipping',
    blames: inShop('ServiceAccount', 'shiping'),
    code: 'rbac.service_account_missing',
    pod: { serviceAccountName: 'shiping', serviceAccount: 'shiping' },
  }),
  {
    name: 'rbac-forbidden',
    title: 'Permission revoked',
    description:
      'The ClusterRoleBinding of CoreDNS is deleted and CoreDNS restarted: it may not list EndpointSlices and never becomes ready.',
    expected: { code: 'rbac.forbidden', object: { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' } },
    make: ({ operator }) => [
      operator.delete('ClusterRoleBinding', undefined, 'system:coredns'),
      operator.restart('kube-system', 'coredns'),
    ],
  },
  {
    name: 'pod-security',
    title: 'Pod Security forbids the pods',
    description:
      'The namespace shop is set to enforce the Pod Security level baseline, and email is changed to run privileged: its pods are refused.',
    expected: { code: 'admission.denied', object: inShop('Deployment', 'email') },
    make: (scene) => [
      scene.operator.change('kubectl-label', 'Namespace', undefined, 'shop', {
        metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
      }),
      editTemplate(scene, 'email', { container: { securityContext: { privileged: true } } }),
    ],
  },
  {
    name: 'webhook-denies',
    title: 'Admission webhook denies the pods',
    description: 'A policy server denies pods without the label cost-center, and shipping is restarted: its new pods lack the label.',
    expected: { code: 'admission.denied', object: inShop('Deployment', 'shipping') },
    make: (scene) => [...policyServer(scene, 1), scene.operator.restart('shop', 'shipping')],
  },
  {
    name: 'webhook-unavailable',
    title: 'Admission webhook is unavailable',
    description: 'A webhook must admit every pod of the shop, but its server has no pods: ads is restarted and its new pods are refused.',
    expected: {
      code: 'admission.webhook_unavailable',
      object: { kind: 'ValidatingWebhookConfiguration', name: 'cost-center' },
    },
    make: (scene) => [...policyServer(scene, 0), scene.operator.restart('shop', 'ads')],
  },
  {
    name: 'webhook-server-image',
    title: 'Server of an admission webhook cannot start',
    description:
      'The image of the policy server does not exist, so its webhook is not answered: shipping is restarted and its pods are refused.',
    expected: { code: 'image.reference_invalid', object: { kind: 'Deployment', namespace: POLICY, name: 'policy-server' } },
    make: (scene) => [
      ...policyServer(scene, 1, 'shop', 'registry.shop.example/policy-server:9.9.9'),
      scene.operator.restart('shop', 'shipping'),
    ],
  },
];

/** A policy server with its webhook for the pods of a namespace: those of the shop, or its own. */
function policyServer({ operator }: Scene, replicas: number, namespace = 'shop', image = IMAGE): Undo[] {
  const labels = { app: 'policy-server' };
  const container = {
    name: 'policy-server',
    image,
    ports: [{ name: 'https', containerPort: 8443 }],
  };
  return [
    operator.create({ kind: 'Namespace', metadata: { name: POLICY } }),
    operator.create({
      kind: 'Deployment',
      metadata: { name: 'policy-server', namespace: POLICY, labels },
      spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
    }),
    operator.create({
      kind: 'Service',
      metadata: { name: 'policy-server', namespace: POLICY },
      spec: { selector: labels, ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
    }),
    operator.create({
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'cost-center' },
      webhooks: [
        {
          name: 'cost-center.policy.shop.example',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Fail',
          timeoutSeconds: 10,
          clientConfig: { service: { namespace: POLICY, name: 'policy-server', path: '/cost-center', port: 443 } },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' }],
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        },
      ],
    }),
  ];
}
