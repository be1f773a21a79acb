import { command, inNamespace, kindAndName, nameOf } from '#lib/kubernetes/commands.ts';
import { dig, text } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Aspect } from '../cluster/changes.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { Sign } from '../symptoms/index.ts';
import type { Evidence } from '../types.ts';
import { sentence } from '../wording.ts';
import { explainedByQuota } from './quota-objects.ts';

/**
 * Pods (and other objects) that the API server refuses to create.
 * Signals: event FailedCreate on a ReplicaSet, StatefulSet, DaemonSet or Job; condition ReplicaFailure. The text names
 * the refusing plugin: "exceeded quota: q, requested: …, used: …, limited: …"; "error looking up service account";
 * "maximum cpu usage per Container is …"; "violates PodSecurity"; "admission webhook … denied the request";
 * "failed calling webhook".
 * Blames: the ResourceQuota, LimitRange, ServiceAccount or webhook; the workload where a policy denies it.
 * Sources: kubernetes/plugin/pkg/admission/{resourcequota,limitranger,serviceaccount}, staging/…/admission/plugin/webhook;
 * kubernetes.io/docs/concepts/policy/resource-quotas, limit-range.
 */
export const creationRule: Rule = (scene) => {
  const byCause = new Map<string, Candidate>();
  const note = (candidate: Candidate) => {
    const id = `${candidate.code} ${keyOf(candidate.object)}`;
    const known = byCause.get(id);
    byCause.set(
      id,
      known
        ? { ...known, hits: [...known.hits, ...candidate.hits], evidenceFor: [...known.evidenceFor, ...candidate.evidenceFor].slice(0, 6) }
        : candidate,
    );
  };
  for (const sign of scene.signs) {
    if (!sign.workload || sign.what !== 'FailedCreate') continue;
    const event = scene.cluster.eventsOf(sign.workload).findLast(({ reason }) => reason === 'FailedCreate');
    for (const candidate of refusals(scene, sign.workload, sign, event)) note(candidate);
  }
  for (const event of scene.cluster.allEvents) {
    const candidate = refusedObject(scene, event);
    if (candidate) note(candidate);
  }
  return [...byCause.values()];
};

const QUOTA = /exceeded quota: ([^,\s]+), requested: (\S+), used: (\S+), limited: (\S+)\s*$/;

function refusals(scene: Scene, workload: Workload, sign: Sign, event: ClusterEvent | undefined): Candidate[] {
  const { message } = sign;
  const evidence: Evidence = event
    ? eventEvidence(event)
    : stateEvidence(workload.ref, 'status.conditions[ReplicaFailure].message', message, message);
  const namespace = workload.ref.namespace;
  const base = { own: true, evidenceFor: [evidence], ...(sign.since !== undefined && { onset: sign.since }) };
  const quota = QUOTA.exec(message);
  if (quota) return [quotaCandidate(scene, ref('ResourceQuota', namespace, quota[1]!.trim()), quota, workload, base)];
  const mustSpecify = /failed quota: ([^:]+): must specify (.+)/.exec(message);
  if (mustSpecify) {
    const object = ref('ResourceQuota', namespace, mustSpecify[1]!.trim());
    const code = /memory/.test(mustSpecify[2]!) && !/cpu/.test(mustSpecify[2]!) ? 'quota.memory_exceeded' : 'quota.cpu_exceeded';
    return [
      {
        ...base,
        code,
        object,
        proof: 'state',
        summary: `${shown(object)} requires every pod to specify ${mustSpecify[2]}, but ${shown(workload.ref)} does not.`,
        remedies: [
          {
            text: 'Set requests and limits in the pod template, or add a LimitRange with defaults.',
            command: command`kubectl edit ${kindAndName(workload.ref)}`,
          },
        ],
        hits: [hit(workload, 'quota refuses pods', message)],
      },
    ];
  }
  const account = /service ?account "?([\w.-]+\/)?([\w.-]+)"? (?:was )?not found|looking up service account [\w.-]+\/([\w.-]+)/i.exec(
    message,
  );
  if (account) return serviceAccountCandidate(scene, workload, account[2] ?? account[3]!, base, message);
  if (/(?:maximum|minimum) (?:cpu|memory|[\w-]+) usage per (?:Container|Pod|PersistentVolumeClaim)|limit to request ratio/i.test(message)) {
    const range = scene.cluster.of('LimitRange').find((one) => one.ref.namespace === namespace);
    const candidate: Candidate = {
      ...base,
      code: 'quota.limit_range_violated',
      object: range?.ref ?? workload.ref,
      proof: 'state',
      summary: sentence(`A LimitRange of namespace ${namespace} rejects the resources of ${shown(workload.ref)}: ${message}`),
      remedies: [
        {
          text: 'Bring the requests and limits within the range, or change the range.',
          command: command`kubectl describe limitrange ${inNamespace(workload.ref)}`,
        },
      ],
      hits: [hit(workload, 'limit range refuses pods', message)],
    };
    return [withChange(scene, candidate, range?.ref ?? workload.ref, ['other', 'resources'])];
  }
  const calling = /failed calling webhook "([^"]+)"/.exec(message);
  if (calling) return [webhookCandidate(scene, workload, calling[1]!, base, message)];
  if (
    /admission webhook "[^"]+" denied|violates PodSecurity|denied the request|ValidatingAdmissionPolicy|unable to validate against any (?:pod )?security/i.test(
      message,
    )
  )
    return [
      {
        ...base,
        code: 'admission.denied',
        object: workload.ref,
        proof: 'state',
        summary: sentence(`Admission control denies the pods of ${shown(workload.ref)}: ${message}`),
        remedies: [
          {
            text: 'Change the pod template so that it complies with the policy, or change the policy.',
            command: command`kubectl edit ${kindAndName(workload.ref)}`,
          },
        ],
        hits: [hit(workload, 'admission denies pods', message)],
      },
    ];
  if (/is forbidden: User "system:/.test(message))
    return [
      {
        ...base,
        code: 'rbac.forbidden',
        object: workload.ref,
        proof: 'state',
        summary: sentence(`A controller is not allowed to create the pods of ${shown(workload.ref)}: ${message}`),
        remedies: [{ text: 'Grant the permission to the user in the message.', command: command`kubectl get clusterrolebindings -o wide` }],
        hits: [hit(workload, 'permission missing', message)],
      },
    ];
  return [];
}

type Base = Pick<Candidate, 'own' | 'evidenceFor' | 'onset'>;

function quotaCandidate(scene: Scene, object: ObjectRef, match: RegExpExecArray, workload: Workload, base: Base): Candidate {
  const [, name = '', requested = '', used = '', limited = ''] = match;
  const quota = scene.cluster.find('ResourceQuota', object.namespace, object.name);
  const state = quota
    ? [
        stateEvidence(
          object,
          'status',
          { hard: dig(quota.object, 'status', 'hard'), used: dig(quota.object, 'status', 'used') },
          `Quota ${name}: used ${used} of ${limited}`,
        ),
      ]
    : [];
  const candidate: Candidate = {
    ...base,
    code: quotaCode(requested),
    explainsCodes: explainedByQuota(quotaCode(requested)),
    object,
    proof: 'state',
    summary: `${shown(object)} is used up (${used} of ${limited}); ${shown(workload.ref)} needs ${requested} more.`,
    evidenceFor: [...base.evidenceFor, ...state],
    remedies: quotaRemedies(object, workload),
    hits: [hit(workload, 'quota refuses pods', `The quota ${name} allows ${limited}; ${used} is used, and ${requested} is requested`)],
  };
  return withChange(scene, candidate, object, ['hard', 'other']);
}

/** The cause code for the first resource that a quota message lists as requested. */
export function quotaCode(requested: string): string {
  const [name = ''] = requested.split('=');
  const resource = name.trim();
  if (/^(requests\.|limits\.)?cpu$/.test(resource)) return 'quota.cpu_exceeded';
  if (/^(requests\.|limits\.)?memory$/.test(resource)) return 'quota.memory_exceeded';
  if (/storage|^persistentvolumeclaims\b.*storage/.test(resource) && resource !== 'count/persistentvolumeclaims')
    return 'quota.storage_exceeded';
  if (/^(count\/)?pods$/.test(resource)) return 'quota.pods_exceeded';
  return 'quota.object_count_exceeded';
}

function quotaRemedies(object: ObjectRef, workload: Workload): Advice[] {
  return [
    { text: 'Raise the quota.', command: command`kubectl edit ${kindAndName(object)}` },
    { text: 'Or free some of what it counts: check what uses it.', command: command`kubectl describe ${kindAndName(object)}` },
    {
      text: 'Or lower the requests of the workload.',
      command: command`kubectl edit ${kindAndName(workload.ref)}`,
    },
  ];
}

function serviceAccountCandidate(scene: Scene, workload: Workload, name: string, base: Base, message: string): Candidate[] {
  const object = ref('ServiceAccount', workload.ref.namespace, name);
  // A race while a namespace is being set up: the account was created a moment later.
  if (scene.cluster.find('ServiceAccount', object.namespace, name)) return [];
  const deleted = scene.cluster.changesOf(object).find(({ op }) => op === 'deleted');
  const candidate: Candidate = {
    ...base,
    code: 'rbac.service_account_missing',
    object,
    proof: 'state',
    summary: `${shown(object)} does not exist, so no pod of ${shown(workload.ref)} can be created.`,
    evidenceFor: [
      ...base.evidenceFor,
      stateEvidence(workload.ref, 'spec.template.spec.serviceAccountName', name, `${shown(workload.ref)} runs as ${name}`),
    ],
    remedies: [
      {
        text: 'Create the service account, or correct its name in the workload.',
        command: command`kubectl create serviceaccount ${nameOf(object)}`,
      },
    ],
    hits: [hit(workload, 'service account missing', message)],
    ...(deleted && { change: deleted }),
  };
  return [deleted ? candidate : withChange(scene, candidate, workload.ref, ['account'])];
}

function webhookCandidate(scene: Scene, workload: Workload, webhook: string, base: Base, message: string): Candidate {
  const configuration = [...scene.cluster.of('MutatingWebhookConfiguration'), ...scene.cluster.of('ValidatingWebhookConfiguration')].find(
    (one) => Array.isArray(one.object.webhooks) && one.object.webhooks.some((hook: unknown) => text(dig(hook, 'name')) === webhook),
  );
  const object = configuration?.ref ?? ref('ValidatingWebhookConfiguration', undefined, webhook);
  const candidate: Candidate = {
    ...base,
    code: 'admission.webhook_unavailable',
    object,
    proof: 'state',
    summary: `The admission webhook ${webhook} cannot be called, so no pod of ${shown(workload.ref)} can be created.`,
    remedies: [
      { text: "Restore the webhook's Service, or correct its certificate.", command: command`kubectl describe ${kindAndName(object)}` },
      {
        text: 'In an emergency, set failurePolicy to Ignore to let requests pass while it is down.',
        command: command`kubectl edit ${kindAndName(object)}`,
      },
    ],
    hits: [hit(workload, 'admission webhook fails', message)],
  };
  return withChange(scene, candidate, object, ['other', 'rules']);
}

const REFUSED_OBJECTS: Aspect[] = ['hard', 'other'];

/** Objects other than pods that a quota refuses: claims of a StatefulSet, load balancers, and what controllers create. */
function refusedObject(scene: Scene, event: ClusterEvent): Candidate | undefined {
  const quota = event.warning && !/^(FailedCreate)$/.test(event.reason) ? QUOTA.exec(event.message) : null;
  if (!quota) return undefined;
  const object = ref('ResourceQuota', event.about.namespace, quota[1]!.trim());
  const candidate: Candidate = {
    code: quotaCode(quota[2]!),
    explainsCodes: explainedByQuota(quotaCode(quota[2]!)),
    object,
    proof: 'event',
    own: true,
    summary: `${shown(object)} is used up (${quota[3]} of ${quota[4]}); ${shown(event.about)} is rejected.`,
    evidenceFor: [eventEvidence(event)],
    remedies: [
      {
        text: 'Raise the quota, or free some of what it counts.',
        command: command`kubectl edit ${kindAndName(object)}`,
      },
    ],
    hits: [{ to: event.about, mechanism: 'quota refuses objects', text: event.message }],
    ...(event.lastAt !== undefined && { onset: event.lastAt }),
  };
  return withChange(scene, candidate, object, REFUSED_OBJECTS);
}
