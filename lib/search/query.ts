import type { Health } from '#lib/kubernetes/health/index.ts';
import { STATE_KINDS } from '#lib/kubernetes/kinds.ts';
import { SEARCH_TYPES, type SearchDocument, type SearchType } from './documents.ts';

/** A query as it is understood. */
export interface SearchQuery {
  /** What is not a field: words to look for. May be empty when there are fields. */
  text: string;
  type?: SearchType;
  kind?: string;
  namespace?: string;
  cluster?: string;
  health?: Health;
}

/** Thrown for a field whose value means nothing; the message names the values that do. */
export class SearchQueryError extends Error {
  override name = 'SearchQueryError';
}

const FIELDS: Record<string, 'type' | 'kind' | 'namespace' | 'cluster' | 'health'> = {
  type: 'type',
  kind: 'kind',
  namespace: 'namespace',
  ns: 'namespace',
  cluster: 'cluster',
  health: 'health',
};

const HEALTHS: readonly Health[] = ['healthy', 'degraded', 'failing', 'unknown', 'pending'];

/** kubectl's short names of kinds (`kubectl api-resources`). */
const SHORT_NAMES: Record<string, string> = {
  po: 'Pod',
  deploy: 'Deployment',
  rs: 'ReplicaSet',
  sts: 'StatefulSet',
  ds: 'DaemonSet',
  cj: 'CronJob',
  svc: 'Service',
  ing: 'Ingress',
  netpol: 'NetworkPolicy',
  cm: 'ConfigMap',
  sa: 'ServiceAccount',
  no: 'Node',
  pvc: 'PersistentVolumeClaim',
  pv: 'PersistentVolume',
  sc: 'StorageClass',
  quota: 'ResourceQuota',
  limits: 'LimitRange',
  hpa: 'HorizontalPodAutoscaler',
  pdb: 'PodDisruptionBudget',
  ns: 'Namespace',
};

/** A kind as Kubernetes writes it, from its name in any case, its plural or kubectl's short name; others are left as they are, for custom kinds. */
function kindOf(text: string): string {
  const wanted = text.toLowerCase();
  const known = STATE_KINDS.find(({ kind, resource }) => kind.toLowerCase() === wanted || resource === wanted);
  return known?.kind ?? SHORT_NAMES[wanted] ?? text;
}

/**
 * Takes apart `kind:pod ns:shop out of memory`. A word with a colon that is no field (`10.0.0.1:8080`, `error: refused`) is a word like others.
 * Throws SearchQueryError for a type or a health that does not exist.
 */
export function parseSearch(text: string): SearchQuery {
  const query: SearchQuery = { text: '' };
  const words: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const [, name = '', value = ''] = /^([a-z]+):(.+)$/i.exec(word) ?? [];
    const field = Object.hasOwn(FIELDS, name.toLowerCase()) ? FIELDS[name.toLowerCase()] : undefined;
    if (field === undefined) words.push(word);
    else if (field === 'type') query.type = oneOf('type', value, SEARCH_TYPES);
    else if (field === 'health') query.health = oneOf('health', value, HEALTHS);
    else if (field === 'kind') query.kind = kindOf(value);
    else query[field] = value;
  }
  query.text = words.join(' ');
  return query;
}

function oneOf<Value extends string>(field: string, value: string, values: readonly Value[]): Value {
  const found = values.find((one) => one === value.toLowerCase());
  if (!found)
    throw new SearchQueryError(`${field}:${value} does not exist. Use one of: ${values.map((one) => `${field}:${one}`).join(', ')}.`);
  return found;
}

/** Whether a document has what the fields of a query ask for. */
export function hasFields(document: SearchDocument, { type, kind, namespace, cluster, health }: SearchQuery): boolean {
  return (
    (type === undefined || document.type === type) &&
    (kind === undefined || document.kind?.toLowerCase() === kind.toLowerCase()) &&
    (namespace === undefined || document.namespace === namespace) &&
    (cluster === undefined || document.cluster === cluster) &&
    (health === undefined || document.health === health)
  );
}
