import type { Obj } from '../../store/object.ts';
import { AdmissionError } from './error.ts';

/** The priority classes that every cluster has. This one has no others, and no runtime classes. */
const PRIORITIES = new Set(['system-node-critical', 'system-cluster-critical']);

/** Refuses a pod whose priority class or runtime class does not exist (kubernetes/plugin/pkg/admission/priority, runtimeclass). */
export function assertClasses({ metadata, spec }: Obj): void {
  const { priorityClassName: priority, runtimeClassName: runtime } = spec;
  const refused = `pods "${metadata.name}" is forbidden:`;
  if (priority && !PRIORITIES.has(priority)) throw new AdmissionError(403, `${refused} no PriorityClass with name ${priority} was found`);
  if (runtime) throw new AdmissionError(403, `${refused} pod rejected: RuntimeClass "${runtime}" not found`);
}
