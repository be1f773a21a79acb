import type { Obj } from '../../store/object.ts';
import { parseQuantity } from '../api-machinery/quantity.ts';
import type { World } from '../world.ts';
import { AdmissionError } from './error.ts';

interface Limit {
  type: string;
  max?: Record<string, string>;
  min?: Record<string, string>;
  default?: Record<string, string>;
  defaultRequest?: Record<string, string>;
}

/** Returns a pod with the defaults of its namespace's LimitRanges. Throws AdmissionError if it is outside their bounds. */
export function withLimits(world: World, pod: Obj): Obj {
  const limits: Limit[] = world.list('LimitRange', pod.metadata.namespace).flatMap((one) => one.spec.limits);
  const problems: string[] = [];
  for (const limit of limits.filter((one) => one.type === 'Container')) {
    for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
      fill(container, limit);
      problems.push(...outside(container.resources, limit));
    }
  }
  if (problems.length === 0) return pod;
  const text = problems.length === 1 ? problems[0] : `[${[...new Set(problems)].join(', ')}]`;
  throw new AdmissionError(403, `pods "${pod.metadata.name}" is forbidden: ${text}`);
}

function fill(container: Obj['spec'], limit: Limit): void {
  const resources = container.resources ?? {};
  const limits = { ...limit.default, ...resources.limits };
  const requests = { ...limit.defaultRequest, ...resources.requests };
  for (const [name, value] of Object.entries(limits)) requests[name] ??= value;
  container.resources = {
    ...resources,
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(requests).length > 0 && { requests }),
  };
}

function outside(resources: Obj['spec'], limit: Limit): string[] {
  const problems: string[] = [];
  for (const [name, bound] of Object.entries(limit.max ?? {})) {
    const requested = resources.limits?.[name];
    if (requested === undefined) problems.push(`maximum ${name} usage per Container is ${bound}.  No limit is specified`);
    else if (parseQuantity(requested) > parseQuantity(bound))
      problems.push(`maximum ${name} usage per Container is ${bound}, but limit is ${requested}`);
  }
  for (const [name, bound] of Object.entries(limit.min ?? {})) {
    const requested = resources.requests?.[name];
    if (requested === undefined) problems.push(`minimum ${name} usage per Container is ${bound}.  No request is specified`);
    else if (parseQuantity(requested) < parseQuantity(bound))
      problems.push(`minimum ${name} usage per Container is ${bound}, but request is ${requested}`);
  }
  return problems;
}
