import type { Obj } from '../../store/object.ts';
import {
  AGE,
  type Column,
  column,
  containerColumns,
  count,
  hasCondition,
  humanDuration,
  integer,
  labelsText,
  NAME,
  NONE,
  selectorText,
  since,
  UNSET,
  wide,
} from './columns.ts';

const template = ({ spec }: Obj) => spec?.template;
const SELECTOR = wide('Selector', ({ spec }) => selectorText(spec?.selector));
const readyOf = ({ spec, status }: Obj) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`;

/** In this order: the first true condition of a Job gives its status. */
const JOB_STATES = ['Complete', 'Failed', 'Terminating', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'];

function jobStatus(job: Obj): string {
  const isIn = (state: string) => (state === 'Terminating' ? job.metadata.deletionTimestamp !== undefined : hasCondition(job, state));
  return JOB_STATES.find(isIn) ?? 'Running';
}

function completions({ spec, status }: Obj): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  return (spec?.parallelism ?? 0) > 1 ? `${succeeded}/1 of ${spec.parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Obj, now: number): string {
  if (!status?.startTime) return '';
  const end = status.completionTime ? Date.parse(status.completionTime) : now;
  return humanDuration(end - Date.parse(status.startTime));
}

/** The first two targets of an autoscaler: `cpu: 40%/80%`. */
function targets({ spec, status }: Obj): string {
  const metrics: Obj['spec'][] = spec?.metrics ?? [];
  if (metrics.length === 0) return NONE;
  const texts = metrics.map((metric, index) => target(metric, status?.currentMetrics?.[index]));
  return texts.length > 2 ? `${texts.slice(0, 2).join(', ')} + ${texts.length - 2} more...` : texts.join(', ');
}

function target(metric: Obj['spec'], current: Obj['status'] | undefined): string {
  const field = (
    { Resource: 'resource', ContainerResource: 'containerResource', Pods: 'pods', Object: 'object', External: 'external' } as const
  )[metric.type as string];
  if (!field) return '<unknown type>';
  const wanted = metric[field]?.target ?? {};
  const value = current?.[field]?.current ?? {};
  const prefix = field === 'resource' || field === 'containerResource' ? `${metric[field].name}: ` : '';
  if (wanted.averageValue !== undefined)
    return `${prefix}${value.averageValue ?? '<unknown>'}/${wanted.averageValue}${field === 'object' || field === 'external' ? ' (avg)' : ''}`;
  if (prefix)
    return `${prefix}${value.averageUtilization === undefined ? '<unknown>' : `${value.averageUtilization}%`}/${wanted.averageUtilization === undefined ? '<auto>' : `${wanted.averageUtilization}%`}`;
  return `${value.value ?? '<unknown>'}/${wanted.value}`;
}

const orNotApplicable = (value: unknown) => (value === undefined ? 'N/A' : String(value));

/** The columns of what runs pods, and of what scales and protects it. */
export const WORKLOADS: Record<string, Column[]> = {
  Deployment: [
    NAME,
    column('Ready', readyOf),
    count('Up-to-date', ({ status }) => status?.updatedReplicas),
    count('Available', ({ status }) => status?.availableReplicas),
    AGE,
    ...containerColumns(template),
    SELECTOR,
  ],
  ReplicaSet: [
    NAME,
    integer('Desired', ({ spec }) => spec?.replicas),
    integer('Current', ({ status }) => status?.replicas),
    integer('Ready', ({ status }) => status?.readyReplicas),
    AGE,
    ...containerColumns(template),
    SELECTOR,
  ],
  StatefulSet: [NAME, column('Ready', readyOf), AGE, ...containerColumns(template)],
  DaemonSet: [
    NAME,
    integer('Desired', ({ status }) => status?.desiredNumberScheduled),
    integer('Current', ({ status }) => status?.currentNumberScheduled),
    integer('Ready', ({ status }) => status?.numberReady),
    integer('Up-to-date', ({ status }) => status?.updatedNumberScheduled),
    integer('Available', ({ status }) => status?.numberAvailable),
    column('Node Selector', (set) => labelsText(template(set)?.spec?.nodeSelector)),
    AGE,
    ...containerColumns(template),
    SELECTOR,
  ],
  Job: [
    NAME,
    column('Status', jobStatus),
    column('Completions', completions),
    column('Duration', jobDuration),
    AGE,
    ...containerColumns(template),
    SELECTOR,
  ],
  CronJob: [
    NAME,
    column('Schedule', ({ spec }) => spec?.schedule ?? ''),
    column('Timezone', ({ spec }) => spec?.timeZone ?? NONE),
    // The real server declares this column as boolean and writes it capitalised.
    column('Suspend', ({ spec }) => (spec?.suspend === undefined ? UNSET : spec.suspend ? 'True' : 'False'), 'boolean'),
    integer('Active', ({ status }) => status?.active?.length),
    column('Last Schedule', ({ status }, now) => (status?.lastScheduleTime ? since(status.lastScheduleTime, now) : NONE)),
    AGE,
    ...containerColumns(({ spec }) => spec?.jobTemplate?.spec?.template),
    wide('Selector', ({ spec }) => selectorText(spec?.jobTemplate?.spec?.selector)),
  ],
  HorizontalPodAutoscaler: [
    NAME,
    column('Reference', ({ spec }) => `${spec?.scaleTargetRef?.kind}/${spec?.scaleTargetRef?.name}`),
    column('Targets', targets),
    column('MinPods', ({ spec }) => (spec?.minReplicas === undefined ? UNSET : String(spec.minReplicas))),
    count('MaxPods', ({ spec }) => spec?.maxReplicas),
    count('Replicas', ({ status }) => status?.currentReplicas),
    AGE,
  ],
  PodDisruptionBudget: [
    NAME,
    column('Min Available', ({ spec }) => orNotApplicable(spec?.minAvailable)),
    column('Max Unavailable', ({ spec }) => orNotApplicable(spec?.maxUnavailable)),
    integer('Allowed Disruptions', ({ status }) => status?.disruptionsAllowed),
    AGE,
  ],
};
