import { inShop, setVariable, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

export const CONFIGURATION_FAULTS: readonly Fault[] = [
  {
    name: 'missing-secret',
    title: 'Missing Secret',
    description: 'The Secret payment-credentials is deleted and payment restarted: the container of the new pod cannot be created.',
    expected: { code: 'config.secret_missing', object: inShop('Secret', 'payment-credentials') },
    make: ({ operator }) => [operator.delete('Secret', 'shop', 'payment-credentials'), operator.restart('shop', 'payment')],
  },
  {
    name: 'missing-configmap',
    title: 'Missing ConfigMap',
    description: 'The ConfigMap email-templates is deleted and email restarted: its volume cannot be mounted.',
    expected: { code: 'config.configmap_missing', object: inShop('ConfigMap', 'email-templates') },
    make: ({ operator }) => [operator.delete('ConfigMap', 'shop', 'email-templates'), operator.restart('shop', 'email')],
  },
  templateFault({
    name: 'mistyped-secret-key',
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
    title: 'Required setting removed',
    description: 'CURRENCY is removed from the ConfigMap checkout-config and checkout restarted: it exits because the setting is missing.',
    expected: { code: 'config.env_missing', object: inShop('ConfigMap', 'checkout-config') },
    make: ({ operator }) => [
      operator.change('kubectl-edit', 'ConfigMap', 'shop', 'checkout-config', { data: { CURRENCY: null } }),
      operator.restart('shop', 'checkout'),
    ],
  },
  {
    name: 'crash-loop-after-config-change',
    title: 'Crash loop after a config change',
    description:
      'TAX_RATE in the ConfigMap checkout-config is set to "nineteen" and checkout is restarted: it exits with code 1 at every start.',
    expected: { code: 'config.value_invalid', object: inShop('ConfigMap', 'checkout-config') },
    make: ({ operator }) => [
      operator.change('kubectl-edit', 'ConfigMap', 'shop', 'checkout-config', { data: { TAX_RATE: 'nineteen' } }),
      operator.restart('shop', 'checkout'),
    ],
  },
  templateFault({
    name: 'bad-dependency-address',
    title: 'Mistyped dependency address',
    description: 'CATALOG_ADDR of recommendation is set to catalgo:8080: the name does not resolve, and the new pod never becomes ready.',
    app: 'recommendation',
    code: 'config.dependency_address_wrong',
    container: (container) => setVariable(container, 'CATALOG_ADDR', 'catalgo:8080'),
  }),
  templateFault({
    name: 'bad-dependency-port',
    title: 'Wrong port of a dependency',
    description: 'REDIS_ADDR of cart is set to redis:6380, a port that the Service does not have: the new pod never becomes ready.',
    app: 'cart',
    code: 'config.dependency_address_wrong',
    container: (container) => setVariable(container, 'REDIS_ADDR', 'redis:6380'),
  }),
];
