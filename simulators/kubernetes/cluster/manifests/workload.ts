import type { NewObj, Obj } from '../../store/object.ts';

interface Mount {
  name: string;
  mountPath: string;
  configMap?: { name: string };
  persistentVolumeClaim?: { claimName: string };
}

/** A service of the shop in short form. */
export interface Workload {
  name: string;
  image: string;
  replicas: number;
  cpu: string;
  /** Request and limit. */
  memory: [string, string];
  kind?: 'Deployment' | 'StatefulSet';
  /** The container's port; health is served on 8081 unless `health` says otherwise. */
  port?: number;
  servicePort?: number;
  health?: Obj['spec'];
  env?: Record<string, string>;
  extraEnv?: Obj['spec'][];
  envFrom?: Obj['spec'][];
  mounts?: Mount[];
  claims?: { name: string; mountPath: string; storage: string }[];
  strategy?: Obj['spec'];
  nodeSelector?: Record<string, string>;
  serviceAccount?: string;
  pullSecret?: string;
}

/** The Deployment or StatefulSet of a service, and its Service. */
export function workload(given: Workload): NewObj[] {
  const { name, kind = 'Deployment', port = 8080, health } = given;
  const labels = { app: name };
  const metadata = { name, namespace: 'shop', labels: { ...labels, 'app.kubernetes.io/part-of': 'shop' } };
  const common = { replicas: given.replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec(given) } };
  const headless = kind === 'StatefulSet';
  return [
    headless
      ? {
          kind,
          metadata,
          spec: {
            ...common,
            serviceName: name,
            volumeClaimTemplates: (given.claims ?? []).map((claim) => ({
              metadata: { name: claim.name },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: claim.storage } }, storageClassName: 'standard' },
            })),
          },
        }
      : { kind, metadata, spec: { ...common, progressDeadlineSeconds: 15, ...(given.strategy && { strategy: given.strategy }) } },
    {
      kind: 'Service',
      metadata,
      spec: {
        selector: labels,
        ...(headless && { clusterIP: 'None' }),
        ports: [{ name: health ? name : 'http', port: given.servicePort ?? port, targetPort: health ? port : 'http' }],
      },
    },
  ];
}

function podSpec(given: Workload): Obj['spec'] {
  const { name, image, cpu, memory, port = 8080, health, mounts = [], claims = [] } = given;
  return {
    serviceAccountName: given.serviceAccount ?? 'shop',
    terminationGracePeriodSeconds: 10,
    ...(given.pullSecret && { imagePullSecrets: [{ name: given.pullSecret }] }),
    ...(given.nodeSelector && { nodeSelector: given.nodeSelector }),
    containers: [
      {
        name,
        image,
        terminationMessagePolicy: 'FallbackToLogsOnError',
        ports: health
          ? [{ name, containerPort: port }]
          : [
              { name: 'http', containerPort: port },
              { name: 'health', containerPort: 8081 },
            ],
        ...(given.envFrom && { envFrom: given.envFrom }),
        env: [...Object.entries(given.env ?? {}).map(([key, value]) => ({ name: key, value })), ...(given.extraEnv ?? [])],
        resources: { requests: { cpu, memory: memory[0] }, limits: { memory: memory[1] } },
        readinessProbe: {
          ...(health ?? { httpGet: { path: '/readyz', port: 8081 } }),
          initialDelaySeconds: 3,
          periodSeconds: 2,
          failureThreshold: 2,
        },
        livenessProbe: { ...(health ?? { httpGet: { path: '/healthz', port: 8081 } }), initialDelaySeconds: 5, periodSeconds: 5 },
        volumeMounts: [...mounts, ...claims].map(({ name: volume, mountPath }) => ({ name: volume, mountPath })),
      },
    ],
    volumes: mounts.map(({ mountPath: _, ...volume }) => volume),
  };
}
