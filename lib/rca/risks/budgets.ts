import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, number, text } from '#lib/kubernetes/fields.ts';
import { podSelectionOf } from '#lib/kubernetes/references.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { selects } from '#lib/kubernetes/selectors.ts';
import type { RiskCheck } from './check.ts';

/**
 * A budget that allows no eviction even when all pods are well: every drain of their nodes waits for ever.
 * Source: kubernetes.io/docs/tasks/run-application/configure-pdb, "Arbitrary workloads and arbitrary selectors".
 */
export const budgetRisk: RiskCheck = {
  code: 'budget.never_allows',
  title: 'Disruption budget that can never allow a drain',
  foretells: /^pdb\.|^lifecycle\.eviction_blocked|^node\.drained/,
  find: ({ cluster }) =>
    cluster.of('PodDisruptionBudget').flatMap(({ ref, object }) => {
      const selector = podSelectionOf(object)?.selector;
      const covered = selector
        ? cluster.workloads.filter((one) => one.ref.namespace === ref.namespace && selects(selector, one.templateLabels))
        : [];
      const desired = covered.reduce((sum, one) => sum + (one.desired ?? one.pods.length), 0);
      if (desired === 0) return [];
      const [field, value] = blockingField(object, desired);
      if (field === undefined) return [];
      return [
        {
          object: ref,
          severity: 'medium',
          text: `${shown(ref)} allows no disruption even when all ${desired === 1 ? 'of its 1 pod is' : `${desired} of its pods are`} well: a drain of their nodes can never finish.`,
          path: `spec.${field}`,
          value,
          remedy: {
            text: 'Run one replica more, or let the budget spare one: set maxUnavailable to 1.',
            command: command`kubectl edit ${kindAndName(ref)}`,
          },
        },
      ];
    }),
};

/** The field that allows nothing with so many pods, and its value. */
function blockingField(object: unknown, desired: number): [field: string | undefined, value: string] {
  const spec = dig(object, 'spec');
  const [most, least] = [dig(spec, 'maxUnavailable'), dig(spec, 'minAvailable')];
  if (amount(most, desired) === 0) return ['maxUnavailable', String(most)];
  const needed = amount(least, desired);
  return needed !== undefined && needed >= desired ? ['minAvailable', String(least)] : [undefined, ''];
}

/** A number, or a share of the pods: both are rounded up (policy/v1, PodDisruptionBudgetSpec). */
function amount(value: unknown, of: number): number | undefined {
  const share = /^(\d{1,3})%$/.exec(text(value) ?? '')?.[1];
  return share === undefined ? number(value) : Math.ceil((Number(share) / 100) * of);
}
