import { editConfig, inShop, setVariable, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

const category = 'Configuration';

export const CONFIGURATION_FAULTS: readonly Fault[] = [
  {
    name: 'missing-secret',
    category,
    title: 'Missing Secret',
    description: 'The Secret payment-credentials is deleted and payment restarted: the container of the new pod cannot be created.',
    expected: { code: 'config.secret_missing', object: inShop('Secret', 'payment-credentials') },
    make({ operator }) {
      const undo = operator.delete('Secret', 'shop', 'payment-credentials');
      operator.restart('shop', 'payment');
      return [undo];
    },
  },
  {
    name: 'missing-configmap',
    category,
    title: 'Missing ConfigMap',
    description: 'The ConfigMap email-templates is deleted and email restarted: its volume cannot be mounted.',
    expected: { code: 'config.configmap_missing', object: inShop('ConfigMap', 'email-templates') },
    make({ operator }) {
      const undo = operator.delete('ConfigMap', 'shop', 'email-templates');
      operator.restart('shop', 'email');
      return [undo];
    },
  },
  templateFault({
    name: 'mistyped-secret-key',
    category,
    title: 'Missing key in a Secret',
    description:
      'email refers to the key passwort of the Secret email-smtp, which only has the key password: the container cannot be created.',
    app: 'email',
    blames: inShop('Secret', 'email-smtp'),
    code: 'config.secret_missing',
    container: (container) => {
      container.env[0].valueFrom.secretKeyRef.key = 'passwort';
    },
  }),
  {
    name: 'missing-setting',
    category,
    title: 'Required setting removed',
    description: 'CURRENCY is removed from the ConfigMap checkout-config and checkout restarted: it exits because the setting is missing.',
    expected: { code: 'config.env_missing', object: inShop('ConfigMap', 'checkout-config') },
    make(scene) {
      const undo = editConfig(scene, 'checkout-config', (data) => {
        delete data.CURRENCY;
      });
      scene.operator.restart('shop', 'checkout');
      return [undo];
    },
  },
  {
    name: 'crash-loop-after-config-change',
    category,
    title: 'Crash loop after a config change',
    description:
      'TAX_RATE in the ConfigMap checkout-config is set to "nineteen" and checkout is restarted: it exits with code 1 at every start.',
    expected: { code: 'config.value_invalid', object: inShop('ConfigMap', 'checkout-config') },
    make(scene) {
      const undo = editConfig(scene, 'checkout-config', (data) => {
        data.TAX_RATE = 'nineteen';
      });
      scene.operator.restart('shop', 'checkout');
      return [undo];
    },
  },
  templateFault({
    name: 'bad-dependency-address',
    category,
    title: 'Mistyped dependency address',
    description: 'CATALOG_ADDR of recommendation is set to catalgo:8080: the name does not resolve, and the new pod never becomes ready.',
    app: 'recommendation',
    code: 'config.dependency_address_wrong',
    container: (container) => setVariable(container, 'CATALOG_ADDR', 'catalgo:8080'),
  }),
  templateFault({
    name: 'bad-dependency-port',
    category,
    title: 'Wrong port of a dependency',
    description: 'REDIS_ADDR of cart is set to redis:6380, a port that the Service does not have: the new pod never becomes ready.',
    app: 'cart',
    code: 'config.dependency_address_wrong',
    container: (container) => setVariable(container, 'REDIS_ADDR', 'redis:6380'),
  }),
];
