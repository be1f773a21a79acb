import type { NewObj } from '../../store/object.ts';
import { services } from './shop-services.ts';

export const SHOP = 'shop';

/** The namespace `shop`: a dozen services with their settings, storage, limits and ingress. */
export function shop(): NewObj[] {
  return [
    { kind: 'Namespace', metadata: { name: SHOP, labels: { team: 'commerce' } } },
    { kind: 'ServiceAccount', metadata: { name: 'shop', namespace: SHOP } },
    { kind: 'ServiceAccount', metadata: { name: 'payment', namespace: SHOP } },
    ...limits(),
    ...settings(),
    ...storage(),
    ...services(),
    ...policies(),
    report(),
  ];
}

function limits(): NewObj[] {
  return [
    {
      kind: 'ResourceQuota',
      metadata: { name: 'shop-quota', namespace: SHOP },
      spec: { hard: { 'requests.cpu': '8', 'requests.memory': '8Gi', 'limits.memory': '16Gi', pods: '50', persistentvolumeclaims: '10' } },
    },
    {
      kind: 'LimitRange',
      metadata: { name: 'shop-limits', namespace: SHOP },
      spec: {
        limits: [
          { type: 'Container', default: { memory: '256Mi' }, defaultRequest: { cpu: '100m', memory: '128Mi' }, max: { memory: '2Gi' } },
        ],
      },
    },
  ];
}

function settings(): NewObj[] {
  const config = (name: string, data: Record<string, string>) => ({
    kind: 'ConfigMap',
    metadata: { name, namespace: SHOP, labels: { app: name.replace('-config', '') } },
    data,
  });
  const secret = (name: string, stringData: Record<string, string>) => ({
    kind: 'Secret',
    metadata: { name, namespace: SHOP },
    type: 'Opaque',
    stringData,
  });
  return [
    config('shop-config', { CURRENCY: 'EUR', LOG_LEVEL: 'info', SHOP_NAME: 'Lamplight' }),
    config('checkout-config', { TAX_RATE: '0.19', CURRENCY: 'EUR', MAX_ITEMS: '50' }),
    config('shipping-config', { BASE_RATE: '4.90', FREE_FROM: '60' }),
    config('catalog-config', { 'categories.yaml': 'categories:\n  - lamps\n  - shades\n  - bulbs\n' }),
    config('email-templates', { 'confirmation.html': '<p>Thank you for your order {{ id }}.</p>\n' }),
    secret('payment-credentials', { 'api-key': 'pk_simulated_5c1f0a7b', 'webhook-secret': 'wh_simulated_77ab' }),
    secret('postgres-credentials', {
      password: 'simulated-postgres',
      url: 'postgres://shop:simulated-postgres@postgres:5432/shop?sslmode=disable',
    }),
    secret('email-smtp', { password: 'simulated-smtp' }),
    {
      kind: 'Secret',
      metadata: { name: 'shop-registry', namespace: SHOP },
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': '{"auths":{"registry.shop.example":{"auth":"c2ltdWxhdGVkOnNpbXVsYXRlZA=="}}}' },
    },
  ];
}

function storage(): NewObj[] {
  return [
    {
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'redis-data', namespace: SHOP, labels: { app: 'redis' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'standard' },
    },
  ];
}

function policies(): NewObj[] {
  return [
    {
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'frontend', namespace: SHOP },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'frontend' },
        minReplicas: 2,
        maxReplicas: 5,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
      },
    },
    {
      kind: 'PodDisruptionBudget',
      metadata: { name: 'frontend', namespace: SHOP },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'frontend' } } },
    },
    {
      kind: 'Ingress',
      metadata: { name: 'shop', namespace: SHOP },
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'lamplight.shop.example',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'frontend', port: { name: 'http' } } } }] },
          },
        ],
      },
      status: { loadBalancer: {} },
    },
    {
      kind: 'NetworkPolicy',
      metadata: { name: 'postgres', namespace: SHOP },
      spec: {
        podSelector: { matchLabels: { app: 'postgres' } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: ['catalog', 'orders', 'report'].map((app) => ({ podSelector: { matchLabels: { app } } })),
            ports: [{ port: 5432, protocol: 'TCP' }],
          },
        ],
      },
    },
  ];
}

function report(): NewObj {
  const labels = { app: 'report' };
  return {
    kind: 'CronJob',
    metadata: { name: 'report', namespace: SHOP, labels },
    spec: {
      schedule: '*/5 * * * *',
      concurrencyPolicy: 'Forbid',
      jobTemplate: {
        spec: {
          backoffLimit: 3,
          template: {
            metadata: { labels },
            spec: {
              restartPolicy: 'Never',
              serviceAccountName: 'shop',
              containers: [
                {
                  name: 'report',
                  image: 'registry.shop.example/report:0.4.1',
                  resources: { requests: { cpu: '50m', memory: '48Mi' }, limits: { memory: '96Mi' } },
                  env: [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'postgres-credentials', key: 'url' } } }],
                },
              ],
            },
          },
        },
      },
    },
  };
}
