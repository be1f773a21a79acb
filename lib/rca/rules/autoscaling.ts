import { wording } from '#lib/kubernetes/canonical.ts';
import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, number, text } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { type Pressure, pressureOf, rescalesOf, turnsOf } from '../cluster/autoscaling.ts';
import type { Entity } from '../cluster/entities.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, type Rule, type Scene, withChange } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Autoscalers that cannot keep up with the load, or that follow it in turns too short.
 * Signals: HorizontalPodAutoscaler condition ScalingActive=False (FailedGetResourceMetric and the like) or
 * AbleToScale=False; as many replicas as it may have and a metric that is still above its target; events SuccessfulRescale in
 * opposite directions. Blames: the HorizontalPodAutoscaler. Spreads: too few replicas -> slow answers -> callers.
 * Source: kubernetes/pkg/controller/podautoscaler/horizontal.go; kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale.
 */
export const autoscalingRule: Rule = (scene) =>
  scene.cluster
    .of('HorizontalPodAutoscaler')
    .flatMap((scaler) =>
      [broken(scene, scaler), atMaximum(scene, scaler), flapping(scene, scaler)].flatMap((found) =>
        found ? [withChange(scene, found, scaler.ref, ['other', 'replicas'])] : [],
      ),
    );

/**
 * A pod has no metrics until the metrics server has read its node twice (every 15 s), and the autoscaler looks every 15 s
 * (kubernetes-sigs/metrics-server, --metric-resolution; kube-controller-manager, --horizontal-pod-autoscaler-sync-period and
 * --horizontal-pod-autoscaler-initial-readiness-delay of 30 s).
 */
const METRICS_MS = 120_000;

function broken(scene: Scene, scaler: Entity): Candidate | undefined {
  const one = ['ScalingActive', 'AbleToScale']
    .map((type) => condition(scaler.object, type))
    .find((found) => found?.status === 'False' && found.reason !== 'ScalingDisabled');
  if (!one) return undefined;
  const target = targetOf(scaler);
  const workload = scene.cluster.workloadOf(target);
  if (one.type === 'ScalingActive' && isYoung(scene, scaler, workload?.pods.map(({ createdAt }) => createdAt) ?? [])) return undefined;
  const event = scene.cluster.eventsAbout(scaler.ref).findLast(({ warning }) => warning);
  return {
    code: 'autoscaling.ineffective',
    object: scaler.ref,
    proof: 'state',
    weight: -0.18,
    own: true,
    summary: sentence(`${shown(scaler.ref)} cannot scale: ${text(one.message) ?? text(one.reason) ?? ''}`),
    evidenceFor: [
      stateEvidence(
        scaler.ref,
        `status.conditions[${wording(one.type)}]`,
        `${wording(one.status)} ${text(one.reason) ?? ''}`,
        `${wording(one.type)} is ${wording(one.status)}: ${text(one.message) ?? text(one.reason) ?? ''}`,
      ),
      ...(event ? [eventEvidence(event)] : []),
    ],
    remedies: [
      { text: 'Restore the metrics that it reads.', command: command`kubectl get apiservices | grep metrics` },
      { text: 'Check its conditions.', command: command`kubectl describe ${kindAndName(scaler.ref)}` },
    ],
    hits: [
      { to: target, mechanism: 'not scaled', text: 'It is not given more replicas' },
      // Failing pods report no metrics, so in that case the autoscaler is not at fault.
      ...(isTroubled(scene, scaler) ? [] : [{ to: scaler.ref, mechanism: 'cannot scale', text: 'It cannot keep up with the load' }]),
    ],
  };
}

/** Whether the autoscaler, or every pod that it looks at, is too young to have metrics. */
function isYoung({ cluster }: Scene, { createdAt }: Entity, pods: readonly (number | undefined)[]): boolean {
  const isNew = (at: number | undefined) => at !== undefined && cluster.now - at < METRICS_MS;
  return isNew(createdAt) || (pods.length > 0 && pods.every(isNew));
}

function atMaximum(scene: Scene, scaler: Entity): Candidate | undefined {
  const most = number(dig(scaler.object, 'spec', 'maxReplicas'));
  const desired = number(dig(scaler.object, 'status', 'desiredReplicas')) ?? number(dig(scaler.object, 'status', 'currentReplicas'));
  const limited = condition(scaler.object, 'ScalingLimited');
  const isLimited = limited?.status === 'True' && limited.reason === 'TooManyReplicas';
  if (most === undefined || (desired === undefined ? !isLimited : desired < most)) return undefined;
  const [pressure] = pressureOf(scaler);
  if (!pressure && !isLimited) return undefined;
  const last = rescalesOf(scene.cluster, scaler).at(-1);
  return {
    code: 'autoscaling.at_maximum',
    object: scaler.ref,
    proof: pressure ? 'state' : 'pattern',
    weight: pressure ? -0.14 : 0,
    own: true,
    summary: `${shown(scaler.ref)} is at its maximum of ${most} replicas${pressure ? `, and ${above(pressure)}` : ''}.`,
    evidenceFor: [
      stateEvidence(scaler.ref, 'spec.maxReplicas', String(most), `It may have at most ${most} replicas`),
      ...(pressure ? [stateEvidence(scaler.ref, 'status.currentMetrics', pressure.current, sentence(above(pressure)).slice(0, -1))] : []),
      ...(isLimited
        ? [
            stateEvidence(
              scaler.ref,
              'status.conditions[ScalingLimited]',
              'True TooManyReplicas',
              `ScalingLimited is True: ${text(limited.message) ?? 'TooManyReplicas'}`,
            ),
          ]
        : []),
      ...(last ? [eventEvidence(last.event)] : []),
    ],
    remedies: [
      {
        text: 'Raise maxReplicas, if the nodes and the quota have room for more pods and whatever the pods call can serve them.',
        command: command`kubectl edit ${kindAndName(scaler.ref)}`,
      },
      { text: 'See what the pods use.', command: command`kubectl describe ${kindAndName(scaler.ref)}` },
    ],
    hits: [
      { to: targetOf(scaler), mechanism: 'not scaled', text: 'It is not given more replicas, although its load asks for them' },
      // The load of failing pods says nothing about how many the target needs.
      ...(pressure && !isTroubled(scene, scaler)
        ? [{ to: scaler.ref, mechanism: 'at its maximum', text: 'It cannot keep up with the load' }]
        : []),
    ],
    ...(last && { onset: last.at }),
  };
}

const above = ({ name, current, target }: Pressure) => `${name} is at ${current}, above its target of ${target}`;

function flapping(scene: Scene, scaler: Entity): Candidate | undefined {
  const rescales = rescalesOf(scene.cluster, scaler);
  const turns = turnsOf(rescales, scene.cluster.now);
  const first = rescales[0];
  if (turns.length < 2 || !first) return undefined;
  const sizes = rescales.map(({ size }) => size).join(', ');
  return {
    code: 'autoscaling.flapping',
    object: scaler.ref,
    proof: 'event',
    weight: -0.08,
    own: true,
    summary: `${shown(scaler.ref)} scales up and down again and again: its target had ${sizes} replicas one after the other.`,
    evidenceFor: rescales.slice(-4).map(({ event }) => eventEvidence(event)),
    remedies: [
      {
        text: 'Let it scale down more slowly (behavior.scaleDown.stabilizationWindowSeconds), and check whether its metric rises only while pods start.',
        command: command`kubectl edit ${kindAndName(scaler.ref)}`,
      },
      {
        text: 'Compare the CPU requests of the pods with what they use when they start.',
        command: command`kubectl describe ${kindAndName(scaler.ref)}`,
      },
    ],
    hits: [
      { to: targetOf(scaler), mechanism: 'rescaled', text: 'Its pods are created and deleted again and again' },
      { to: scaler.ref, mechanism: 'scales up and down', text: 'It does not settle on a number of replicas' },
    ],
    onset: first.at,
  };
}

/** Whether what the autoscaler scales fails itself. */
function isTroubled(scene: Scene, scaler: Entity): boolean {
  const workload = scene.cluster.workloadOf(targetOf(scaler));
  return workload !== undefined && scene.signOf(workload) !== undefined;
}

/** What the autoscaler scales. */
function targetOf(scaler: Entity): ObjectRef {
  return ref(
    text(dig(scaler.object, 'spec', 'scaleTargetRef', 'kind')) ?? 'Deployment',
    scaler.ref.namespace,
    text(dig(scaler.object, 'spec', 'scaleTargetRef', 'name')) ?? '',
  );
}
