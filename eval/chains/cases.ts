/**
 * The way that the failure takes for 30 faults of the simulated shop, written down from what its programs call and how they fail
 * (simulators/kubernetes/cluster/apps/shop.ts), not from what the diagnosis says. A program that goes on without its dependency ends
 * a chain; one that is unready or exits carries the failure on to its own callers.
 */
export const CHAINS: Record<string, string[]> = {
  // Configuration that is missing or wrong stops the new pods; the old ones go on serving.
  'missing-secret': ['Secret/shop/payment-credentials > Deployment/shop/payment'],
  'mistyped-secret-key': ['Secret/shop/email-smtp > Deployment/shop/email'],
  'missing-configmap': ['ConfigMap/shop/email-templates > Deployment/shop/email'],
  'missing-configmap-reference': ['ConfigMap/shop/shipping-rates > Deployment/shop/shipping'],
  'missing-secret-volume': ['Secret/shop/ads-tls > Deployment/shop/ads'],
  'missing-setting': ['ConfigMap/shop/checkout-config > Deployment/shop/checkout'],
  'crash-loop-after-config-change': ['ConfigMap/shop/checkout-config > Deployment/shop/checkout'],
  'missing-service-account': ['ServiceAccount/shop/shiping > Deployment/shop/shipping'],
  'quota-exceeded': ['ResourceQuota/shop/shop-quota > Deployment/shop/cart'],
  'limit-range': ['LimitRange/shop/shop-limits > Deployment/shop/recommendation'],
  'storage-quota': ['ResourceQuota/shop/shop-quota > StatefulSet/shop/postgres'],
  // The server of the webhook is down, so the API server refuses the pods of others.
  'webhook-server-image': [
    'Deployment/policy/policy-server > ValidatingWebhookConfiguration/cost-center',
    'ValidatingWebhookConfiguration/cost-center > Deployment/shop/shipping',
  ],
  // A program of one level that others call.
  'app-crash': ['Deployment/shop/ads > Deployment/shop/frontend'],
  'certificate-expired': ['Deployment/shop/ads > Deployment/shop/frontend'],
  'kernel-module-missing': ['Deployment/shop/shipping > Deployment/shop/checkout'],
  'host-tool-missing': ['Deployment/shop/recommendation > Deployment/shop/frontend'],
  'port-conflict': ['Deployment/shop/cart > Deployment/shop/checkout', 'Deployment/shop/cart > Deployment/shop/frontend'],
  'scaled-to-zero': ['Deployment/shop/payment > Deployment/shop/checkout'],
  // cart is not ready without redis, so whoever calls cart fails, too.
  'redis-crash': redis(),
  'readiness-protocol': redis(),
  'missing-claim': ['PersistentVolumeClaim/shop/redis-dat > Deployment/shop/redis', ...redis()],
  'unbound-pvc': ['PersistentVolumeClaim/shop/redis-data-fast > Deployment/shop/redis', ...redis()],
  'volume-occupied': ['PersistentVolumeClaim/shop/redis-moved > Deployment/shop/redis', ...redis()],
  // catalog logs the error and answers with it; orders exits. checkout calls both.
  'volume-full': postgres(),
  'database-scaled-to-zero': postgres(),
  'database-connections': postgres(),
  // What stands between programs that are well themselves.
  'selector-mismatch': ['Service/shop/cart > Deployment/shop/checkout', 'Service/shop/cart > Deployment/shop/frontend'],
  'service-deleted': ['Service/shop/ads > Deployment/shop/frontend'],
  'network-policy': [
    'NetworkPolicy/shop/cart-callers > Deployment/shop/checkout',
    'NetworkPolicy/shop/cart-callers > Deployment/shop/frontend',
  ],
  'payment-provider-down': ['External/api.acquirer.example > Deployment/shop/payment'],
};

function redis(): string[] {
  return [
    'Deployment/shop/redis > Deployment/shop/cart',
    'Deployment/shop/cart > Deployment/shop/checkout',
    'Deployment/shop/cart > Deployment/shop/frontend',
  ];
}

function postgres(): string[] {
  return [
    'StatefulSet/shop/postgres > Deployment/shop/catalog',
    'StatefulSet/shop/postgres > Deployment/shop/orders',
    'Deployment/shop/catalog > Deployment/shop/checkout',
    'Deployment/shop/orders > Deployment/shop/checkout',
  ];
}
