import type { Obj } from '../../store/store.ts';
import type { Fault, Scene } from './fault.ts';

type Container = Obj['spec'];

/** A fault that lies in one field of a Deployment's container: an edit makes it, the same edit back takes it away. */
function containerFault(
  given: Omit<Fault, 'on' | 'off'> & { break: (container: Container) => void; mend: (container: Container) => void },
): Fault {
  const { break: breakIt, mend, ...fault } = given;
  const { namespace, name } = fault.expected.object;
  const edit = ({ operator }: Scene, change: (container: Container) => void) =>
    operator.change('kubectl-edit', 'Deployment', namespace, name, (deployment) => change(deployment.spec.template.spec.containers[0]));
  return { ...fault, on: (scene) => edit(scene, breakIt), off: (scene) => edit(scene, mend) };
}

const deployment = (name: string) => ({ kind: 'Deployment', namespace: 'shop', name });

export const badImageTag = containerFault({
  name: 'bad-image-tag',
  title: 'Bad image tag',
  description: 'catalog is rolled out with the tag 1.4.3-rc9, which was never pushed: the new pod cannot pull its image.',
  expected: { code: 'image.reference_invalid', object: deployment('catalog') },
  break(container) {
    container.image = 'registry.shop.example/catalog:1.4.3-rc9';
  },
  mend(container) {
    container.image = 'registry.shop.example/catalog:1.4.2';
  },
});

export const oomKilled = containerFault({
  name: 'oom-killed',
  title: 'Memory limit too low',
  description: 'The memory limit of ads is cut from 256Mi to 64Mi, less than it needs: its containers are killed (137) again and again.',
  expected: { code: 'oom.limit_too_low', object: deployment('ads') },
  break(container) {
    container.resources = { requests: { ...container.resources.requests, memory: '64Mi' }, limits: { memory: '64Mi' } };
  },
  mend(container) {
    container.resources = { requests: { ...container.resources.requests, memory: '192Mi' }, limits: { memory: '256Mi' } };
  },
});

export const wrongProbePort = containerFault({
  name: 'wrong-probe-port',
  title: 'Wrong probe port',
  description: 'The readiness probe of shipping asks port 9081, where nothing listens: the new pod never becomes ready.',
  expected: { code: 'probe.readiness_port_wrong', object: deployment('shipping') },
  break(container) {
    container.readinessProbe.httpGet.port = 9081;
  },
  mend(container) {
    container.readinessProbe.httpGet.port = 8081;
  },
});

export const insufficientCpu = containerFault({
  name: 'insufficient-cpu',
  title: 'More CPU than any node has free',
  description: 'orders asks for 3700m of CPU a pod: no node has so much left, so the new pod stays Pending.',
  expected: { code: 'scheduling.insufficient_cpu', object: deployment('orders') },
  break(container) {
    container.resources.requests.cpu = '3700m';
  },
  mend(container) {
    container.resources.requests.cpu = '150m';
  },
});

export const badDependencyAddress = containerFault({
  name: 'bad-dependency-address',
  title: 'Mistyped dependency address',
  description: 'CATALOG_ADDR of recommendation is set to catalgo:8080: the name does not resolve and the new pod never becomes ready.',
  expected: { code: 'config.dependency_address_wrong', object: deployment('recommendation') },
  break(container) {
    setVariable(container, 'CATALOG_ADDR', 'catalgo:8080');
  },
  mend(container) {
    setVariable(container, 'CATALOG_ADDR', 'catalog:8080');
  },
});

function setVariable(container: Container, name: string, value: string): void {
  const variable = container.env.find((one: { name: string }) => one.name === name);
  if (variable) variable.value = value;
  else container.env.push({ name, value });
}
