import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Service, Workload } from '../cluster/index.ts';
import { configurationOf, hookCalled, type WebhookCall } from '../cluster/webhooks.ts';
import { stateEvidence } from '../evidence.ts';
import { NO_NODE, reachOf } from '../propagation.ts';
import { type Advice, type Candidate, type Hit, hit, type Scene, withChange } from '../rule.ts';
import type { Evidence } from '../types.ts';
import type { Refusal } from './refusals.ts';

/**
 * An admission webhook that cannot be called, so that whatever it must admit is refused.
 * Signals: 'failed calling webhook "w": … Post "https://service.namespace.svc:443/…": connection refused', 'no endpoints
 * available for service', 'service "s" not found', 'x509: …', 'context deadline exceeded'.
 * Blames: the configuration of the webhook, or its Service if the configuration is not known. It gives way to a fault of the
 * pods behind the Service. If those are refused by the webhook itself, or wait for nodes that need what it refuses (their network
 * plugin), neither can start: the configuration is to blame.
 * Sources: kubernetes/staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/errors; kubernetes.io/docs/reference/
 * access-authn-authz/extensible-admission-controllers, "Avoiding deadlocks in self-hosted webhooks".
 */
export function webhookFailure(scene: Scene, { workload, message, base }: Refusal): Candidate[] | undefined {
  const call = hookCalled(message);
  if (!call) return undefined;
  const { cluster } = scene;
  const configuration = configurationOf(cluster, call);
  const service = call.service && cluster.serviceAt(call.service);
  const behind = service?.workloads ?? [];
  // One that is scaled to zero is no fault of its own: the webhook should not have been left without it.
  const failing = behind.filter(({ desired }) => desired !== 0).map((one) => one.ref);
  const object = configuration?.ref ?? call.service ?? ref(kindOf(call.name), undefined, call.name);
  const refused = [hit(workload, 'admission webhook fails', message)];
  const isDeadlock = behind.includes(workload) || waitForThemselves(scene, behind, object, refused);
  const candidate: Candidate = {
    ...base,
    code: 'admission.webhook_unavailable',
    object,
    proof: 'state',
    summary: isDeadlock
      ? behind.includes(workload)
        ? `The admission webhook ${call.name} must admit its own pods (${shown(workload.ref)}), which are what answers it: neither can start.`
        : `The admission webhook ${call.name} must admit what its own pods (${failing.map(shown).join(', ')}) wait for: neither can start.`
      : `The admission webhook ${call.name} cannot be called, so no pod of ${shown(workload.ref)} can be created${reasonOf(call)}.`,
    evidenceFor: [...base.evidenceFor, ...serviceState(call, service, cluster.knows('Service', call.service?.namespace))],
    remedies: remediesFor(call, object, isDeadlock),
    hits: refused,
    ...(failing.length > 0 && !isDeadlock && { yieldsTo: failing }),
  };
  return [withChange(scene, candidate, object, ['other', 'rules'])];
}

/** Whether the pods behind a webhook wait for nodes that are not ready because of what the webhook refuses. */
function waitForThemselves({ cluster }: Scene, behind: readonly Workload[], object: ObjectRef, refused: readonly Hit[]): boolean {
  if (behind.length === 0) return false;
  // A hit on the object itself makes the walk go on to everything else that the webhook refuses.
  const all = reachOf(cluster, { object, hits: [...refused, { to: object, mechanism: '', text: '' }] });
  return behind.some(({ key, pods }) => all.get(key)?.step?.mechanism === NO_NODE && pods.every(({ ready }) => !ready));
}

/** Without the configuration only its name tells its kind. */
function kindOf(name: string): string {
  return /mutat|inject|default/i.test(name) ? 'MutatingWebhookConfiguration' : 'ValidatingWebhookConfiguration';
}

function reasonOf({ reason }: WebhookCall): string {
  return reason === undefined ? '' : `: ${reason}`;
}

function serviceState({ service }: WebhookCall, found: Service | undefined, known: boolean): Evidence[] {
  if (!service) return [];
  if (!found) return known ? [stateEvidence(service, 'metadata.name', service.name, `${shown(service)} does not exist`)] : [];
  if (found.readyPods.length > 0) return [];
  return [stateEvidence(service, 'endpoints', '[]', `${shown(service)}, which answers the webhook, has no ready pod`)];
}

function remediesFor({ service, reason }: WebhookCall, object: ObjectRef, isDeadlock: boolean): Advice[] {
  const bypass: Advice = {
    text: isDeadlock
      ? 'Exclude the namespace of what is refused by the namespaceSelector of the webhook, or set failurePolicy to Ignore until its pods run. Until it is set back, nothing checks what is created.'
      : 'In an emergency, set failurePolicy to Ignore. Until it is set back to Fail, nothing checks what is created.',
    command: object.kind === 'Service' ? undefined : command`kubectl edit ${kindAndName(object)}`,
  };
  const repair: Advice = /x509|certificate/i.test(reason ?? '')
    ? {
        text: "Renew the webhook's certificate, and make caBundle the authority that signed it.",
        command: object.kind === 'Service' ? undefined : command`kubectl get ${kindAndName(object)} -o yaml`,
      }
    : {
        text: "Restore the pods behind the webhook's Service.",
        command: service ? command`kubectl describe ${kindAndName(service)}` : command`kubectl describe ${kindAndName(object)}`,
      };
  return isDeadlock ? [bypass, repair] : [repair, bypass];
}
