import { command, inNamespace, kindAndName, nameOf } from '#lib/kubernetes/commands.ts';
import { keyOf, ref, shown } from '#lib/kubernetes/refs.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { Sign } from '../symptoms/index.ts';
import type { Evidence } from '../types.ts';
import { sentence } from '../wording.ts';
import { QUOTA, quotaCandidate, refusedObject, unspecified } from './quota-refusals.ts';
import { missingClass, ofTheCluster, type Refusal, unknownRefusal } from './refusals.ts';
import { webhookFailure } from './webhooks.ts';

/**
 * Pods (and other objects) that the API server refuses to create.
 * Signals: event FailedCreate on a ReplicaSet, StatefulSet, DaemonSet or Job; conditions ReplicaFailure and Progressing
 * (ReplicaSetCreateError) of a Deployment. The text names
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
    const event = scene.cluster
      .eventsOf(sign.workload)
      .findLast(({ reason }) => reason === 'FailedCreate' || reason === 'ReplicaSetCreateError');
    for (const candidate of refusals(scene, sign.workload, sign, event)) note(candidate);
  }
  for (const event of scene.cluster.allEvents) {
    const candidate = refusedObject(scene, event);
    if (candidate) note(candidate);
  }
  return [...byCause.values()];
};

function refusals(scene: Scene, workload: Workload, sign: Sign, event: ClusterEvent | undefined): Candidate[] {
  const { message } = sign;
  const evidence: Evidence = event
    ? eventEvidence(event)
    : stateEvidence(workload.ref, 'status.conditions[].message', message, `${shown(workload.ref)}: ${message}`);
  const refusal: Refusal = {
    workload,
    message,
    base: { own: true, evidenceFor: [evidence], ...(sign.since !== undefined && { onset: sign.since }) },
  };
  for (const read of READERS) {
    const found = read(scene, refusal);
    if (found) return found;
  }
  return [unknownRefusal(refusal)];
}

/** What is common to the readers of a refusal: each returns undefined if the text is not of its kind. */
type Reader = (scene: Scene, refusal: Refusal) => Candidate[] | undefined;

const READERS: readonly Reader[] = [
  (scene, { workload, message, base }) => {
    const quota = QUOTA.exec(message);
    return quota
      ? [quotaCandidate(scene, ref('ResourceQuota', workload.ref.namespace, quota[1]!.trim()), quota, workload, base)]
      : undefined;
  },
  (_, refusal) => unspecified(refusal),
  serviceAccountMissing,
  limitRange,
  (scene, refusal) => webhookFailure(scene, refusal),
  denial,
  (_, refusal) => missingClass(refusal),
  (_, refusal) => ofTheCluster(refusal),
];

function serviceAccountMissing(scene: Scene, { workload, message, base }: Refusal): Candidate[] | undefined {
  const account = /service ?account "?([\w.-]+\/)?([\w.-]+)"? (?:was )?not found|looking up service account [\w.-]+\/([\w.-]+)/i.exec(
    message,
  );
  return account ? serviceAccountCandidate(scene, workload, account[2] ?? account[3]!, base, message) : undefined;
}

/**
 * A LimitRange refuses the resources of a pod, or its default limit is below what a container requests: the template itself
 * was valid, so only a default can have made the pod invalid.
 */
const LIMIT_RANGE =
  /(?:maximum|minimum) [\w./-]+ usage per (?:Container|Pod|PersistentVolumeClaim)|limit to request ratio|must be less than or equal to [\w./-]+ limit/i;

function limitRange(scene: Scene, { workload, message, base }: Refusal): Candidate[] | undefined {
  if (!LIMIT_RANGE.test(message)) return undefined;
  const { namespace } = workload.ref;
  const range = scene.cluster.of('LimitRange').find((one) => one.ref.namespace === namespace);
  const candidate: Candidate = {
    ...base,
    code: 'quota.limit_range_violated',
    object: range?.ref ?? workload.ref,
    proof: 'state',
    summary: sentence(`A LimitRange of namespace ${namespace} rejects the resources of ${shown(workload.ref)}: ${message}`),
    remedies: [
      {
        text: 'See which range the namespace allows and which defaults it sets.',
        command: command`kubectl describe limitrange ${inNamespace(workload.ref)}`,
      },
      {
        text: 'Bring the requests and limits of the workload within the range: this starts a rollout.',
        command: command`kubectl edit ${kindAndName(workload.ref)}`,
      },
    ],
    hits: [hit(workload, 'limit range refuses pods', message)],
  };
  return [withChange(scene, candidate, range?.ref ?? workload.ref, ['other', 'resources'])];
}

const DENIED =
  /admission webhook "[^"]+" denied|violates PodSecurity|denied the request|denied request|ValidatingAdmissionPolicy|unable to validate against any (?:pod )?security/i;

function denial(_: Scene, { workload, message, base }: Refusal): Candidate[] | undefined {
  if (!DENIED.test(message)) return undefined;
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
}

function serviceAccountCandidate(scene: Scene, workload: Workload, name: string, base: Refusal['base'], message: string): Candidate[] {
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
