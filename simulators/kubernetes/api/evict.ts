import { kindNamed } from '../store/kinds.ts';
import { isMap } from '../store/merge-patch.ts';
import type { Obj } from '../store/object.ts';
import type { Api } from './context.ts';
import { deleteObject, deleteOptions } from './delete.ts';
import { labelSelector } from './selectors.ts';
import { type Status, StatusError } from './status.ts';
import { selectorText } from './tables/columns.ts';
import { existing, type Target } from './write.ts';

/**
 * Evicts a pod (policy/v1 Eviction): deletes it unless a disruption budget that covers it currently allows no disruption.
 * In that case throws TooManyRequests, so that the client retries.
 */
export function evict(api: Api, target: Target, body: unknown, query: URLSearchParams): Status {
  const pod = existing(api, target);
  const budget = api.store.list('PodDisruptionBudget', target.namespace).find((one) => covers(one, pod));
  if (budget && (budget.status?.disruptionsAllowed ?? 0) <= 0)
    throw new StatusError('TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
      causes: [
        {
          reason: 'DisruptionBudget',
          message: `The disruption budget ${budget.metadata.name} needs ${budget.status?.desiredHealthy ?? 0} healthy pods and has ${budget.status?.currentHealthy ?? 0} currently`,
        },
      ],
    });
  const options = deleteOptions(isMap(body) ? body.deleteOptions : undefined, query);
  if (budget && !options.dryRun)
    api.store.modify('PodDisruptionBudget', budget.metadata.namespace, budget.metadata.name, (draft) => {
      draft.status.disruptionsAllowed--;
    });
  deleteObject(api, { ...target, kind: kindNamed('Pod') }, options);
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

function covers(budget: Obj, pod: Obj): boolean {
  const text = selectorText(budget.spec?.selector);
  return text !== '<none>' && labelSelector(text)(pod);
}
