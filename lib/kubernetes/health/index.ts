import { fields, text } from '../fields.ts';
import type { KubernetesObject } from '../object.ts';
import { cronJobHealth, jobHealth } from './job.ts';
import { nodeHealth } from './node.ts';
import { podHealth } from './pod.ts';
import { autoscalerHealth, budgetHealth, certificateHealth, quotaHealth, webhookHealth } from './policy.ts';
import { claimHealth, volumeHealth } from './storage.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';
import { daemonSetHealth, deploymentHealth, replicaSetHealth, statefulSetHealth } from './workload.ts';

export type { Health, Verdict } from './verdict.ts';

/**
 * The health of an object from itself, as observed `at` a time, and from what it refers to and is `missing`. A Service
 * depends on others: see service.ts.
 */
export function healthOf(object: KubernetesObject, at: number, missing: readonly string[]): Verdict {
  switch (object.kind) {
    case 'Pod':
      return podHealth(object, at);
    case 'Deployment':
      return deploymentHealth(object);
    case 'ReplicaSet':
      return replicaSetHealth(object);
    case 'StatefulSet':
      return statefulSetHealth(object);
    case 'DaemonSet':
      return daemonSetHealth(object);
    case 'Job':
      return jobHealth(object);
    case 'CronJob':
      return cronJobHealth(object);
    case 'Node':
      return nodeHealth(object);
    case 'PersistentVolumeClaim':
      return claimHealth(object, missing);
    case 'PersistentVolume':
      return volumeHealth(object);
    case 'ResourceQuota':
      return quotaHealth(object);
    case 'HorizontalPodAutoscaler':
      return autoscalerHealth(object, missing);
    case 'PodDisruptionBudget':
      return budgetHealth(object);
    case 'Secret':
      return certificateHealth(object, at);
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
      return webhookHealth(object, at, missing);
    case 'Ingress':
      return missing.length > 0 ? verdict('failing', `${missing.join(', ')} does not exist`) : HEALTHY;
    case 'Namespace':
      return text(fields(object.status).phase) === 'Terminating' ? verdict('pending', 'Terminating') : HEALTHY;
    default:
      return HEALTHY;
  }
}
