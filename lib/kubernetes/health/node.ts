import { fields, items, text } from '../fields.ts';
import { condition, type KubernetesObject } from '../object.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';

/** A node by its conditions (kubernetes.io/docs/reference/node/node-status): silent is unknown to the control plane, and fails what runs there. */
export function nodeHealth(node: KubernetesObject): Verdict {
  const ready = condition(node, 'Ready');
  if (!ready) return verdict('pending', 'no Ready condition yet');
  if (ready.status !== 'True') {
    return verdict('failing', ready.status === 'Unknown' ? 'NodeStatusUnknown' : 'NodeNotReady', text(ready.message));
  }
  const wrong = items(fields(node.status).conditions).filter(({ type, status }) => type !== 'Ready' && status === 'True');
  if (wrong.length > 0) return verdict('degraded', wrong.map(({ type }) => type).join(', '), text(wrong[0]!.message));
  return fields(node.spec).unschedulable === true ? verdict('degraded', 'cordoned') : HEALTHY;
}
