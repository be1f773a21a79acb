import { type App, type Setting, service } from './app.ts';

const KUBERNETES = ['v1.34.4'];

function component(name: string, port: number, work: string[], extra: Partial<App> = {}): App {
  return service({
    image: `registry.k8s.io/${name}`,
    tags: KUBERNETES,
    megabytes: 90,
    memory: 30,
    ports: [{ port, protocol: 'http', paths: { '/livez': 'alive', '/readyz': 'ready', '/healthz': 'alive' } }],
    startup: 500,
    style: 'klog',
    banner: [`server.go:255] "Version info" version="v1.34.4"`],
    work,
    every: 30_000,
    ...extra,
  });
}

/** The programs in kube-system, and some public images for experiments. */
export const SYSTEM_APPS: App[] = [
  component('kube-apiserver', 6443, ['controller.go:667] quota admission added evaluator for: jobs.batch']),
  component('kube-controller-manager', 10257, [
    'resource_quota_controller.go:496] "syncing resource quota controller" logger="resourcequota-controller"',
  ]),
  component('kube-scheduler', 10259, ['reflector.go:430] "Caches populated" type="*v1.Pod"']),
  component('etcd', 2381, ['compact.go:56] finished scheduled compaction compact-revision={n}{n}'], { tags: ['3.5.21-0'] }),
  component('kube-proxy', 10256, ['proxier.go:828] "SyncProxyRules complete" elapsed="{ms}ms"']),
  service({
    image: 'docker.io/kindest/kindnetd',
    tags: ['v20250512-df8de77b'],
    megabytes: 36,
    memory: 20,
    ports: [],
    startup: 300,
    style: 'klog',
    banner: ['main.go:109] connected to apiserver: https://kg-control-plane:6443'],
    work: ['main.go:301] handling current node', 'main.go:324] Node kg-worker has CIDR [10.244.1.0/24]'],
    every: 20_000,
  }),
  service({
    image: 'docker.io/kindest/local-path-provisioner',
    tags: ['v20250214-acbabc1a'],
    megabytes: 21,
    memory: 12,
    ports: [],
    startup: 300,
    style: 'klog',
    banner: ['controller.go:811] Starting provisioner controller rancher.io/local-path'],
    work: [],
  }),
  service({
    image: 'registry.k8s.io/coredns/coredns',
    tags: ['v1.12.0'],
    megabytes: 21,
    memory: 30,
    ports: [
      { port: 53, protocol: 'tcp' },
      { port: 8080, protocol: 'http', paths: { '/health': 'alive' } },
      { port: 8181, protocol: 'http', paths: { '/ready': 'ready' } },
    ],
    startup: 500,
    style: 'coredns',
    banner: [
      'plugin/reload: Running configuration SHA512 = 591cf328cccc12bc490481273e738df59329c62c0b729d94e8b61db9961c2fa5f046dd37f1cf888b953814040d180f52594972691cd6ff41be96639138a43908',
      'CoreDNS-1.12.0 linux/amd64, go1.23.3, 51e11f1',
    ],
    work: ['plugin/health: Local health request took more than 1s'],
    settings: [corefile('/etc/coredns/Corefile')],
    permissions: [
      {
        verb: 'list',
        group: 'discovery.k8s.io',
        resource: 'endpointslices',
        line: 'plugin/kubernetes: Failed to watch *v1.EndpointSlice: failed to list *v1.EndpointSlice: {refusal}',
      },
    ],
    every: 600_000,
  }),
  service({
    image: 'docker.io/library/nginx',
    tags: ['latest', '1.27', '1.27.3', '1.28', 'alpine', 'stable'],
    megabytes: 72,
    memory: 8,
    ports: [{ port: 80, protocol: 'http', paths: { '/': 'alive' } }],
    startup: 300,
    style: 'plain',
    banner: ['/docker-entrypoint.sh: Configuration complete; ready for start up', 'start worker processes'],
    work: ['"GET / HTTP/1.1" 200 615 "-" "kube-probe/1.34"'],
    every: 30_000,
  }),
  shell('docker.io/library/busybox', ['latest', '1.36', '1.37']),
  shell('docker.io/library/alpine', ['latest', '3.20', '3.21']),
];

/** CoreDNS checks its configuration: it exits at the first unknown directive. */
function corefile(path: string): Setting {
  return {
    name: path,
    raw: true,
    problem(value = '') {
      const lines = value.split('\n');
      const unknown = lines.findIndex((line) => /^ {4}\S/.test(line) && !PLUGINS.has(line.trim().split(' ')[0] ?? ''));
      if (unknown < 0) return undefined;
      return `${path}:${unknown + 1} - Error during parsing: Unknown directive '${lines[unknown]?.trim().split(' ')[0]}'`;
    },
  };
}

const PLUGINS = new Set([
  'errors',
  'health',
  'ready',
  'kubernetes',
  'forward',
  'cache',
  'reload',
  'loop',
  'loadbalance',
  'prometheus',
  '}',
]);

/** An image that runs its command: `sleep N` and `exit N` are interpreted, anything else exits with 0 at once. */
function shell(image: string, tags: string[]): App {
  return service({
    image,
    tags,
    megabytes: 4,
    memory: 2,
    ports: [],
    startup: 10,
    runs: 200,
    style: 'plain',
    banner: [],
    work: [],
    stop: { code: 137, after: 1_500 },
  });
}
