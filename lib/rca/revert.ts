import {
  type Command,
  command,
  commitHash,
  jsonPatch,
  kindAndName,
  kindSlashName,
  nameOf,
  nodeName,
  qualifiedName,
  wholeNumber,
} from '#lib/kubernetes/commands.ts';
import { fields } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { segments } from './cluster/changes.ts';
import type { Cluster } from './cluster/index.ts';
import { commitAt, type Keeper, keeperOf } from './gitops.ts';
import type { Advice } from './rule.ts';
import type { ChangeRecord, FieldDiff } from './types.ts';

/** The field managers under which the tools write (argo-cd, fluxcd and helm name themselves so in managedFields). */
const WRITES: Record<Keeper['tool'], RegExp> = {
  'Argo CD': /^argocd/i,
  Flux: /^(kustomize|helm)-controller$/,
  Helm: /^helm/i,
};
/** The kinds that keep earlier revisions of their template (kubectl rollout undo). */
const WITH_REVISIONS = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
/** Values of changes are cut at this length, and of Secrets and ConfigMaps there is a hash only: neither can be put back. */
const WHOLE_BELOW = 300;

/**
 * How to take a change back: the commit or the source to change where GitOps or Helm keeps the object, otherwise the command that
 * undoes these fields and nothing else. Where none can do that, it says what to put back, with the command that opens the object.
 */
export function revertOf(cluster: Cluster, change: ChangeRecord): Advice {
  const keeper = keeperOf(cluster, change.object);
  if (keeper) {
    const isByTool = change.by === undefined || WRITES[keeper.tool].test(change.by);
    const kept = isByTool ? revertSource(cluster, keeper, change) : restoreSource(keeper, change);
    if (kept) return kept;
  }
  return revertObject(cluster, change);
}

/** The change came from the source: that is what has to be reverted. */
function revertSource(cluster: Cluster, keeper: Keeper, { object, at }: ChangeRecord): Advice | undefined {
  const { tool, words } = keeper;
  if (tool === 'Helm')
    return {
      text: `${shown(object)} belongs to ${words}: go back to the release before.`,
      command: command`helm rollback ${nameOf(keeper.object)}`,
    };
  const commit = commitAt(cluster, keeper, at);
  if (!commit)
    return { text: `${shown(object)} is kept by ${words}: revert the change in its source. A change in the cluster would be undone.` };
  const where = `${commit.repository ? ` in ${commit.repository}` : ' in its repository'}${commit.path ? `, path ${commit.path}` : ''}`;
  return {
    text: `${shown(object)} is kept by ${words}: revert commit ${commit.hash.slice(0, 10)}${where}, and push. A change in the cluster would be undone.`,
    command: command`git revert --no-edit ${commitHash(commit.hash)}`,
  };
}

/** Somebody changed the object beside its source: what the source says is applied again. Undefined for Helm, which does not do that. */
function restoreSource({ tool, words, object }: Keeper, change: ChangeRecord): Advice | undefined {
  if (tool === 'Helm') return undefined;
  const text = `${shown(change.object)} was changed beside ${words}, which keeps it: apply its source again.`;
  if (tool === 'Argo CD') return { text, command: command`argocd app sync ${nameOf(object)}` };
  return object.kind === 'HelmRelease'
    ? { text, command: command`flux reconcile helmrelease ${nameOf(object)} --force` }
    : { text, command: command`flux reconcile kustomization ${nameOf(object)}` };
}

function revertObject(cluster: Cluster, change: ChangeRecord): Advice {
  const { object, op, fields: diffs } = change;
  if (op === 'created') return { text: `Delete ${shown(object)} again.`, command: command`kubectl delete ${kindAndName(object)}` };
  if (op === 'deleted') return { text: `Create ${shown(object)} again from its manifest.` };
  const isTemplate = ({ path }: FieldDiff) => path.startsWith('/spec/template/');
  if (WITH_REVISIONS.has(object.kind) && diffs.some(isTemplate)) return undoRollout(cluster, change, diffs.every(isTemplate));
  const exact = exactly(cluster, change);
  if (exact)
    return {
      text: `Set ${diffs.length === 1 ? 'the field' : 'the fields'} back to what ${diffs.length === 1 ? 'it was' : 'they were'}.`,
      command: exact,
    };
  const isHashed = diffs.some(({ before }) => before?.startsWith('sha256:'));
  return {
    text: isHashed
      ? `Put the earlier ${diffs.length === 1 ? 'value' : 'values'} of ${diffs.map(({ path }) => segments(path).at(-1)).join(', ')} back from where ${shown(object)} is kept: values do not leave the cluster, only their hashes do.`
      : `Set ${diffs.map(({ path }) => path).join(', ')} back to what is shown here.`,
    command: command`kubectl edit ${kindAndName(object)}`,
  };
}

/** `rollout undo` goes one revision back: right only while no later change of the template came after this one. */
function undoRollout(cluster: Cluster, change: ChangeRecord, isAll: boolean): Advice {
  const { object } = change;
  const isLast = !cluster
    .changesOf(object)
    .some((one) => one.at > change.at && one.fields.some(({ path }) => path.startsWith('/spec/template/')));
  if (!isLast)
    return {
      text: 'Later revisions followed: find the one before this change, and go back to it with kubectl rollout undo and --to-revision.',
      command: command`kubectl rollout history ${kindSlashName(object)}`,
    };
  const further = isAll ? '' : ' Fields outside of the template stay as they are.';
  const stuck = object.kind === 'StatefulSet' ? ' Then delete the pod that fails: a StatefulSet does not replace it by itself.' : '';
  return { text: `Go back to the revision before.${further}${stuck}`, command: command`kubectl rollout undo ${kindSlashName(object)}` };
}

/** The command that puts the earlier values of all fields back; undefined if one cannot be known or written exactly. */
function exactly(cluster: Cluster, { object, fields: diffs }: ChangeRecord): Command | undefined {
  const [only] = diffs.length === 1 ? diffs : [];
  if (object.kind === 'Node' && only) {
    if (only.path === '/spec/unschedulable' && only.after === 'true') return command`kubectl uncordon ${nodeName(object.name)}`;
    const [, taints, key] = segments(only.path);
    if (taints === 'taints' && only.before === undefined)
      return command`kubectl taint nodes ${nodeName(object.name)} ${qualifiedName(key)}-`;
  }
  if (only?.path === '/spec/replicas' && only.before !== undefined)
    return command`kubectl scale ${kindAndName(object)} --replicas=${wholeNumber(Number(only.before))}`;
  const current = cluster.find(object.kind, object.namespace, object.name)?.object;
  const patch: Record<string, unknown> = {};
  for (const diff of diffs) if (!put(patch, diff, current)) return undefined;
  return diffs.length === 0 ? undefined : command`kubectl patch ${kindAndName(object)} --type=merge -p ${jsonPatch(patch)}`;
}

/**
 * Puts the earlier value of a field into a merge patch (RFC 7386). Whether it could: not within lists, which such a patch replaces as
 * a whole, and not where the value or its type is not known. `current` is the object as it is now.
 */
function put(patch: Record<string, unknown>, { path, before }: FieldDiff, current: unknown): boolean {
  const parts = segments(path);
  const last = parts.pop();
  if (last === undefined) return false;
  let [at, now] = [patch, current];
  for (const part of parts) {
    now = Array.isArray(now) ? undefined : fields(now)[part];
    if (typeof now !== 'object' || now === null || Array.isArray(now)) return false;
    at[part] = fields(at[part]);
    at = at[part] as Record<string, unknown>;
  }
  const value = before === undefined ? null : typed(before, fields(now)[last], parts);
  if (value === undefined) return false;
  at[last] = value;
  return true;
}

/** A value with the type that the field has now; undefined where that is not known or the value is not whole. */
function typed(before: string, now: unknown, parents: readonly string[]): string | number | boolean | undefined {
  if (before.length >= WHOLE_BELOW || before.startsWith('sha256:') || before === '{}' || before === '[]') return undefined;
  const isText = parents.some((part) => ['labels', 'annotations', 'selector', 'matchLabels', 'nodeSelector'].includes(part));
  if (typeof now === 'string' || isText) return before;
  if (typeof now === 'number') return Number.isFinite(Number(before)) ? Number(before) : undefined;
  if (typeof now === 'boolean') return before === 'true';
  return now === undefined && !/^(true|false|null|-?\d+(\.\d+)?)$/.test(before) ? before : undefined;
}
