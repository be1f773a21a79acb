import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, items } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { RiskCheck } from './check.ts';

/** A cloud makes an address within minutes, in ms. */
const PATIENCE_MS = 10 * 60_000;

/** A Service of type LoadBalancer that got no address: nobody reaches it from outside. */
export const loadBalancerRisk: RiskCheck = {
  code: 'load_balancer.no_address',
  title: 'Load balancer without an address',
  foretells: /^service\.|^ingress\./,
  find: ({ cluster, now }) =>
    cluster.services.flatMap(({ ref, object, spec, createdAt, deletedAt }) => {
      // Without a status nobody has looked at it: a manifest, not an object of a cluster.
      const isPending = dig(object, 'status') !== undefined && items(dig(object, 'status', 'loadBalancer', 'ingress')).length === 0;
      if (spec.type !== 'LoadBalancer' || !isPending || deletedAt !== undefined) return [];
      if (createdAt === undefined || now - createdAt < PATIENCE_MS) return [];
      return [
        {
          object: ref,
          severity: 'medium',
          text: `${shown(ref)} is a load balancer, but it has had no address since it was made.`,
          path: 'status.loadBalancer',
          value: '',
          remedy: {
            text: 'Look at its events: the cloud may refuse it, or the cluster has nothing that makes load balancers.',
            command: command`kubectl describe ${kindAndName(ref)}`,
          },
        },
      ];
    }),
};
