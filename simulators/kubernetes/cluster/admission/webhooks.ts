import { kindNamed } from '../../store/kinds.ts';
import type { Obj } from '../../store/object.ts';
import { matchesSelector } from '../api-machinery/selectors.ts';
import type { World } from '../world.ts';
import { AdmissionError } from './error.ts';

interface Webhook {
  name: string;
  failurePolicy?: string;
  timeoutSeconds?: number;
  clientConfig?: { service?: { namespace: string; name: string; path?: string; port?: number } };
  rules?: { apiGroups: string[]; operations: string[]; resources: string[] }[];
  namespaceSelector?: Parameters<typeof matchesSelector>[0];
}

/** The objections of the simulated policy server to an object, by the path of the webhook. */
const DECISIONS: Record<string, (object: Obj) => string | undefined> = {
  '/cost-center': ({ metadata }) => (metadata.labels?.['cost-center'] ? undefined : 'the label cost-center is missing'),
};

/** Calls the validating webhooks that apply to an object. Throws AdmissionError if one denies it or cannot be called. */
export function assertWebhooksAdmit(world: World, operation: string, object: Obj): void {
  for (const { webhooks } of world.list('ValidatingWebhookConfiguration'))
    for (const webhook of (webhooks ?? []) as Webhook[]) {
      if (!wants(world, webhook, operation, object)) continue;
      const problem = callProblem(world, webhook);
      if (problem && webhook.failurePolicy !== 'Ignore')
        throw new AdmissionError(
          500,
          `Internal error occurred: failed calling webhook "${webhook.name}": failed to call webhook: ${problem}`,
        );
      const denial = problem ? undefined : DECISIONS[webhook.clientConfig?.service?.path ?? '']?.(object);
      if (denial) throw new AdmissionError(403, `admission webhook "${webhook.name}" denied the request: ${denial}`);
    }
}

function wants(world: World, { rules, namespaceSelector }: Webhook, operation: string, object: Obj): boolean {
  const { group, plural } = kindNamed(object.kind);
  const isAny = (all: string[], one: string) => all.includes('*') || all.includes(one);
  const isNamed = (rules ?? []).some(
    (rule) => isAny(rule.apiGroups, group) && isAny(rule.resources, plural) && isAny(rule.operations, operation),
  );
  if (!isNamed || !namespaceSelector || !object.metadata.namespace) return isNamed;
  return matchesSelector(namespaceSelector, world.store.find('Namespace', undefined, object.metadata.namespace)?.metadata.labels);
}

/** Why the API server cannot reach a webhook's server, in the words of Go's HTTP client. */
function callProblem(world: World, { clientConfig, timeoutSeconds = 10 }: Webhook): string | undefined {
  const to = clientConfig?.service;
  if (!to) return undefined;
  const { namespace, name, path = '/', port = 443 } = to;
  const service = world.store.find('Service', namespace, name);
  if (!service) return `service "${name}" not found`;
  const isServed = world
    .ownedBy('EndpointSlice', service)
    .some(({ endpoints }) => (endpoints ?? []).some((one: Obj['spec']) => one.conditions.ready));
  if (isServed) return undefined;
  return `Post "https://${name}.${namespace}.svc:${port}${path}?timeout=${timeoutSeconds}s": dial tcp ${service.spec.clusterIP}:${port}: connect: connection refused`;
}
