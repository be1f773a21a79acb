import type { Obj } from '../../store/store.ts';
import type { Fault, Scene } from './fault.ts';

/** The Secret as it was before it was deleted, for its return. */
const CREDENTIALS = {
  kind: 'Secret',
  metadata: { name: 'payment-credentials', namespace: 'shop' },
  type: 'Opaque',
  stringData: { 'api-key': 'pk_simulated_5c1f0a7b', 'webhook-secret': 'wh_simulated_77ab' },
};

export const missingSecret: Fault = {
  name: 'missing-secret',
  title: 'Missing Secret',
  description: 'The Secret payment-credentials is deleted and payment restarted: the new pod cannot be configured.',
  expected: { code: 'config.secret_missing', object: { kind: 'Secret', namespace: 'shop', name: 'payment-credentials' } },
  on({ operator }) {
    operator.delete('Secret', 'shop', 'payment-credentials');
    operator.restart('shop', 'payment');
  },
  off({ operator }) {
    operator.create(CREDENTIALS);
  },
};

export const crashLoopAfterConfigChange: Fault = {
  name: 'crash-loop-after-config-change',
  title: 'Crash loop after a config change',
  description: 'TAX_RATE in the ConfigMap checkout-config becomes "nineteen" and checkout is restarted: it exits with 1 at every start.',
  expected: { code: 'config.value_invalid', object: { kind: 'ConfigMap', namespace: 'shop', name: 'checkout-config' } },
  on(scene) {
    setTaxRate(scene, 'nineteen');
    scene.operator.restart('shop', 'checkout');
  },
  off(scene) {
    setTaxRate(scene, '0.19');
  },
};

function setTaxRate({ operator }: Scene, value: string): void {
  operator.change('kubectl-edit', 'ConfigMap', 'shop', 'checkout-config', (config: Obj) => {
    config.data.TAX_RATE = value;
  });
}
