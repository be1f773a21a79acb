import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import type { Candidate, Rule } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Load balancers and Ingresses that their controller cannot set up: no pod fails, but nobody reaches them from outside.
 * Signals: a Service of type LoadBalancer or an Ingress without an address, and the last event about it a warning of its controller
 * (SyncLoadBalancerFailed, AllocationFailed, FailedBuildModel, FailedDeployModel, Translate). Blames: the Service or Ingress.
 * Sources: kubernetes/staging/src/k8s.io/cloud-provider/controllers/service; metallb.io/troubleshooting;
 * kubernetes-sigs.github.io/aws-load-balancer-controller.
 */
export const unprovisionedRule: Rule = ({ cluster }) =>
  (['Service', 'Ingress'] as const).flatMap((kind) =>
    cluster.of(kind).flatMap((one): Candidate[] => {
      if (one.deletedAt !== undefined || !wantsAddress(one) || hasAddress(one)) return [];
      const last = cluster.eventsAbout(one.ref).at(-1);
      if (!last?.warning) return [];
      return [
        {
          code: kind === 'Ingress' ? 'ingress.misconfigured' : 'resource.not_reconciled',
          title: kind === 'Ingress' ? 'Ingress cannot be set up' : 'Load balancer cannot be set up',
          object: one.ref,
          proof: 'event',
          weight: -0.06,
          own: true,
          summary: sentence(`${shown(one.ref)} has no address, because its controller fails: ${last.message}`),
          evidenceFor: [
            eventEvidence(last),
            stateEvidence(one.ref, 'status.loadBalancer', '', `${shown(one.ref)} has no address that others could call`),
          ],
          remedies: [
            {
              text: 'Correct what the message names: a quota, subnets, credentials or an annotation. The controller tries again by itself.',
              command: command`kubectl describe ${kindAndName(one.ref)}`,
            },
          ],
          hits: [{ to: one.ref, mechanism: 'no address', text: last.message }],
          ...(last.firstAt !== undefined && { onset: last.firstAt }),
        },
      ];
    }),
  );

function wantsAddress({ ref, object }: Entity): boolean {
  return ref.kind === 'Ingress' || text(dig(object, 'spec', 'type')) === 'LoadBalancer';
}

function hasAddress({ object }: Entity): boolean {
  return items(dig(object, 'status', 'loadBalancer', 'ingress')).length > 0;
}
