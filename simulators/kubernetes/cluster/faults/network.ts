import { inShop, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

export const NETWORK_FAULTS: readonly Fault[] = [
  {
    name: 'network-policy',
    title: 'NetworkPolicy blocks callers',
    description: 'A NetworkPolicy allows only pods with app=web to reach cart: connections from frontend and checkout time out.',
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
    name: 'network-policy-port',
    title: 'NetworkPolicy admits the wrong port',
    description: 'A NetworkPolicy lets everybody reach shipping, but on port 9090 instead of 8080: calls of checkout time out.',
    expected: { code: 'network.policy_blocking', object: inShop('NetworkPolicy', 'shipping-callers') },
    make: ({ operator }) => [
      operator.create({
        kind: 'NetworkPolicy',
        metadata: { name: 'shipping-callers', namespace: 'shop' },
        spec: {
          podSelector: { matchLabels: { app: 'shipping' } },
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: 9090 }] }],
        },
      }),
    ],
  },
  {
    name: 'default-deny',
    title: 'NetworkPolicy admits nobody',
    description: 'A NetworkPolicy without rules selects orders: calls of checkout time out.',
    expected: { code: 'network.policy_blocking', object: inShop('NetworkPolicy', 'default-deny') },
    make: ({ operator }) => [
      operator.create({
        kind: 'NetworkPolicy',
        metadata: { name: 'default-deny', namespace: 'shop' },
        spec: { podSelector: { matchLabels: { app: 'orders' } }, policyTypes: ['Ingress'] },
      }),
    ],
  },
  {
    name: 'dns-server-down',
    title: 'DNS server does not start',
    description: 'The Corefile of CoreDNS is broken by an edit and its pods are replaced: no cluster name resolves any more.',
    expected: { code: 'dns.server_down', object: { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' } },
    make: ({ operator }) => [
      operator.change('kubectl-edit', 'ConfigMap', 'kube-system', 'coredns', ({ data }) => {
        data.Corefile = data.Corefile.replace('kubernetes cluster.local', 'kuberntes cluster.local');
      }),
      operator.deletePods('kube-system', { 'k8s-app': 'kube-dns' }),
    ],
  },
  templateFault({
    name: 'dns-policy',
    title: 'Pod uses the DNS server of its node',
    description: 'recommendation is rolled out with dnsPolicy Default: it uses the resolver of its node, which does not know any Service.',
    app: 'recommendation',
    code: 'dns.resolution_failure',
    pod: { dnsPolicy: 'Default' },
  }),
  {
    name: 'kube-proxy-down',
    title: 'kube-proxy is down on a node',
    description: 'kube-proxy on kg-worker cannot read its configuration and crashes: the Service rules of that node are no longer updated.',
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
