import { wording } from '#lib/kubernetes/canonical.ts';
import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, number, text } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { ref, shown } from '#lib/kubernetes/refs.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, type Rule, withChange } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Autoscalers that cannot keep up with the load.
 * Signals: HorizontalPodAutoscaler condition ScalingActive=False (FailedGetResourceMetric and the like) or
 * AbleToScale=False; ScalingLimited=True TooManyReplicas at maxReplicas. Blames: the HorizontalPodAutoscaler.
 * Spreads: too few replicas -> slow answers -> callers.
 * Source: kubernetes/pkg/controller/podautoscaler/horizontal.go; kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale.
 */
export const autoscalingRule: Rule = (scene) =>
  scene.cluster.of('HorizontalPodAutoscaler').flatMap((scaler) => {
    const broken = ['ScalingActive', 'AbleToScale']
      .map((type) => condition(scaler.object, type))
      .find((one) => one?.status === 'False' && one.reason !== 'ScalingDisabled');
    const limited = condition(scaler.object, 'ScalingLimited');
    const isAtTop = limited?.status === 'True' && limited.reason === 'TooManyReplicas';
    const one = broken ?? (isAtTop ? limited : undefined);
    if (!one) return [];
    const event = scene.cluster.eventsAbout(scaler.ref).findLast(({ warning }) => warning);
    const target = ref(
      text(dig(scaler.object, 'spec', 'scaleTargetRef', 'kind')) ?? 'Deployment',
      scaler.ref.namespace,
      text(dig(scaler.object, 'spec', 'scaleTargetRef', 'name')) ?? '',
    );
    const workload = scene.cluster.workloadOf(target);
    const isTroubled = workload !== undefined && scene.signOf(workload) !== undefined;
    const most = number(dig(scaler.object, 'spec', 'maxReplicas'));
    const candidate: Candidate = {
      code: 'autoscaling.ineffective',
      object: scaler.ref,
      proof: broken ? 'state' : 'pattern',
      weight: broken ? -0.18 : 0,
      own: true,
      summary: broken
        ? sentence(`${shown(scaler.ref)} cannot scale: ${text(one.message) ?? text(one.reason) ?? ''}`)
        : `${shown(scaler.ref)} is at its maximum of ${most ?? '?'} replicas.`,
      evidenceFor: [
        stateEvidence(
          scaler.ref,
          `status.conditions[${wording(one.type)}]`,
          `${wording(one.status)} ${text(one.reason) ?? ''}`,
          `${wording(one.type)} is ${wording(one.status)}: ${text(one.message) ?? text(one.reason) ?? ''}`,
        ),
        ...(event ? [eventEvidence(event)] : []),
      ],
      remedies: broken
        ? [
            { text: 'Restore the metrics that it reads.', command: command`kubectl get apiservices | grep metrics` },
            { text: 'Check its conditions.', command: command`kubectl describe ${kindAndName(scaler.ref)}` },
          ]
        : [{ text: 'Raise maxReplicas.', command: command`kubectl edit ${kindAndName(scaler.ref)}` }],
      hits: [
        { to: target, mechanism: 'not scaled', text: 'It is not given more replicas' },
        // Failing pods report no metrics, so in that case the autoscaler is not at fault.
        ...(broken && !isTroubled ? [{ to: scaler.ref, mechanism: 'cannot scale', text: 'It cannot keep up with the load' }] : []),
      ],
    };
    return [withChange(scene, candidate, scaler.ref, ['other', 'replicas'])];
  });
