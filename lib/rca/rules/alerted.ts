import { keyOf, uniqueRefs } from '#lib/kubernetes/refs.ts';
import { alertEvidence } from '../evidence.ts';
import type { Candidate, Hit, Rule, Scene } from '../rule.ts';
import { type Alarm, alarmsOf, alertText } from '../symptoms/alerts.ts';
import { changesBefore } from './alerted-changes.ts';
import { stateOfItsObject } from './alerted-objects.ts';
import { fillingVolume, growingMemory, usedUpConnections } from './alerted-resources.ts';

/**
 * What is behind a firing alert when the objects themselves look well: requests that fail or are slow although all pods are
 * ready, memory or a disk that fills, connections that are used up.
 * Signals: the words of the alert say which causes are weighed; each must fit what the snapshot shows. Blames: what was changed
 * shortly before the alert (a revision, a ConfigMap, a policy), or what uses the resource up.
 * Sources: github.com/kubernetes-monitoring/kubernetes-mixin (alerts); prometheus.io/docs/practices/alerting, "alert on symptoms".
 */
export const alertedRule: Rule = (scene) => {
  const alerted = new Set(scene.signs.flatMap(({ what, object }) => (what === 'AlertFiring' ? [keyOf(object)] : [])));
  return alarmsOf(scene.cluster).flatMap((alarm) => {
    // What fails visibly has its own rules, which know more than the alert.
    if (!alerted.has(keyOf(alarm.object))) return [];
    const words = alertText(alarm.alert);
    const suspects = SUSPECTS.filter(({ topic }) => topic.test(words)).flatMap(({ find }) => find(scene, alarm));
    return suspects.map((candidate) => ({
      ...candidate,
      evidenceFor: [...candidate.evidenceFor, alertEvidence(alarm.alert)],
      hits: withAlarm(candidate, alarm),
    }));
  });
};

/** What an alert can be about, in the words of the usual alerting rules, and where to look for its cause then. */
const SUSPECTS: readonly { topic: RegExp; find: (scene: Scene, alarm: Alarm) => Candidate[] }[] = [
  { topic: /^/, find: stateOfItsObject },
  {
    topic:
      /latency|slow|duration|error|fail|5xx|4xx|\b[45]\d\d\b|den(?:y|ied)|forbid|reject|unavailab|availab|\bdown\b|absent|unreachable|unhealthy|burn|budget|time-?out|drop/i,
    find: changesBefore,
  },
  { topic: /memory|\boom\b|heap/i, find: growingMemory },
  { topic: /disk|volume|file ?system|inode|storage|no space/i, find: fillingVolume },
  { topic: /connection|\bpool\b|max_connections/i, find: usedUpConnections },
];

/** The cause makes the alert fire, too, so that it explains the sign of the alert. */
function withAlarm({ hits }: Candidate, { object, alert }: Alarm): Hit[] {
  const text = `The alert ${alert.labels.alertname ?? ''} fires`.replace('  ', ' ');
  const objects = uniqueRefs([...hits.map(({ to }) => to), object]);
  return objects.map((to) => hits.find((one) => one.to === to) ?? { to, mechanism: 'alert', text });
}
