import { wording } from '#lib/kubernetes/canonical.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import { shortened } from '#lib/text/index.ts';
import type { ClusterEvent } from './cluster/events.ts';
import type { LogFact } from './cluster/log-facts.ts';
import type { AlertRecord, ChangeRecord, Evidence } from './types.ts';
import { logMessage } from './wording.ts';

/** Evidence from a field of an object. */
export function stateEvidence(object: ObjectRef, path: string, value: unknown, text: string): Evidence {
  return { text, source: { type: 'state', object, path, value: wording(value) } };
}

export function eventEvidence(event: ClusterEvent, text?: string): Evidence {
  return {
    text: text ?? `${shown(event.about)}: ${event.reason}: ${event.message}`,
    source: {
      type: 'event',
      object: event.about,
      reason: event.reason,
      message: event.message,
      ...(event.lastAt !== undefined && { at: event.lastAt }),
      count: event.count,
    },
  };
}

export function logEvidence(fact: LogFact, text?: string): Evidence {
  const { namespace, pod, container, line, previous } = fact;
  return {
    text: text ?? `${previous ? 'Before its restart, container' : 'Container'} ${container} of ${pod} logged: ${logMessage(line)}`,
    source: { type: 'log', namespace, pod, container, line, previous },
  };
}

export function changeEvidence(change: ChangeRecord, text?: string): Evidence {
  const { id, object, fields, at, by } = change;
  return {
    text: text ?? `${shown(object)} was ${change.op}${by ? ` by ${by}` : ''}${diffText(change)}`,
    source: { type: 'change', changeId: id, object, fields, at, ...(by && { by }) },
  };
}

export function alertEvidence({ labels, annotations, startsAt }: AlertRecord): Evidence {
  const [name, summary] = [labels.alertname ?? 'Alert', annotations.summary ?? annotations.description ?? ''];
  return { text: `Alert ${name}: ${summary}`, source: { type: 'alert', name, summary, ...(startsAt !== undefined && { at: startsAt }) } };
}

/** `: image a → b`, for the first fields of a change. */
export function diffText({ fields }: ChangeRecord): string {
  if (fields.length === 0) return '';
  const shownFields = fields.slice(0, 3).map(({ path, before, after }) => `${path} ${brief(before)} → ${brief(after)}`);
  return `: ${shownFields.join('; ')}${fields.length > 3 ? ` and ${fields.length - 3} more fields` : ''}`;
}

function brief(value: string | undefined): string {
  if (value === undefined) return '(none)';
  return shortened(value, 60);
}
