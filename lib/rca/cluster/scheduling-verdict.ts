/** One reason why the scheduler rejected nodes. */
export interface Refusal {
  /** A cause code; `node-affinity` if only the pod shows which of two it is; undefined if the text is unknown. */
  code: string | undefined;
  nodes: number;
  text: string;
  taint?: string;
}

/** What the scheduler reports about volumes (plugins/volumebinding, volumezone): the claim is to blame, not the nodes. */
export type VolumeVerdict = 'missing' | 'unbound' | 'capacity' | 'elsewhere' | 'lost' | 'leaving';

/**
 * Parses the verdict of the scheduler (any version since 1.19), of the cluster autoscaler ("pod didn't trigger scale-up:
 * …") and of Karpenter ("Failed to schedule pod, …"). The reasons of the preemption attempt after it are left out.
 * Source: kubernetes/pkg/scheduler/framework/types.go (FitError) and the ErrReason constants of its plugins.
 */
export function parseSchedulingMessage(message: string): { total: number; refusals: Refusal[] } {
  const verdict = message.split(/\.? ?(?:preemption|no new claims to deallocate)[: ,]/i)[0] ?? '';
  const total = Number(/(?<!\d)(\d{1,9})\/(\d{1,9}) nodes are available/.exec(verdict)?.[2] ?? 0);
  const body = verdict.replace(/^.*?(?:nodes are available|trigger scale-up): ?/, '');
  const clauses = /^Failed to schedule pod/.test(body)
    ? body.split(/; |, (?=incompatible with nodepool|did not tolerate|no instance type)/)
    : body.split(/, (?=\d+ )|\. /);
  const refusals = clauses
    .map((clause) => clause.replace(/(?<!\.)\.+$/, '').trim())
    .filter(Boolean)
    .map((clause) => {
      const [, count, reason = clause] = /^(\d+) (.*)$/s.exec(clause) ?? [];
      const taint = /taints? \{([^}]*)\}/.exec(reason)?.[1] ?? /\(taint=([^)]{0,500})\)/.exec(reason)?.[1];
      return { code: codeOf(reason), nodes: Number(count ?? total), text: clause, ...(taint !== undefined && { taint }) };
    });
  return { total, refusals };
}

const OTHER = 'scheduling.insufficient_other_resource';

/** The messages of the filter plugins, the more specific first. */
const REASONS: [RegExp, string][] = [
  [/Insufficient cpu/i, 'scheduling.insufficient_cpu'],
  [/Insufficient memory/i, 'scheduling.insufficient_memory'],
  [
    /Insufficient |Too many pods|free ports|max(?:imum)? (?:node )?volume count|no nodes available to schedule|cannot allocate all claims|resourceclaim/i,
    OTHER,
  ],
  [/taint \{node\.kubernetes\.io\/unschedulable|were unschedulable|is unschedulable/i, 'scheduling.nodes_cordoned'],
  [/untolerated taint|had taints?|not tolerate|PodToleratesNodeTaints/i, 'scheduling.taint_untolerated'],
  [/volume node affinity|no available volume zone/i, 'scheduling.node_affinity_mismatch'],
  [/anti-affinity|pod affinity|topology spread|PodTopologySpread/i, 'scheduling.pod_affinity_conflict'],
  [
    /node affinity|node selector|NodeAffinity|MatchNodeSelector|match the requested node name|does not have known values|incompatible requirements/i,
    'node-affinity',
  ],
];

function codeOf(reason: string): string | undefined {
  const short = /no instance type (?:satisfied resources|has enough resources) (\{[^}]*\})/.exec(reason)?.[1];
  if (short) return shortage(short);
  return REASONS.find(([text]) => text.test(reason))?.[1];
}

/** Karpenter lists all requests of the pod: the unusual one is the one that no machine satisfies. */
function shortage(resources: string): string {
  const cpu = /"cpu":"(\d+)(m?)"/.exec(resources);
  const cores = cpu ? Number(cpu[1]) / (cpu[2] ? 1000 : 1) : 0;
  if (/nvidia|amd\.com|gpu|neuron/i.test(resources)) return OTHER;
  return cores > 16 ? 'scheduling.insufficient_cpu' : 'scheduling.insufficient_memory';
}

const VOLUMES: [RegExp, VolumeVerdict][] = [
  [/persistentvolumeclaim "[^"]*" not found|could not find v1\.PersistentVolumeClaim/i, 'missing'],
  [/persistentvolumeclaim "[^"]*" is being deleted/i, 'leaving'],
  [/bound to non-existent persistentvolume|pvc\(s\) bound to non-existent pv/i, 'lost'],
  [/did not have enough free storage/i, 'capacity'],
  [/volume node affinity conflict|no available volume zone/i, 'elsewhere'],
  [
    /unbound (?:immediate )?PersistentVolumeClaims?|find available persistent volumes|waiting for (?:ephemeral volume controller|a volume)|binding volumes: /i,
    'unbound',
  ],
];

/** What a verdict says about the pod's volumes, and the claim that it names, if any. */
export function volumeVerdict(message: string): { kind: VolumeVerdict; claim: string | undefined } | undefined {
  const kind = VOLUMES.find(([text]) => text.test(message))?.[1];
  const claim = /persistentvolumeclaim "(?:[^"/]+\/)?([^"/]+)"/i.exec(message)?.[1];
  return kind && { kind, claim };
}
