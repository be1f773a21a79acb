import { count, fields, items, text, texts, time } from '../fields.ts';
import { condition, type KubernetesObject } from '../object.ts';
import { quantity } from '../quantity.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';

/** A quota: used up is degraded, because the next pod will be refused (kubernetes.io/docs/concepts/policy/resource-quotas). */
export function quotaHealth(quota: KubernetesObject): Verdict {
  const { hard, used } = fields(quota.status);
  const spent = Object.entries(texts(hard)).filter(([resource, limit]) => {
    const [top, now] = [quantity(limit), quantity(texts(used)[resource])];
    return top !== undefined && now !== undefined && top > 0 && now >= top;
  });
  if (spent.length === 0) return HEALTHY;
  return verdict('degraded', spent.map(([resource, limit]) => `${resource} used ${texts(used)[resource]} of ${limit}`).join(', '));
}

/** An autoscaler by its conditions (kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough, "status conditions"). */
export function autoscalerHealth(autoscaler: KubernetesObject, missing: readonly string[]): Verdict {
  if (missing.length > 0) return verdict('failing', `${missing.join(', ')} does not exist`);
  for (const type of ['AbleToScale', 'ScalingActive']) {
    const one = condition(autoscaler, type);
    // ScalingDisabled: somebody scaled the target to zero.
    if (one?.status === 'False' && one.reason !== 'ScalingDisabled') return verdict('degraded', text(one.reason), text(one.message));
  }
  const limited = condition(autoscaler, 'ScalingLimited');
  return limited?.status === 'True' && limited.reason === 'TooManyReplicas'
    ? verdict('degraded', 'at its maximum', text(limited.message))
    : HEALTHY;
}

/** A disruption budget: fewer healthy pods than it wants blocks every drain (kubernetes.io/docs/tasks/run-application/configure-pdb). */
export function budgetHealth(budget: KubernetesObject): Verdict {
  const status = fields(budget.status);
  const [healthy, wanted] = [count(status.currentHealthy), count(status.desiredHealthy)];
  return healthy < wanted ? verdict('degraded', `${healthy} healthy pods of ${wanted} wanted`) : HEALTHY;
}

/** A Secret with a certificate by its end of validity, as of the observation (RFC 5280, 4.1.2.5). */
export function certificateHealth(secret: KubernetesObject, at: number): Verdict {
  return validity(time(fields(secret.tls).notAfter), at);
}

/** A webhook configuration by its authorities' end of validity: the API server refuses what it may not call. */
export function webhookHealth(configuration: KubernetesObject, at: number, missing: readonly string[]): Verdict {
  if (missing.length > 0) return verdict('failing', `${missing.join(', ')} does not exist`);
  const ends = items(configuration.webhooks).map((webhook) => time(fields(webhook.clientConfig).caBundleNotAfter));
  return ends.map((end) => validity(end, at)).find(({ health }) => health !== 'healthy') ?? HEALTHY;
}

const WARNING_MS = 7 * 24 * 3_600_000;

function validity(notAfter: number | undefined, at: number): Verdict {
  if (notAfter === undefined) return HEALTHY;
  const day = new Date(notAfter).toISOString();
  if (notAfter <= at) return verdict('failing', `certificate expired at ${day}`);
  return notAfter - at < WARNING_MS ? verdict('degraded', `certificate expires at ${day}`) : HEALTHY;
}
