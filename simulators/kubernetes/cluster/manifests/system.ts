import type { NewObj } from '../../store/object.ts';
import { hexOf } from '../api-machinery/names.ts';
import { PROVISIONER } from '../controllers/volumes.ts';
import { CONTROL_PLANE, KUBERNETES_VERSION } from './nodes.ts';

const ANYWHERE = [{ operator: 'Exists' }];
const CONTROL_PLANE_TOLERATION = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

/** Namespaces and the infrastructure of the cluster: DNS, proxy, network, provisioner, the default StorageClass. */
export function system(): NewObj[] {
  return [
    ...['default', 'kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'].map((name) => ({
      kind: 'Namespace',
      metadata: { name },
    })),
    ...['coredns', 'kube-proxy', 'kindnet'].map((name) => serviceAccount(name, 'kube-system')),
    serviceAccount('local-path-provisioner-service-account', 'local-path-storage'),
    {
      kind: 'Service',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
    },
    {
      kind: 'EndpointSlice',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['172.18.0.2'], conditions: { ready: true } }],
      ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
    },
    {
      kind: 'Endpoints',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: [{ ip: '172.18.0.2' }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
    },
    {
      kind: 'ConfigMap',
      metadata: { name: 'coredns', namespace: 'kube-system' },
      data: {
        Corefile:
          '.:53 {\n    errors\n    health\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n    reload\n}\n',
      },
    },
    coredns(),
    ...corednsRights(),
    {
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' } },
      spec: {
        clusterIP: '10.96.0.10',
        selector: { 'k8s-app': 'kube-dns' },
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
          { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
          { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
        ],
      },
    },
    daemonSet('kube-proxy', `registry.k8s.io/kube-proxy:${KUBERNETES_VERSION}`, {}),
    daemonSet('kindnet', 'docker.io/kindest/kindnetd:v20250512-df8de77b', {
      requests: { cpu: '100m', memory: '50Mi' },
      limits: { cpu: '100m', memory: '50Mi' },
    }),
    provisioner(),
    {
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: PROVISIONER,
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
    staticPod('etcd', 'registry.k8s.io/etcd:3.5.21-0', 2381, '100m'),
    staticPod('kube-apiserver', `registry.k8s.io/kube-apiserver:${KUBERNETES_VERSION}`, 6443, '250m'),
    staticPod('kube-controller-manager', `registry.k8s.io/kube-controller-manager:${KUBERNETES_VERSION}`, 10257, '200m'),
    staticPod('kube-scheduler', `registry.k8s.io/kube-scheduler:${KUBERNETES_VERSION}`, 10259, '100m'),
  ];
}

function serviceAccount(name: string, namespace: string): NewObj {
  return { kind: 'ServiceAccount', metadata: { name, namespace } };
}

function coredns(): NewObj {
  const labels = { 'k8s-app': 'kube-dns' };
  return {
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace: 'kube-system', labels },
    spec: {
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: '25%' } },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: 'system-cluster-critical',
          serviceAccountName: 'coredns',
          dnsPolicy: 'Default',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, CONTROL_PLANE_TOLERATION],
          containers: [
            {
              name: 'coredns',
              image: 'registry.k8s.io/coredns/coredns:v1.12.0',
              args: ['-conf', '/etc/coredns/Corefile'],
              resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
              ports: [
                { name: 'dns', containerPort: 53, protocol: 'UDP' },
                { name: 'dns-tcp', containerPort: 53 },
                { name: 'metrics', containerPort: 9153 },
              ],
              livenessProbe: { httpGet: { path: '/health', port: 8080 }, initialDelaySeconds: 60, timeoutSeconds: 5, failureThreshold: 5 },
              readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 2 },
              volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
            },
          ],
          volumes: [{ name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } }],
        },
      },
    },
  };
}

/** CoreDNS may list and watch the objects that it answers from, as set up by kubeadm. */
function corednsRights(): NewObj[] {
  const name = 'system:coredns';
  const verbs = ['list', 'watch'];
  return [
    {
      kind: 'ClusterRole',
      metadata: { name },
      rules: [
        { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
      ],
    },
    {
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: 'coredns', namespace: 'kube-system' }],
    },
  ];
}

function daemonSet(name: string, image: string, resources: Record<string, unknown>): NewObj {
  const labels = { 'k8s-app': name };
  return {
    kind: 'DaemonSet',
    metadata: { name, namespace: 'kube-system', labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          serviceAccountName: name,
          tolerations: ANYWHERE,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          containers: [{ name: name === 'kindnet' ? 'kindnet-cni' : name, image, resources }],
        },
      },
    },
  };
}

function provisioner(): NewObj {
  const labels = { app: 'local-path-provisioner' };
  return {
    kind: 'Deployment',
    metadata: { name: 'local-path-provisioner', namespace: 'local-path-storage', labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'local-path-provisioner-service-account',
          tolerations: [{ ...CONTROL_PLANE_TOLERATION, operator: 'Equal' }],
          containers: [{ name: 'local-path-provisioner', image: 'docker.io/kindest/local-path-provisioner:v20250214-acbabc1a' }],
        },
      },
    },
  };
}

function staticPod(component: string, image: string, port: number, cpu: string): NewObj {
  const hash = hexOf(component).slice(0, 32);
  return {
    kind: 'Pod',
    metadata: {
      name: `${component}-${CONTROL_PLANE}`,
      namespace: 'kube-system',
      labels: { component, tier: 'control-plane' },
      annotations: {
        'kubernetes.io/config.hash': hash,
        'kubernetes.io/config.mirror': hash,
        'kubernetes.io/config.source': 'file',
      },
    },
    spec: {
      nodeName: CONTROL_PLANE,
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
      containers: [
        {
          name: component,
          image,
          command: [component],
          resources: { requests: { cpu } },
          livenessProbe: { httpGet: { path: '/livez', port }, initialDelaySeconds: 10, failureThreshold: 8, timeoutSeconds: 15 },
          startupProbe: { httpGet: { path: '/livez', port }, failureThreshold: 24, timeoutSeconds: 15, periodSeconds: 2 },
        },
      ],
    },
  };
}
