import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, texts } from '#lib/kubernetes/fields.ts';
import { podSelectionOf } from '#lib/kubernetes/references.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import { type Selector, selects } from '#lib/kubernetes/selectors.ts';
import type { Finding, Ground, RiskCheck } from './check.ts';
import { POD_MAKERS } from './templates.ts';

const WHAT = {
  Service: { text: 'so it leads nowhere', severity: 'medium' },
  NetworkPolicy: { text: 'so it protects nothing', severity: 'medium' },
  PodDisruptionBudget: { text: 'so it protects nothing', severity: 'low' },
} as const;

/**
 * A Service, policy or budget whose selector matches no pod and no template of a workload: a label that was mistyped, or a
 * leftover. Where not all kinds that make pods were read, nothing is said.
 */
export const selectsNothingRisk: RiskCheck = {
  code: 'selector.matches_nothing',
  title: 'Selects no pod and no workload',
  foretells: /^service\.|^ingress\.|^gateway\.|^network\.policy_blocking/,
  find: (ground) =>
    (['Service', 'NetworkPolicy', 'PodDisruptionBudget'] as const).flatMap((kind) =>
      ground.cluster.of(kind).flatMap(({ ref, object, deletedAt }): Finding[] => {
        const selector = podSelectionOf(object)?.selector;
        if (!selector || isEverything(selector) || deletedAt !== undefined) return [];
        if (isAnythingSelected(ground, ref, selector) || !ground.hasRead(POD_MAKERS, ref.namespace)) return [];
        const path = kind === 'NetworkPolicy' ? 'spec.podSelector' : 'spec.selector';
        return [
          {
            object: ref,
            severity: WHAT[kind].severity,
            text: `${shown(ref)} selects no pod and no workload, ${WHAT[kind].text}.`,
            path,
            value: JSON.stringify(dig(object, ...path.split('.'))),
            remedy: {
              text: 'Correct the labels in the selector, or delete the object if nothing needs it.',
              command: command`kubectl get ${kindAndName(ref)} -o yaml`,
            },
          },
        ];
      }),
    ),
};

/** An empty selector means all pods: in a namespace without pods that is no mistake. */
function isEverything({ equal, expressions }: Selector): boolean {
  return Object.keys(equal).length === 0 && expressions.length === 0;
}

/** Pods that exist are related to what selects them; only for the rest the templates of the namespace are compared one by one. */
function isAnythingSelected({ cluster }: Ground, ref: ObjectRef, selector: Selector): boolean {
  if (cluster.relations.from(ref).some(({ type }) => type === 'SELECTS' || type === 'RESTRICTS')) return true;
  return cluster.workloads.some(
    (one) =>
      one.ref.namespace === ref.namespace &&
      (selects(selector, one.templateLabels) ||
        selects(selector, texts(dig(one.object, 'metadata', 'labels'))) ||
        one.pods.some((pod) => selects(selector, pod.labels))),
  );
}
