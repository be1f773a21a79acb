import { describe, expect, it } from 'vitest';
import { diagnosisOf, eventAbout, firstOf, logOf, lonePod, looping, plain } from '../testing/minimal.ts';
import { crashing, deployment, log, node, object, pod, service, stamp } from '../testing/snapshots.ts';

const nodes = [node('node-a'), node('node-b')];
const web = (options: Parameters<typeof deployment>[1] = {}) =>
  deployment('web', { ready: false, containerStatus: crashing(), ...options });
const orders = (() => {
  const one = service('orders');
  one.spec.clusterIP = '10.96.7.7';
  return one;
})();
/** A Deployment that has no pods yet. */
const podless = deployment('orders', { ready: false })
  .slice(0, 2)
  .map((one) => ({ ...one, status: {} }));

describe('a call to a Service without pods blames what is behind the Service, in the words of', () => {
  it.each([
    ['Go', 'fatal: Get "http://orders:8080/list": dial tcp 10.96.7.7:8080: connect: connection refused'],
    ['Go, by address alone', 'panic: dial tcp 10.96.7.7:8080: connect: connection refused'],
    [
      'gRPC',
      'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.96.7.7:8080: connect: connection refused"',
    ],
    ['Node.js', 'Error: connect ECONNREFUSED 10.96.7.7:8080'],
    [
      'requests',
      "requests.exceptions.ConnectionError: HTTPConnectionPool(host='orders', port=8080): Max retries exceeded with url: /list (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused'))",
    ],
    [
      'aiohttp',
      "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host orders:8080 ssl:default [Connect call failed ('10.96.7.7', 8080)]",
    ],
    ['Java', 'Caused by: java.net.ConnectException: Connection refused: orders/10.96.7.7:8080'],
    [
      'Apache HttpClient',
      'org.apache.http.conn.HttpHostConnectException: Connect to orders:8080 [orders/10.96.7.7] failed: Connection refused (Connection refused)',
    ],
    ['curl', 'curl: (7) Failed to connect to orders port 8080 after 2 ms: Connection refused'],
    ['curl 8', "curl: (7) Failed to connect to orders port 8080 after 1 ms: Couldn't connect to server"],
    ['busybox', "wget: can't connect to remote host (10.96.7.7): Connection refused"],
    ['Ruby', 'Errno::ECONNREFUSED: Failed to open TCP connection to orders:8080 (Connection refused - connect(2) for "orders" port 8080)'],
    ['a program of its own', 'connect to http://orders:8080: connection refused'],
  ])('%s', (_, line) =>
    expect(firstOf({ resources: [...nodes, ...web(), ...podless, orders], logs: [log('web', [line], true)] })).toBe(
      'dependency.unavailable Deployment/orders',
    ),
  );

  it('a program that does not name the host, if only one of its Services has no pods', () =>
    expect(
      firstOf({
        resources: [...nodes, ...web({ env: [{ name: 'ORDERS_HOST', value: 'orders' }] }), ...podless, orders],
        logs: [log('web', ['SQLSTATE[HY000] [2002] Connection refused in /app/db.php'], true)],
      }),
    ).toBe('dependency.unavailable Deployment/orders'));

  it.each([
    [
      'the source line of a frame, as a URL',
      [
        '  File "/app/main.py", line 9, in load',
        '    urlopen("http://orders:8080/list")',
        'ConnectionRefusedError: [Errno 111] Connection refused',
      ],
    ],
    [
      'the source line of a frame, as an address',
      [
        '  File "/app/main.py", line 9, in load',
        '    sock.connect(("orders", 8080))',
        'ConnectionRefusedError: [Errno 111] Connection refused',
      ],
    ],
    [
      'the exception that came of it',
      [
        '  File "/app/main.py", line 9, in load',
        '    self._connect()',
        'ConnectionRefusedError: [Errno 111] Connection refused',
        'During handling of the above exception, another exception occurred:',
        'Traceback (most recent call last):',
        '  File "/app/main.py", line 5, in main',
        '    load()',
        'ledger.Unreachable: no answer from http://orders:8080',
      ],
    ],
    [
      'the exception of asyncio',
      ['  File "/app/main.py", line 9', "ConnectionRefusedError: [Errno 111] Connect call failed ('10.96.7.7', 8080)"],
    ],
  ])('Python, where the host is in %s', (_, lines) =>
    expect(
      firstOf({
        resources: [...nodes, ...web(), ...podless, orders],
        logs: [log('web', ['started', 'Traceback (most recent call last):', ...lines], true)],
      }),
    ).toBe('dependency.unavailable Deployment/orders'),
  );

  it('a program that calls the address of a pod', () =>
    expect(
      firstOf({
        resources: [...nodes, ...web(), ...deployment('orders', { ready: false, ageMinutes: 20 }), orders],
        logs: [log('web', ['dial tcp 10.1.0.10:8080: connect: connection refused'], true)],
      }),
    ).toMatch(/Deployment\/orders$/));
});

it('a port that only one caller has wrong is the fault of that caller', () => {
  const resources = [
    ...nodes,
    ...web({ env: [{ name: 'CART', value: 'http://cart:9090' }] }),
    ...deployment('api', { env: [{ name: 'CART', value: 'http://cart:8080' }] }),
    ...deployment('cart'),
    service('cart'),
  ];
  expect(firstOf({ resources, logs: [log('web', ['dial tcp 10.96.0.4:9090: connect: connection refused'], true)] })).toBe(
    'config.dependency_address_wrong Deployment/web',
  );
});

describe('traffic that a policy blocks', () => {
  const policy = (spec: object) => object('NetworkPolicy', 'policy', { spec });
  const timeout = [log('web', ['dial tcp 10.96.7.7:8080: i/o timeout'], true)];
  const admitting = (ports: object[]) =>
    policy({
      podSelector: { matchLabels: { app: 'orders' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports }],
    });
  const resources = [...nodes, ...web(), ...deployment('orders'), orders];

  it('is found where the policy admits the caller, but not on the port of the pods', () => {
    expect(firstOf({ resources: [...resources, admitting([{ port: 9999 }])], logs: timeout })).toBe(
      'network.policy_blocking NetworkPolicy/policy',
    );
    const codes = (ports: object[]) =>
      diagnosisOf({ resources: [...resources, admitting(ports)], logs: timeout }).causes.map(({ code }) => code);
    expect(codes([{ port: 8080 }])).not.toContain('network.policy_blocking');
    expect(codes([{ port: 'http' }])).not.toContain('network.policy_blocking');
    expect(codes([{ port: 8000, endPort: 8100 }])).not.toContain('network.policy_blocking');
  });

  it('is found where the policy admits no traffic to the name server', () => {
    const lookup = [log('web', ['dial tcp: lookup db on 10.96.0.10:53: read udp 10.1.0.3:4444->10.96.0.10:53: i/o timeout'], true)];
    const egress = (more: object[]) =>
      policy({
        podSelector: { matchLabels: { app: 'web' } },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }] }, ...more],
      });
    expect(firstOf({ resources: [...resources, egress([])], logs: lookup })).toBe('network.policy_blocking NetworkPolicy/policy');
    const admitted = egress([{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }]);
    expect(diagnosisOf({ resources: [...resources, admitted], logs: lookup }).causes.map(({ code }) => code)).not.toContain(
      'network.policy_blocking',
    );
  });

  it('is found for a policy of the service mesh that denies', () =>
    expect(
      firstOf({
        resources: [
          ...resources,
          {
            ...object('AuthorizationPolicy', 'deny', {
              spec: { selector: { matchLabels: { app: 'orders' } }, action: 'DENY', rules: [{}] },
            }),
            apiVersion: 'security.istio.io/v1',
          },
        ],
        logs: [log('web', ['403 from orders:8080: RBAC: access denied'], true)],
      }),
    ).toBe('mesh.policy_blocking AuthorizationPolicy/deny'));
});

describe('the proxy of a mesh beside a program', () => {
  const line = 'warning envoy config gRPC config stream closed: 14, connection error: dial tcp 10.96.7.7:8080: connect: connection refused';
  const withProxy = (isReady: boolean) =>
    deployment('web', { ready: false }).map((one) =>
      one.kind === 'Pod'
        ? {
            ...one,
            spec: { ...one.spec, containers: [...one.spec.containers, { name: 'istio-proxy', image: 'proxyv2' }] },
            status: {
              ...one.status,
              containerStatuses: [
                { ...one.status.containerStatuses[0], ready: !isReady },
                { name: 'istio-proxy', ready: isReady, restartCount: 0, state: { running: { startedAt: stamp(600) } } },
              ],
            },
          }
        : one,
    );
  const answer = (isReady: boolean) =>
    diagnosisOf({
      resources: [...nodes, ...withProxy(isReady), ...podless, orders],
      logs: [
        {
          ...log(
            'web',
            Array.from({ length: 4 }, () => line),
          ),
          container: 'istio-proxy',
        },
      ],
    });

  it('is read when nothing else fails', () => {
    const [first] = answer(false).causes;
    expect(`${first?.code} ${first?.object.name}`).toBe('dependency.unavailable orders');
  });

  it('is not read when the program fails: it logs the failures of others', () =>
    expect(JSON.stringify(answer(true).causes)).not.toContain('config stream closed'));
});

describe('a program that fails by itself', () => {
  it('is quoted with its last error line, without the stack trace that follows', () =>
    expect(
      diagnosisOf({
        resources: [lonePod('web', { state: looping(1) })],
        logs: [logOf('web', ['starting', 'Error: the ledger is out of balance', '    at check (/app/ledger.js:3:9)', 'Node.js v22.0.0'])],
      }).causes[0],
    ).toMatchObject({ code: 'app.crash', summary: expect.stringContaining('the ledger is out of balance') }));

  it.each(['panic: runtime error: index out of range [3] with length 3', 'IndexError: list index out of range'])(
    'is not blamed on its configuration: %s',
    (line) =>
      expect(firstOf({ resources: [lonePod('web', { state: looping(2) })], logs: [logOf('web', [line])] })).toBe('app.crash Pod/web'),
  );

  it('is quoted for an init container, too', () =>
    expect(
      diagnosisOf({
        resources: [
          lonePod('web', {
            spec: { initContainers: [{ name: 'setup', image: 'b' }] },
            status: {
              phase: 'Pending',
              initContainerStatuses: [
                {
                  name: 'setup',
                  ready: false,
                  restartCount: 5,
                  state: { waiting: { reason: 'CrashLoopBackOff' } },
                  lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: stamp(2), finishedAt: stamp(1.9) } },
                },
              ],
            },
          }),
        ],
        logs: [
          { namespace: 'default', pod: 'web', container: 'setup', previous: true, lines: ['step 4', 'the ledger could not be opened'] },
        ],
      }).causes[0],
    ).toMatchObject({ code: 'container.init_failed', summary: expect.stringContaining('the ledger could not be opened') }));

  it('is not explained by what an init container complained of before it succeeded', () =>
    expect(
      firstOf({
        resources: [
          ...nodes,
          ...web({
            podSpec: { initContainers: [{ name: 'wait', image: 'b' }] },
            podStatus: {
              initContainerStatuses: [
                { name: 'wait', ready: true, restartCount: 0, state: { terminated: { exitCode: 0, reason: 'Completed' } } },
              ],
            },
          }),
          ...deployment('orders'),
          orders,
        ],
        logs: [
          {
            namespace: 'shop',
            pod: pod('web').name,
            container: 'wait',
            previous: false,
            lines: ['waiting: dial tcp 10.96.7.7:8080: connect: connection refused', 'up'],
          },
          log('web', ['Traceback (most recent call last):', 'ZeroDivisionError: division by zero'], true),
        ],
      }),
    ).toBe('app.crash Deployment/web'));

  it('is not blamed for a crash if the kubelet killed it for its probe', () =>
    expect(
      firstOf({
        resources: [lonePod('web', { container: { livenessProbe: { httpGet: { path: '/healthz', port: 8080 } } }, state: looping(137) })],
        events: [
          eventAbout('Pod', 'web', 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500'),
          eventAbout('Pod', 'web', 'Killing', 'Container main failed liveness probe, will be restarted', 'Normal'),
        ],
      }),
    ).toBe('probe.check_wrong Pod/web'));
});

describe('the setting that a program lacks', () => {
  it.each([
    ['fatal: DATABASE_URL environment variable is not set', 'DATABASE_URL'],
    ['Error: environment variable is not set: API_TOKEN', 'API_TOKEN'],
    ['panic: required environment variable "REDIS_HOST" is not set', 'REDIS_HOST'],
    ['ValueError: The SECRET_KEY setting must not be empty.', 'SECRET_KEY'],
    ['Error: Config validation error: "JWT_SECRET" is required', 'JWT_SECRET'],
    ["KeyError: 'DB_HOST'", 'DB_HOST'],
  ])('is read from "%s"', (line, name) => {
    const [first] = diagnosisOf({ resources: [...nodes, ...web()], logs: [log('web', [line], true)] }).causes;
    expect(first?.code).toBe('config.env_missing');
    expect(first?.summary).toContain(`the setting ${name} `);
    expect(first?.remedies[0]?.command).toContain(`${name}=VALUE`);
  });

  it('is not a word of the sentence', () => {
    const [first] = diagnosisOf({
      resources: [...nodes, ...web()],
      logs: [log('web', ['a required environment variable is not set'], true)],
    }).causes;
    expect(first?.summary).toContain('lacks a setting');
  });
});

describe('a program that needs something of its node', () => {
  it.each([
    'please make sure you have iscsiadm/open-iscsi installed on the host: failed to execute: nsenter: failed to execute iscsiadm: No such file or directory',
    'modprobe: FATAL: Module ip_tables not found in directory /lib/modules/5.10',
    'failed to create fsnotify watcher: too many open files',
    'max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]',
    'WARNING: MongoDB 5.0+ requires a CPU with AVX support, and your current system does not appear to have that!',
    'Error registering network: operation not supported',
    'Your kernel headers for kernel 4.14.106+ cannot be found at /lib/modules/4.14.106+/build',
    'Failed to initialize NVML: could not load NVML library.',
    "E0301 can't use ipvs proxier, error getting ipset version",
  ])('says so: %s', (line) =>
    expect(firstOf({ resources: [...nodes, ...web()], logs: [log('web', [line], true)] })).toBe(
      'node.host_prerequisite_missing Deployment/web',
    ),
  );
});

describe('a Job', () => {
  const job = (status: object) => plain('Job', 'migrate', { apiVersion: 'batch/v1', status });
  const failedPod = (reason: string, exitCode: number) => {
    const one = lonePod('migrate-abcde', { status: { phase: 'Failed' }, state: { state: { terminated: { exitCode, reason } } } });
    return { ...one, metadata: { ...one.metadata, ownerReferences: [{ kind: 'Job', name: 'migrate', controller: true }] } };
  };

  it('that ran out of memory is explained by that, and not only by its failure', () =>
    expect(
      firstOf({
        resources: [
          job({ failed: 7, conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'limit' }] }),
          failedPod('OOMKilled', 137),
        ],
      }),
    ).toBe('oom.limit_too_low Job/migrate'));

  it('of which nothing runs any more is in trouble before it has used up its retries', () =>
    expect(firstOf({ resources: [job({ failed: 1 }), failedPod('Error', 1)] })).toBe('app.crash Job/migrate'));
});

describe('a pod that the kubelet rejects', () => {
  it.each([
    ['SysctlForbidden', 'Pod was rejected: forbidden sysctl: "net.core.somaxconn" not allowlisted', 'container.security_context_invalid'],
    ['AppArmor', 'Pod was rejected: Cannot enforce AppArmor: profile "p" is not loaded', 'container.security_context_invalid'],
    [
      'TopologyAffinityError',
      'Pod was rejected: Resources cannot be allocated with Topology locality',
      'scheduling.insufficient_other_resource',
    ],
    ['SomethingNew', 'Pod was rejected: for a reason of a later version', 'admission.denied'],
  ])('for %s', (reason, message, code) =>
    expect(firstOf({ resources: [lonePod('web', { status: { phase: 'Failed', reason, message, containerStatuses: [] } })] })).toBe(
      `${code} Pod/web`,
    ),
  );
});

describe('a program that says what it lacks', () => {
  const mounted = { container: { volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }] } };

  it.each([
    ['storage.permission_denied', 'FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership'],
    ['storage.permission_denied', 'FATAL:  data directory "/var/lib/postgresql/data" has invalid permissions'],
    ['container.security_context_invalid', 'Error initializing core: Failed to lock memory: cannot allocate memory'],
    ['storage.volume_full', '{"level":"fatal","msg":"mvcc: database space exceeded"}'],
    [
      'api.kind_missing',
      'failed to list *v1.ServiceMonitor: the server could not find the requested resource (get servicemonitors.monitoring.coreos.com)',
    ],
    [
      'api.kind_missing',
      'failed to get API group resources: unable to retrieve the complete list of server APIs: monitoring.coreos.com/v1: the server could not find the requested resource',
    ],
  ])('%s: %s', (code, line) =>
    expect(firstOf({ resources: [lonePod('web', { ...mounted, state: looping(1) })], logs: [logOf('web', [line])] })).toBe(
      `${code} Pod/web`,
    ),
  );
});

it('an upstream of nginx that does not exist is a wrong address', () =>
  expect(
    firstOf({
      resources: [...nodes, ...web(), ...deployment('orders'), service('orders')],
      logs: [log('web', ['nginx: [emerg] host not found in upstream "ordres" in /etc/nginx/conf.d/default.conf:5'], true)],
    }),
  ).toBe('config.dependency_address_wrong Deployment/web'));

describe('a program that does not reach the API server', () => {
  const calling = (error: string) => ({
    resources: [lonePod('web', { state: looping(1) })],
    logs: [
      logOf('web', [`error retrieving resource lock kube-system/x: Get "https://10.96.0.1:443/api/v1": dial tcp 10.96.0.1:443: ${error}`]),
    ],
  });

  it('blames the API server if it refuses', () =>
    expect(firstOf(calling('connect: connection refused'))).toBe('control_plane.component_down Component/kube-apiserver'));
  it('blames the network of its node if it gets no answer', () =>
    expect(firstOf(calling('i/o timeout'))).toBe('node.network_plugin_down Node/worker-1'));
});
