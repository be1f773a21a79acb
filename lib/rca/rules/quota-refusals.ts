import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Aspect } from '../cluster/changes.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, hit, type Scene, withChange } from '../rule.ts';
import { explainedByQuota } from './quota-objects.ts';
import type { Refusal } from './refusals.ts';

/** What a ResourceQuota answers when it is used up (kubernetes/plugin/pkg/admission/resourcequota/controller.go). */
export const QUOTA = /exceeded quota: ([^,\s]+), requested: (\S+), used: (\S+), limited: ([^\s;]+)/;

/**
 * A quota on a resource that a container does not specify, or on the pods of a priority class that no quota admits. Nothing
 * is used up: the pod lacks a request, or the namespace a quota.
 */
export function unspecified({ workload, message, base }: Refusal): Candidate[] | undefined {
  const missing = /[Ff]ailed quota: ([^:\s]+): must specify ([^\n]+)/.exec(message);
  const scope = missing ? null : /insufficient quota to match these scopes: (\[[^\n]*\])/.exec(message);
  if (!missing && !scope) return undefined;
  const { namespace } = workload.ref;
  const what = missing?.[2]?.trim() ?? '';
  const code = scope
    ? 'quota.pods_exceeded'
    : /memory/.test(what) && !/cpu/.test(what)
      ? 'quota.memory_exceeded'
      : /storage/.test(what)
        ? 'quota.storage_exceeded'
        : 'quota.cpu_exceeded';
  const object = missing ? ref('ResourceQuota', namespace, missing[1]!) : ref('Namespace', undefined, namespace ?? 'default');
  return [
    {
      ...base,
      code,
      title: missing ? 'Quota demands requests or limits that the pods do not specify' : 'No quota of the namespace admits the pods',
      object,
      proof: 'state',
      summary: missing
        ? `${shown(object)} requires every container to specify ${what}, but the pods of ${shown(workload.ref)} do not; it is not used up.`
        : `${shown(object)} has no quota that admits the priority class of ${shown(workload.ref)}: ${scope?.[1]}.`,
      remedies: missing
        ? [
            {
              text: `Set what is missing (${what}) in the pod template: this starts a rollout.`,
              command: command`kubectl edit ${kindAndName(workload.ref)}`,
            },
            {
              text: 'Or give the namespace a LimitRange with defaults: they apply to every new pod in it that specifies nothing.',
              command: command`kubectl describe ${kindAndName(object)}`,
            },
          ]
        : [
            {
              text: 'Create a ResourceQuota in the namespace whose scopeSelector names the priority class, or use another class.',
              command: command`kubectl edit ${kindAndName(workload.ref)}`,
            },
          ],
      hits: [hit(workload, 'quota refuses pods', message)],
    },
  ];
}

/** A quota that is used up, from the match of `QUOTA` in what the API server said. */
export function quotaCandidate(
  scene: Scene,
  object: ObjectRef,
  match: RegExpExecArray,
  workload: Workload,
  base: Refusal['base'],
): Candidate {
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
function quotaCode(requested: string): string {
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

const REFUSED_OBJECTS: Aspect[] = ['hard', 'other'];

/** Objects other than pods that a quota refuses: claims of a StatefulSet, load balancers, and what controllers create. */
export function refusedObject(scene: Scene, event: ClusterEvent): Candidate | undefined {
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
