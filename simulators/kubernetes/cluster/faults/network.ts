import { editConfig, inShop, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

const category = 'Network and DNS';

export const NETWORK_FAULTS: readonly Fault[] = [
  {
    name: 'network-policy',
    category,
    title: 'NetworkPolicy blocks callers',
    description: 'A NetworkPolicy lets only pods with app=web reach cart: frontend and checkout run into time-outs.',
    expected: { code: 'network.policy_blocking', object: inShop('NetworkPolicy', 'cart-callers') },
    make: ({ operator }) => [
      operator.create({
        kind: 'NetworkPolicy',
        metadata: { name: 'cart-callers', namespace: 'shop' },
        spec: {
          podSelector: { matchLabels: { app: 'cart' } },
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }],
        },
      }),
    ],
  },
  {
    name: 'dns-server-down',
    category,
    title: 'DNS server does not start',
    description: 'The Corefile of CoreDNS is broken by an edit and its pods are replaced: no name of the cluster resolves any more.',
    expected: { code: 'dns.server_down', object: { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' } },
    make(scene) {
      const undo = editConfig(
        scene,
        'coredns',
        (data) => {
          data.Corefile = String(data.Corefile).replace('kubernetes cluster.local', 'kuberntes cluster.local');
        },
        'kube-system',
      );
      scene.operator.deletePods('kube-system', { 'k8s-app': 'kube-dns' });
      return [undo];
    },
  },
  templateFault({
    name: 'dns-policy',
    category,
    title: 'Pod asks a DNS server of its node',
    description: 'recommendation is rolled out with dnsPolicy Default: it asks the resolver of its node, which knows no Service.',
    app: 'recommendation',
    code: 'dns.resolution_failure',
    pod: (spec) => {
      spec.dnsPolicy = 'Default';
    },
  }),
  {
    name: 'kube-proxy-down',
    category,
    title: 'kube-proxy does not run on a node',
    description: 'kube-proxy of kg-worker cannot read its configuration and crashes: the rules of that node are no longer kept.',
    expected: { code: 'node.kube_proxy_down', object: { kind: 'Node', name: 'kg-worker' } },
    make: ({ hidden }) => [
      hidden.set(hidden.programs, 'kube-proxy@kg-worker', {
        type: 'crash',
        after: 400,
        code: 1,
        lines: [
          'server.go:505] "Error running ProxyServer" err="failed to initialize iptables: exit status 3: iptables: Failed to initialize nft: Protocol not supported"',
        ],
      }),
    ],
  },
];
