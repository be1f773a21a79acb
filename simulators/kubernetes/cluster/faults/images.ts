import { editTemplate, inShop, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

const REGISTRY = 'registry.shop.example';

export const IMAGE_FAULTS: readonly Fault[] = [
  templateFault({
    name: 'bad-image-tag',
    title: 'Bad image tag',
    description: 'catalog is rolled out with the tag 1.4.3-rc9, which was never pushed: the new pod cannot pull its image.',
    app: 'catalog',
    code: 'image.reference_invalid',
    container: { image: `${REGISTRY}/catalog:1.4.3-rc9` },
  }),
  {
    name: 'pull-secret-missing',
    title: 'Pull secret deleted',
    description:
      'The Secret shop-registry is deleted and payment rolled out with the tag 2.0.5: the registry does not serve private images without credentials.',
    expected: { code: 'image.pull_secret_missing', object: inShop('Deployment', 'payment') },
    make: (scene) => [
      scene.operator.delete('Secret', 'shop', 'shop-registry'),
      editTemplate(scene, 'payment', { container: { image: `${REGISTRY}/payment:2.0.5` } }),
    ],
  },
  templateFault({
    name: 'mistyped-registry',
    title: 'Mistyped registry host',
    description: 'The image of email is changed to one in registry.shop.exmaple: the host does not exist.',
    app: 'email',
    code: 'registry.dns_failure',
    container: { image: 'registry.shop.exmaple/email:1.0.9' },
  }),
  {
    name: 'registry-unreachable',
    title: 'Registry unreachable',
    description: 'The registry is unreachable while frontend is rolled out with the tag 2.7.2: the pull times out.',
    expected: { code: 'registry.unreachable', object: inShop('Deployment', 'frontend') },
    make: (scene) => [
      scene.hidden.set(scene.hidden.outages, REGISTRY, 'dial tcp 203.0.113.20:443: i/o timeout'),
      editTemplate(scene, 'frontend', { container: { image: `${REGISTRY}/frontend:2.7.2` } }),
    ],
  },
];
