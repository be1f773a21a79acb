import { describe, expect, it } from 'vitest';
import { diagnosisOf, eventAbout, firstOf, logOf, lonePod, looping, newStyle, plain } from '../testing/minimal.ts';

const COMMAND = 'container.command_invalid';
const SECURITY = 'container.security_context_invalid';

/** The errors of runtimes when a container cannot be started: runc in containerd and docker, crun in CRI-O. */
const STARTS: [string, string, string][] = [
  [
    COMMAND,
    'RunContainerError',
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH: unknown',
  ],
  [
    COMMAND,
    'RunContainerError',
    'failed to start container "main": Error response from daemon: OCI runtime create failed: container_linux.go:349: starting container process caused "exec: \\"serve\\": executable file not found in $PATH": unknown',
  ],
  [
    COMMAND,
    'CreateContainerError',
    'container create failed: time="2024-01-01T00:00:00Z" level=error msg="runc create failed: unable to start container process: exec: \\"/app/run\\": stat /app/run: no such file or directory"',
  ],
  [COMMAND, 'CreateContainerError', 'container create failed: executable file `/app/run` not found: No such file or directory'],
  [
    COMMAND,
    'RunContainerError',
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/entrypoint.sh": permission denied: unknown',
  ],
  [
    COMMAND,
    'RunContainerError',
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/bin/app": exec format error: unknown',
  ],
  [COMMAND, 'CreateContainerError', 'Error response from daemon: No command specified'],
  [
    COMMAND,
    'RunContainerError',
    'OCI runtime create failed: runc create failed: unable to start container process: error during container init: chdir to cwd ("/srv/app") set in config.json failed: no such file or directory: unknown',
  ],
  [
    SECURITY,
    'CreateContainerConfigError',
    'container has runAsNonRoot and image will run as root (pod: "web_default(uid)", container: main)',
  ],
  [
    SECURITY,
    'CreateContainerConfigError',
    'container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root (pod: "web_default(uid)", container: main)',
  ],
  [SECURITY, 'CreateContainerConfigError', 'container\'s runAsUser breaks non-root policy (pod: "web_default(uid)", container: main)'],
  [
    SECURITY,
    'CreateContainerError',
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: unable to apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/exec: no such file or directory: unknown',
  ],
  [
    SECURITY,
    'CreateContainerError',
    'failed to generate security options for container "main": cannot load seccomp profile "/var/lib/kubelet/seccomp/audit.json": open /var/lib/kubelet/seccomp/audit.json: no such file or directory',
  ],
  [SECURITY, 'CreateContainerError', 'failed to create containerd container: unable to find user app: no matching entries in passwd file'],
];

describe.each(STARTS)('%s by %s "%s"', (code, reason, message) => {
  const failed = eventAbout('Pod', 'web', 'Failed', `Error: ${message}`);
  it('on the pod', () => expect(firstOf({ resources: [lonePod('web', { waiting: [reason, message] })] })).toBe(`${code} Pod/web`));
  it('on the pod without the message, with the event', () =>
    expect(firstOf({ resources: [lonePod('web', { waiting: [reason] })], events: [failed] })).toBe(`${code} Pod/web`));
  it('in events of the new API alone', () => expect(firstOf({ events: [newStyle(failed)] })).toBe(`${code} Pod/web`));
  if (code !== COMMAND) return;
  it('as the last state of a container that is restarted again and again', () =>
    expect(firstOf({ resources: [lonePod('web', { state: looping(128, 'StartError', message) })] })).toBe(`${code} Pod/web`));
});

describe('a container that exits at once', () => {
  it.each([
    [127, 'Error', ['sh: 1: serve: not found'], COMMAND],
    [126, 'Error', ['/bin/sh: /app/run.sh: Permission denied'], COMMAND],
    [128, 'ContainerCannotRun', [], COMMAND],
    [1, 'Error', ['exec /usr/bin/app: exec format error'], COMMAND],
    [1, 'Error', ['standard_init_linux.go:228: exec user process caused: exec format error'], COMMAND],
    [1, 'Error', ['standard_init_linux.go:211: exec user process caused "no such file or directory"'], COMMAND],
    [255, 'Error', ['exec /docker-entrypoint.sh: no such file or directory'], COMMAND],
    [2, 'Error', ["python: can't open file '/app/main.py': [Errno 2] No such file or directory"], COMMAND],
    [
      1,
      'Error',
      ["Error: Cannot find module '/app/server.js'", '    at Function.Module._resolveFilename (node:internal/modules/cjs/loader:933:15)'],
      COMMAND,
    ],
    [
      1,
      'Error',
      ['Error: Could not find or load main class com.acme.App', 'Caused by: java.lang.ClassNotFoundException: com.acme.App'],
      COMMAND,
    ],
    [1, 'Error', ['Error: Unable to access jarfile app.jar'], COMMAND],
    [2, 'Error', ['flag provided but not defined: -prot', 'Usage of /app:'], COMMAND],
    [1, 'Error', ['Error: unknown flag: --prot'], COMMAND],
    [0, 'Completed', [], COMMAND],
    [1, 'Error', ['nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)'], SECURITY],
    [1, 'Error', ["mkdir: cannot create directory '/var/run/app': Permission denied"], SECURITY],
    [1, 'Error', ["Error: EACCES: permission denied, open '/app/cache.json'"], SECURITY],
    [1, 'Error', ['open /tmp/x: read-only file system'], SECURITY],
    [1, 'Error', ['nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)'], 'container.port_conflict'],
    [1, 'Error', ['listen tcp :8080: bind: address already in use'], 'container.port_conflict'],
    [1, 'Error', ['OSError: [Errno 98] Address already in use'], 'container.port_conflict'],
    [1, 'Error', ['Web server failed to start. Port 8080 was already in use.'], 'container.port_conflict'],
    [137, 'OOMKilled', [], 'oom.limit_too_low'],
    [1, 'Error', ['Exception in thread "main" java.lang.OutOfMemoryError: Java heap space'], 'oom.limit_too_low'],
    [134, 'Error', ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'], 'oom.limit_too_low'],
    [
      1,
      'Error',
      ['Traceback (most recent call last):', '  File "/app/main.py", line 3, in <module>', 'ZeroDivisionError: division by zero'],
      'app.crash',
    ],
    [
      2,
      'Error',
      [
        'panic: runtime error: invalid memory address or nil pointer dereference',
        '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48]',
      ],
      'app.crash',
    ],
    [139, 'Error', [], 'app.crash'],
    [1, 'Error', [], 'app.crash'],
  ])('with %i (%s) and %j', (exitCode, reason, lines, code) => {
    expect(
      firstOf({
        resources: [lonePod('web', { state: looping(exitCode, reason) })],
        logs: lines.length > 0 ? [logOf('web', lines)] : [],
      }),
    ).toBe(`${code} Pod/web`);
  });

  it('is diagnosed from its log alone', () =>
    expect(firstOf({ logs: [logOf('web', ['starting', 'listen tcp :8080: bind: address already in use'])] })).toBe(
      'container.port_conflict Pod/web',
    ));

  it('is diagnosed from the back-off alone as a crash of the application', () =>
    expect(
      firstOf({ events: [eventAbout('Pod', 'web', 'BackOff', 'Back-off restarting failed container main in pod web_default(1)')] }),
    ).toBe('app.crash Pod/web'));
});

describe('an init container that fails', () => {
  const init = (state: Record<string, unknown>) =>
    lonePod('web', {
      spec: { initContainers: [{ name: 'migrate', image: 'm:1' }] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [{ name: 'migrate', ready: false, ...state }],
        containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } }],
      },
    });
  it('prevents the pod from starting', () => expect(firstOf({ resources: [init(looping(1))] })).toBe('container.init_failed Pod/web'));
  it('is blamed even if it is not known to have been restarted', () =>
    expect(firstOf({ resources: [init({ restartCount: 0, state: { terminated: { exitCode: 1, reason: 'Error' } } })] })).toBe(
      'container.init_failed Pod/web',
    ));
  it('is blamed if it never ends', () =>
    expect(firstOf({ resources: [init({ restartCount: 0, state: { running: { startedAt: '2026-03-01T11:40:00Z' } } })] })).toBe(
      'container.init_failed Pod/web',
    ));
});

/** Objects that a pod refers to but that do not exist. */
const REFERENCES: [string, string, string, string, Record<string, unknown>, Record<string, unknown>][] = [
  [
    'config.secret_missing',
    'Secret/db',
    'CreateContainerConfigError',
    'secret "db" not found',
    { env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] },
    {},
  ],
  [
    'config.secret_missing',
    'Secret/db',
    'CreateContainerConfigError',
    "couldn't find key password in Secret default/db",
    { env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] },
    {},
  ],
  [
    'config.configmap_missing',
    'ConfigMap/settings',
    'CreateContainerConfigError',
    'configmap "settings" not found',
    { envFrom: [{ configMapRef: { name: 'settings' } }] },
    {},
  ],
  [
    'config.configmap_missing',
    'ConfigMap/settings',
    'CreateContainerConfigError',
    "couldn't find key MODE in ConfigMap default/settings",
    { env: [{ name: 'M', valueFrom: { configMapKeyRef: { name: 'settings', key: 'MODE' } } }] },
    {},
  ],
];

describe.each(REFERENCES)('%s: %s by %s "%s"', (code, blamed, reason, message, container) => {
  it('on the pod', () =>
    expect(firstOf({ resources: [lonePod('web', { waiting: [reason, message], container })] })).toBe(`${code} ${blamed}`));
  it('in the event', () =>
    expect(
      firstOf({
        resources: [lonePod('web', { waiting: [reason], container })],
        events: [eventAbout('Pod', 'web', 'Failed', `Error: ${message}`)],
      }),
    ).toBe(`${code} ${blamed}`));
  it('in the event alone, which blames the pod that refers to it', () =>
    expect(firstOf({ events: [eventAbout('Pod', 'web', 'Failed', `Error: ${message}`)] })).toBe(`${code} Pod/web`));
});

describe.each([
  [
    'config.configmap_missing',
    'ConfigMap/settings',
    'MountVolume.SetUp failed for volume "conf" : configmap "settings" not found',
    { configMap: { name: 'settings' } },
  ],
  [
    'config.secret_missing',
    'Secret/tls',
    'MountVolume.SetUp failed for volume "conf" : secret "tls" not found',
    { secret: { secretName: 'tls' } },
  ],
  [
    'config.configmap_missing',
    'ConfigMap/settings',
    'MountVolume.SetUp failed for volume "conf" : configmap references non-existent config key: app.yaml',
    { configMap: { name: 'settings', items: [{ key: 'app.yaml', path: 'app.yaml' }] } },
  ],
  [
    'config.secret_missing',
    'Secret/tls',
    'MountVolume.SetUp failed for volume "conf" : references non-existent secret key: tls.key',
    { secret: { secretName: 'tls', items: [{ key: 'tls.key', path: 'k' }] } },
  ],
  [
    'config.configmap_missing',
    'ConfigMap/settings',
    'MountVolume.SetUp failed for volume "conf" : object "default"/"settings" not registered',
    { configMap: { name: 'settings' } },
  ],
])('%s: %s by a mount "%s"', (code, blamed, message, source) => {
  it('in the mount error of a volume that needs it', () =>
    expect(
      firstOf({
        resources: [lonePod('web', { waiting: ['ContainerCreating'], spec: { volumes: [{ name: 'conf', ...source }] } })],
        events: [
          eventAbout('Pod', 'web', 'FailedMount', message),
          eventAbout(
            'Pod',
            'web',
            'FailedMount',
            'Unable to attach or mount volumes: unmounted volumes=[conf], unattached volumes=[conf kube-api-access-x]: timed out waiting for the condition',
          ),
        ],
      }),
    ).toBe(`${code} ${blamed}`));
});

describe('the log of a container that fails to start', () => {
  it.each([
    [
      'config.env_missing',
      [
        'Error: Database is uninitialized and superuser password is not specified.',
        '       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.',
      ],
    ],
    [
      'config.env_missing',
      [
        '2026-03-01 11:58:00+00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified',
        '    You need to specify one of the following as an environment variable:',
        '    - MYSQL_ROOT_PASSWORD',
      ],
    ],
    ['config.env_missing', ['panic: environment variable "API_KEY" not set']],
    ['config.env_missing', ["KeyError: 'DATABASE_URL'"]],
    ['config.env_missing', ['Error: Missing required environment variable: STRIPE_KEY']],
    ['config.env_missing', ['java.lang.IllegalArgumentException: Could not resolve placeholder \'db.url\' in value "db.url"']],
    ['config.env_missing', ['{"level":"fatal","msg":"required key SESSION_SECRET missing value"}']],
    ['config.env_missing', ['Error: config file "/etc/app/config.yaml" not found']],
    ['config.env_missing', ['django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable']],
    ['config.value_invalid', ['Error: invalid value "loud" for LOG_LEVEL: must be one of debug, info, warn, error']],
    ['config.value_invalid', ["ValueError: invalid literal for int() with base 10: 'eighty'"]],
    ['config.value_invalid', ['java.lang.NumberFormatException: For input string: "eighty"']],
    ['config.value_invalid', ['yaml: line 7: mapping values are not allowed in this context']],
    ['config.value_invalid', ['nginx: [emerg] unknown directive "servr" in /etc/nginx/conf.d/default.conf:2']],
    ['config.value_invalid', ['AH00526: Syntax error on line 12 of /usr/local/apache2/conf/httpd.conf:']],
    [
      'config.value_invalid',
      [
        'level=error msg="Error loading config (--config.file=/etc/prometheus/prometheus.yml)" err="parsing YAML file: yaml: unmarshal errors"',
      ],
    ],
    ['config.value_invalid', ['*** FATAL CONFIG FILE ERROR (Redis 7.0.0) ***', 'Bad directive or wrong number of arguments']],
    ['tls.certificate_invalid', ['tls: failed to verify certificate: x509: certificate signed by unknown authority']],
    [
      'rbac.forbidden',
      [
        'pods is forbidden: User "system:serviceaccount:default:web" cannot list resource "pods" in API group "" in the namespace "default"',
      ],
    ],
    [
      'rbac.forbidden',
      [
        'kubernetes.client.exceptions.ApiException: (403) Reason: Forbidden',
        'HTTP response body: {"kind":"Status","message":"pods is forbidden: User \\"system:serviceaccount:default:web\\" cannot list resource \\"pods\\""}',
      ],
    ],
    [
      'dependency.db_credentials_invalid',
      ["pymysql.err.OperationalError: (1045, \"Access denied for user 'shop'@'10.1.0.7' (using password: YES)\")"],
    ],
    ['dependency.db_credentials_invalid', ['MongoServerError: Authentication failed.']],
    [
      'dependency.db_credentials_invalid',
      ['redis.exceptions.AuthenticationError: WRONGPASS invalid username-password pair or user is disabled.'],
    ],
    ['dependency.db_credentials_invalid', ['psycopg2.OperationalError: FATAL:  password authentication failed for user "shop"']],
    ['dependency.db_credentials_invalid', ['ReplyError: NOAUTH Authentication required.']],
    ['storage.volume_full', ['OSError: [Errno 28] No space left on device']],
    ['dns.resolution_failure', ['getaddrinfo EAI_AGAIN postgres']],
  ])('shows %s with %j', (code, lines) => {
    expect(firstOf({ resources: [lonePod('web', { state: looping(1) })], logs: [logOf('web', lines)] })).toBe(`${code} Pod/web`);
  });

  it('blames the mounted volume if the program may not write to it', () => {
    const spec = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
    const container = { volumeMounts: [{ name: 'data', mountPath: '/var/lib/data' }] };
    expect(
      firstOf({
        resources: [lonePod('db', { state: looping(1), spec, container })],
        logs: [logOf('db', ["mkdir: cannot create directory '/var/lib/data/pg': Permission denied"])],
      }),
    ).toBe('storage.permission_denied Pod/db');
    expect(
      firstOf({
        resources: [lonePod('db', { state: looping(1), spec, container })],
        logs: [logOf('db', ['initdb: error: could not change permissions of directory "/var/lib/data": Operation not permitted'])],
      }),
    ).toBe('storage.permission_denied Pod/db');
    expect(
      firstOf({
        resources: [lonePod('db', { state: looping(1), spec, container })],
        logs: [logOf('db', ['AccessDeniedException: /var/lib/data/nodes'])],
      }),
    ).toBe('storage.permission_denied Pod/db');
  });
});

describe('a pod that the kubelet terminates', () => {
  it('blames the node if the node lacks a resource', () => {
    const evicted = plain('Pod', 'web', {
      spec: { nodeName: 'worker-1', containers: [{ name: 'main' }] },
      status: {
        phase: 'Failed',
        reason: 'Evicted',
        message:
          'The node was low on resource: ephemeral-storage. Threshold quantity: 10120387530, available: 9Gi. Container main was using 20Gi, request is 0, has larger consumption of ephemeral-storage.',
      },
    });
    expect(firstOf({ resources: [evicted] })).toBe('node.resource_pressure Node/worker-1');
    expect(
      firstOf({
        resources: [
          plain('Pod', 'web', {
            spec: { nodeName: 'worker-1', containers: [] },
            status: { phase: 'Failed', reason: 'Evicted', message: 'The node had condition: [DiskPressure]. ' },
          }),
        ],
      }),
    ).toBe('node.resource_pressure Node/worker-1');
  });
  it('blames the workload if it exceeds its own storage limit', () => {
    const evicted = (message: string) =>
      plain('Pod', 'web', {
        spec: { nodeName: 'worker-1', containers: [{ name: 'main' }] },
        status: { phase: 'Failed', reason: 'Evicted', message },
      });
    expect(firstOf({ resources: [evicted('Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ')] })).toBe(
      'storage.volume_full Pod/web',
    );
    expect(firstOf({ resources: [evicted('Usage of EmptyDir volume "cache" exceeds the limit "500Mi". ')] })).toBe(
      'storage.volume_full Pod/web',
    );
  });
  it('for lack of memory is diagnosed from the event of the node alone', () =>
    expect(
      firstOf({ events: [eventAbout('Node', 'worker-1', 'SystemOOM', 'System OOM encountered, victim process: java, pid: 4711')] }),
    ).toBe('node.resource_pressure Node/worker-1'));
  it('because of its memory limit has the limit among its evidence', () => {
    const { causes } = diagnosisOf({
      resources: [lonePod('web', { state: looping(137, 'OOMKilled'), container: { resources: { limits: { memory: '64Mi' } } } })],
    });
    expect(causes[0]?.evidenceFor.map(({ text }) => text).join(' ')).toContain('64Mi');
  });
});
