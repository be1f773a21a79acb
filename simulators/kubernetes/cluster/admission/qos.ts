import type { Obj } from '../../store/object.ts';

/** The quality-of-service class of a pod, which decides the eviction order when a node runs out of memory. */
export function qosClass(pod: Obj): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])];
  if (containers.every(({ resources }) => !resources?.requests && !resources?.limits)) return 'BestEffort';
  const guaranteed = containers.every(({ resources }) =>
    ['cpu', 'memory'].every(
      (name) => resources?.limits?.[name] && (resources.requests?.[name] ?? resources.limits[name]) === resources.limits[name],
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
