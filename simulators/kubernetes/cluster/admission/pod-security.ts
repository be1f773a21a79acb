import type { Obj } from '../../store/object.ts';
import type { World } from '../world.ts';
import { AdmissionError } from './error.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/**
 * Refuses a pod that violates the baseline level if its namespace enforces it: privileged containers, host namespaces and
 * host paths (kubernetes.io/docs/concepts/security/pod-security-standards). For the restricted level, too, only the
 * baseline is checked.
 */
export function assertPodSecurity(world: World, pod: Obj): void {
  const level = world.store.find('Namespace', undefined, pod.metadata.namespace ?? '')?.metadata.labels?.[ENFORCE];
  if (level !== 'baseline' && level !== 'restricted') return;
  const problems = violationsOf(pod);
  if (problems.length === 0) return;
  throw new AdmissionError(403, `pods "${pod.metadata.name}" is forbidden: violates PodSecurity "${level}:latest": ${problems.join(', ')}`);
}

function violationsOf({ spec }: Obj): string[] {
  const host = ['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => spec[name] === true).map((name) => `${name}=true`);
  const paths: string[] = (spec.volumes ?? []).filter((one: Obj['spec']) => one.hostPath).map((one: Obj['spec']) => one.name);
  const privileged: string[] = [...(spec.initContainers ?? []), ...spec.containers]
    .filter((one) => one.securityContext?.privileged)
    .map((one) => one.name);
  const many = (names: string[]) => (names.length > 1 ? 's' : '');
  const quoted = (names: string[]) => names.map((name) => `"${name}"`).join(', ');
  return [
    ...(host.length > 0 ? [`host namespaces (${host.join(', ')})`] : []),
    ...(paths.length > 0 ? [`hostPath volumes (volume${many(paths)} ${quoted(paths)})`] : []),
    ...(privileged.length > 0
      ? [`privileged (container${many(privileged)} ${quoted(privileged)} must not set securityContext.privileged=true)`]
      : []),
  ];
}
