import type { Kind } from '../store/kinds.ts';
import type { Obj } from '../store/object.ts';
import { badRequest } from './status.ts';

/** Whether an object is selected. */
export type Selects = (object: Obj) => boolean;

const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const SET = new RegExp(`^(${NAME})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EQUAL = new RegExp(`^(${NAME})\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`);
const BOUND = new RegExp(`^(${NAME})\\s*([<>])\\s*(-?\\d+)$`);
const EXISTS = new RegExp(`^(!?)\\s*(${NAME})$`);

/**
 * Parses a labelSelector: comma-separated requirements that must all hold: `a=b`, `a==b`, `a!=b`, `a in (x,y)`, `a notin
 * (x)`, `a`, `!a`, `a>1`, `a<1`. `!=` and `notin` also match if the label is absent. Throws BadRequest for anything else.
 */
export function labelSelector(text: string): Selects {
  const requirements = split(text).map(labelRequirement);
  return ({ metadata }) => requirements.every((holds) => holds(metadata.labels ?? {}));
}

function labelRequirement(text: string): (labels: Record<string, string>) => boolean {
  const set = SET.exec(text);
  if (set) {
    const [, key, operator, list] = set as unknown as [string, string, string, string];
    const values = list.split(',').map((value) => value.trim());
    return operator === 'in' ? (labels) => key in labels && values.includes(labels[key]!) : (labels) => !values.includes(labels[key]!);
  }
  const equal = EQUAL.exec(text);
  if (equal) {
    const [, key, operator, value] = equal as unknown as [string, string, string, string];
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const bound = BOUND.exec(text);
  if (bound) {
    const [, key, operator, limit] = bound as unknown as [string, string, string, string];
    return (labels) => key in labels && (operator === '>' ? Number(labels[key]) > Number(limit) : Number(labels[key]) < Number(limit));
  }
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, absent, key] = exists as unknown as [string, string, string];
    return (labels) => key in labels === (absent === '');
  }
  throw badRequest(
    `unable to parse requirement: found '${text}', expected: a label selector like a=b, a!=b, a in (x,y), a notin (x), a, !a`,
  );
}

/** Splits at commas outside parentheses. */
function split(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The fields that can be selected by besides metadata.name and metadata.namespace (registry strategies, v1.34). */
const FIELDS: Record<string, Record<string, (object: Obj) => unknown>> = {
  Pod: {
    'spec.nodeName': ({ spec }) => spec?.nodeName,
    'spec.restartPolicy': ({ spec }) => spec?.restartPolicy,
    'spec.schedulerName': ({ spec }) => spec?.schedulerName,
    'spec.serviceAccountName': ({ spec }) => spec?.serviceAccountName,
    'spec.hostNetwork': ({ spec }) => spec?.hostNetwork ?? false,
    'status.phase': ({ status }) => status?.phase,
    'status.podIP': ({ status }) => status?.podIP,
    'status.nominatedNodeName': ({ status }) => status?.nominatedNodeName,
  },
  Event: {
    ...Object.fromEntries(
      ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((field) => [
        `involvedObject.${field}`,
        ({ involvedObject }: Obj) => involvedObject?.[field],
      ]),
    ),
    reason: ({ reason }) => reason,
    type: ({ type }) => type,
    reportingComponent: ({ reportingComponent, source }) => reportingComponent || source?.component,
    source: ({ source, reportingComponent }) => source?.component || reportingComponent,
  },
  Node: { 'spec.unschedulable': ({ spec }) => spec?.unschedulable ?? false },
  Namespace: { 'status.phase': ({ status }) => status?.phase },
  Secret: { type: ({ type }) => type },
  Job: { 'status.successful': ({ status }) => status?.succeeded ?? 0 },
  ReplicaSet: { 'status.replicas': ({ status }) => status?.replicas ?? 0 },
  Service: { 'spec.clusterIP': ({ spec }) => spec?.clusterIP, 'spec.type': ({ spec }) => spec?.type },
};

/**
 * Parses a fieldSelector of a kind: comma-separated `field=value`, `field==value`, `field!=value`. Throws BadRequest with
 * the API server's message for fields that the kind does not support.
 */
export function fieldSelector(kind: Kind, text: string): Selects {
  const requirements = split(text).map((part) => {
    const [, field, operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? [];
    if (field === undefined) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
    const read = fieldOf(kind, field);
    if (!read) throw badRequest(`field label not supported: ${field}`);
    return (object: Obj) => (String(read(object) ?? '') === value) === (operator !== '!=');
  });
  return (object) => requirements.every((holds) => holds(object));
}

function fieldOf(kind: Kind, field: string): ((object: Obj) => unknown) | undefined {
  if (field === 'metadata.name') return ({ metadata }) => metadata.name;
  if (field === 'metadata.namespace' && kind.namespaced) return ({ metadata }) => metadata.namespace;
  return FIELDS[kind.kind]?.[field];
}

/** The combined labelSelector and fieldSelector of a query; undefined if it has neither. */
export function selectionOf(kind: Kind, query: URLSearchParams): Selects | undefined {
  const labels = query.get('labelSelector');
  const fields = query.get('fieldSelector');
  const all = [...(labels ? [labelSelector(labels)] : []), ...(fields ? [fieldSelector(kind, fields)] : [])];
  return all.length === 0 ? undefined : (object) => all.every((selects) => selects(object));
}
