import type { Obj } from '../../store/object.ts';
import { AGE, type Column, column, count, integer, NAME, NONE, since, wide } from './columns.ts';

type Any = Obj['spec'];

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeStatus({ spec, status }: Obj): string {
  const ready = ((status?.conditions ?? []) as Any[]).find(({ type }) => type === 'Ready');
  const words = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'];
  if (spec?.unschedulable) words.push('SchedulingDisabled');
  return words.join(',');
}

function nodeRoles({ metadata }: Obj): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.length > ROLE_PREFIX.length ? [key.slice(ROLE_PREFIX.length)] : [];
    return key === 'kubernetes.io/role' && value ? [value] : [];
  });
  return [...new Set(roles)].sort().join(',') || NONE;
}

const address =
  (wanted: string) =>
  ({ status }: Obj): string =>
    ((status?.addresses ?? []) as Any[]).find(({ type }) => type === wanted)?.address ?? NONE;

const nodeInfo =
  (field: string) =>
  ({ status }: Obj): string =>
    status?.nodeInfo?.[field] || '<unknown>';

const firstSeen = ({ firstTimestamp, eventTime }: Obj, now: number) => since(firstTimestamp ?? eventTime, now);

const countOf = (field: string) => (object: Obj) => Object.keys(object[field] ?? {}).length;

function quotaText({ status }: Obj, limits: boolean): string {
  const { hard = {}, used = {} } = status ?? {};
  return Object.keys(hard)
    .filter((resource) => resource.startsWith('limits.') === limits)
    .sort()
    .map((resource) => `${resource}: ${used[resource] ?? '0'}/${hard[resource]}`)
    .join(', ');
}

const WEBHOOKS: Column[] = [NAME, integer('Webhooks', ({ webhooks }) => webhooks?.length), AGE];

/** Kinds for which the real server has no printer of its own. */
export const PLAIN: Column[] = [NAME, column('Created At', ({ metadata }) => metadata.creationTimestamp)];

const subjects = (kind: string) => (binding: Obj) =>
  ((binding.subjects ?? []) as Any[])
    .filter((subject) => subject.kind === kind)
    .map(({ name, namespace }) => (kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
    .join(', ');

const BINDING: Column[] = [
  NAME,
  column('Role', ({ roleRef }) => `${roleRef?.kind}/${roleRef?.name}`),
  AGE,
  wide('Users', subjects('User')),
  wide('Groups', subjects('Group')),
  wide('ServiceAccounts', subjects('ServiceAccount')),
];

/** The columns of nodes, events, configuration and access. */
export const OTHERS: Record<string, Column[]> = {
  Node: [
    NAME,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    AGE,
    column('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
    wide('Internal-IP', address('InternalIP')),
    wide('External-IP', address('ExternalIP')),
    wide('OS-Image', nodeInfo('osImage')),
    wide('Kernel-Version', nodeInfo('kernelVersion')),
    wide('Container-Runtime', nodeInfo('containerRuntimeVersion')),
  ],
  // The columns of an event in the real server's order: the message precedes the wide columns.
  Event: [
    column('Last Seen', (event, now) => {
      const last = event.series?.lastObservedTime ?? event.lastTimestamp;
      return last ? since(last, now) : firstSeen(event, now);
    }),
    column('Type', ({ type }) => type ?? ''),
    column('Reason', ({ reason }) => reason ?? ''),
    column('Object', ({ involvedObject }) => {
      const kind = String(involvedObject?.kind ?? '').toLowerCase();
      return involvedObject?.name ? `${kind}/${involvedObject.name}` : kind;
    }),
    wide('Subobject', ({ involvedObject }) => involvedObject?.fieldPath ?? ''),
    wide('Source', ({ source, reportingComponent, reportingInstance }) =>
      [source?.component || reportingComponent || '', source?.host || reportingInstance]
        .filter((part, index) => index === 0 || part)
        .join(', '),
    ),
    column('Message', ({ message }) => String(message ?? '').trim()),
    wide('First Seen', firstSeen),
    wide('Count', ({ series, count }) => series?.count ?? (count || 1)),
    { ...NAME, wide: true },
  ],
  Namespace: [NAME, column('Status', ({ status }) => status?.phase ?? ''), AGE],
  ConfigMap: [NAME, count('Data', (map) => countOf('data')(map) + countOf('binaryData')(map)), AGE],
  Secret: [NAME, column('Type', ({ type }) => type ?? ''), count('Data', countOf('data')), AGE],
  ServiceAccount: [NAME, count('Secrets', countOf('secrets')), AGE],
  ResourceQuota: [NAME, column('Request', (quota) => quotaText(quota, false)), column('Limit', (quota) => quotaText(quota, true)), AGE],
  Lease: [NAME, column('Holder', ({ spec }) => spec?.holderIdentity ?? ''), AGE],
  ValidatingWebhookConfiguration: WEBHOOKS,
  MutatingWebhookConfiguration: WEBHOOKS,
  RoleBinding: BINDING,
  ClusterRoleBinding: BINDING,
};
