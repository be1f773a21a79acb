/** One reason for which the scheduler turned nodes away. */
export interface Refusal {
  code: string | undefined;
  nodes: number;
  text: string;
  taint?: string;
}

/** Reads the scheduler's verdict. Reasons of the preemption attempt after it are left out. */
export function parseSchedulingMessage(message: string): { total: number; refusals: Refusal[] } {
  const verdict = message.split(/\.? ?(?:preemption|no new claims to deallocate)[: ]/i)[0] ?? '';
  const total = Number(/(\d+)\/(\d+) nodes are available/.exec(verdict)?.[2] ?? 0);
  const body = verdict.replace(/^.*?nodes are available: ?/, '');
  const refusals = body
    .split(/, (?=\d+ )|\. /)
    .map((clause) => clause.replace(/\.$/, '').trim())
    .filter(Boolean)
    .map((clause) => {
      const [, count, reason = clause] = /^(\d+) (.*)$/.exec(clause) ?? [];
      const taint = /taints? \{([^}]*)\}/.exec(reason)?.[1];
      return { code: codeOf(reason), nodes: Number(count ?? total), text: clause, ...(taint !== undefined && { taint }) };
    });
  return { total, refusals };
}

function codeOf(reason: string): string | undefined {
  if (/Insufficient cpu/i.test(reason)) return 'scheduling.insufficient_cpu';
  if (/Insufficient memory/i.test(reason)) return 'scheduling.insufficient_memory';
  if (/Insufficient |Too many pods|free ports/i.test(reason)) return 'scheduling.insufficient_other_resource';
  if (/untolerated taint|had taint/i.test(reason)) return 'scheduling.taint_untolerated';
  if (/unschedulable/i.test(reason)) return 'scheduling.nodes_cordoned';
  if (/anti-affinity|pod affinity|topology spread/i.test(reason)) return 'scheduling.pod_affinity_conflict';
  if (/node affinity|node selector|NodeAffinity/i.test(reason)) return 'node-affinity';
  if (/volume node affinity/i.test(reason)) return 'storage.mount_failed';
  return undefined;
}
