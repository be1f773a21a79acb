import type { NewObj } from '../../store/object.ts';
import { workload } from './workload.ts';

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

function services(): NewObj[] {
  const database = { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'postgres-credentials', key: 'url' } } };
  return [
    ...workload({
      name: 'frontend',
      image: 'registry.shop.example/frontend:2.7.1',
      replicas: 2,
      cpu: '100m',
      memory: ['128Mi', '256Mi'],
      env: {
        CATALOG_ADDR: 'catalog:8080',
        CART_ADDR: 'cart:8080',
        RECOMMENDATION_ADDR: 'recommendation:8080',
        ADS_ADDR: 'ads:8080',
        CHECKOUT_ADDR: 'checkout:8080',
      },
      envFrom: [{ configMapRef: { name: 'shop-config' } }],
      servicePort: 80,
    }),
    ...workload({
      name: 'cart',
      image: 'registry.shop.example/cart:1.9.3',
      replicas: 2,
      cpu: '100m',
      memory: ['96Mi', '192Mi'],
      env: { REDIS_ADDR: 'redis:6379' },
    }),
    ...workload({
      name: 'catalog',
      image: 'registry.shop.example/catalog:1.4.2',
      replicas: 2,
      cpu: '100m',
      memory: ['96Mi', '192Mi'],
      extraEnv: [database],
      mounts: [{ name: 'config', mountPath: '/etc/catalog', configMap: { name: 'catalog-config' } }],
    }),
    ...workload({
      name: 'checkout',
      image: 'registry.shop.example/checkout:3.2.1',
      replicas: 2,
      cpu: '100m',
      memory: ['96Mi', '192Mi'],
      env: {
        CART_ADDR: 'cart:8080',
        CATALOG_ADDR: 'catalog:8080',
        PAYMENT_ADDR: 'payment:8080',
        SHIPPING_ADDR: 'shipping:8080',
        ORDERS_ADDR: 'orders:8080',
        EMAIL_ADDR: 'email:8080',
      },
      envFrom: [{ configMapRef: { name: 'checkout-config' } }],
    }),
    ...workload({
      name: 'payment',
      image: 'registry.shop.example/payment:2.0.4',
      replicas: 2,
      cpu: '150m',
      memory: ['128Mi', '256Mi'],
      serviceAccount: 'payment',
      pullSecret: 'shop-registry',
      env: { ACQUIRER_URL: 'https://api.acquirer.example' },
      extraEnv: [
        { name: 'PAYMENT_API_KEY', valueFrom: { secretKeyRef: { name: 'payment-credentials', key: 'api-key' } } },
        { name: 'PAYMENT_WEBHOOK_SECRET', valueFrom: { secretKeyRef: { name: 'payment-credentials', key: 'webhook-secret' } } },
      ],
    }),
    ...workload({
      name: 'orders',
      image: 'registry.shop.example/orders:1.12.0',
      replicas: 2,
      cpu: '150m',
      memory: ['160Mi', '320Mi'],
      extraEnv: [database],
    }),
    ...workload({
      name: 'shipping',
      image: 'registry.shop.example/shipping:1.1.8',
      replicas: 1,
      cpu: '100m',
      memory: ['64Mi', '128Mi'],
      envFrom: [{ configMapRef: { name: 'shipping-config' } }],
    }),
    ...workload({
      name: 'recommendation',
      image: 'registry.shop.example/recommendation:0.18.2',
      replicas: 1,
      cpu: '200m',
      memory: ['256Mi', '512Mi'],
      env: { CATALOG_ADDR: 'catalog:8080' },
    }),
    ...workload({
      name: 'email',
      image: 'registry.shop.example/email:1.0.9',
      replicas: 1,
      cpu: '50m',
      memory: ['80Mi', '160Mi'],
      extraEnv: [{ name: 'SMTP_PASSWORD', valueFrom: { secretKeyRef: { name: 'email-smtp', key: 'password' } } }],
      mounts: [{ name: 'templates', mountPath: '/etc/email', configMap: { name: 'email-templates' } }],
    }),
    ...workload({ name: 'ads', image: 'registry.shop.example/ads:2.3.5', replicas: 1, cpu: '100m', memory: ['192Mi', '256Mi'] }),
    ...workload({
      name: 'redis',
      image: 'redis:7.4',
      replicas: 1,
      cpu: '100m',
      memory: ['64Mi', '128Mi'],
      port: 6379,
      health: { exec: { command: ['redis-cli', 'ping'] } },
      strategy: { type: 'Recreate' },
      nodeSelector: { 'shop.example/disk': 'ssd' },
      mounts: [{ name: 'data', mountPath: '/data', persistentVolumeClaim: { claimName: 'redis-data' } }],
    }),
    ...workload({
      name: 'postgres',
      kind: 'StatefulSet',
      image: 'postgres:17.2',
      replicas: 1,
      cpu: '250m',
      memory: ['256Mi', '512Mi'],
      port: 5432,
      health: { exec: { command: ['pg_isready', '-U', 'shop'] } },
      nodeSelector: { 'shop.example/disk': 'ssd' },
      env: { POSTGRES_DB: 'shop', POSTGRES_USER: 'shop', PGDATA: '/var/lib/postgresql/data/pgdata' },
      extraEnv: [{ name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'postgres-credentials', key: 'password' } } }],
      claims: [{ name: 'data', mountPath: '/var/lib/postgresql/data', storage: '5Gi' }],
    }),
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
