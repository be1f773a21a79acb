import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, fields, items, text, texts, time } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './cluster/index.ts';
import type { Advice } from './rule.ts';

/** What keeps an object as its source says, so that a change of the object itself is undone. */
export interface Keeper {
  tool: 'Argo CD' | 'Flux' | 'Helm';
  /** The Application, Kustomization or HelmRelease; of Helm itself, which has no such object, its release by the kind HelmRelease. */
  object: ObjectRef;
  /** As a sentence names it: `the Argo CD application shop`. */
  words: string;
}

/** What Flux labels the objects with that it applies (fluxcd.io/flux/faq). */
const FLUX = [
  ['Kustomization', 'kustomize.toolkit.fluxcd.io'],
  ['HelmRelease', 'helm.toolkit.fluxcd.io'],
] as const;

/** What keeps an object; undefined if nothing is known to. */
export function keeperOf(cluster: Cluster, { kind, namespace, name }: ObjectRef): Keeper | undefined {
  const object = cluster.find(kind, namespace, name)?.object;
  const [labels, annotations] = [texts(dig(object, 'metadata', 'labels')), texts(dig(object, 'metadata', 'annotations'))];
  const argo = annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels['argocd.argoproj.io/instance'];
  if (argo) return { tool: 'Argo CD', object: ref('Application', undefined, argo), words: `the Argo CD application ${argo}` };
  for (const [keeper, prefix] of FLUX) {
    const found = labels[`${prefix}/name`];
    if (found) return { tool: 'Flux', object: ref(keeper, labels[`${prefix}/namespace`], found), words: `the Flux ${keeper} ${found}` };
  }
  const release = annotations['meta.helm.sh/release-name'];
  return release
    ? {
        tool: 'Helm',
        object: ref('HelmRelease', annotations['meta.helm.sh/release-namespace'] ?? namespace, release),
        words: `the Helm release ${release}`,
      }
    : undefined;
}

/** Advice to change an object, adapted to what keeps it: the source has to be changed. */
export function adviceFor(keeper: Keeper, { text: words, command: own }: Advice, shownObject: string): Advice {
  switch (keeper.tool) {
    case 'Argo CD':
      return { text: `${words} ${shownObject} is managed by ${keeper.words}: make the change in its source, or it is undone.` };
    case 'Flux':
      return {
        text: `${words} ${shownObject} is managed by ${keeper.words}: make the change in its source, or it is undone.`,
        command: command`kubectl describe ${kindAndName(keeper.object)}`,
      };
    case 'Helm':
      return {
        text: `${words} ${shownObject} belongs to ${keeper.words}: put the change into its values, too, or the next upgrade undoes it.`,
        command: own,
      };
  }
}

/** The commit that a keeper had applied by a time, and the repository it is of. */
export interface Commit {
  hash: string;
  repository?: string;
  path?: string;
}

/**
 * The commit that was live in an Argo CD application or a Flux Kustomization at a time (epoch ms), if their objects were read: of Argo
 * CD the last deployment of its history until then (argo-cd.readthedocs.io, operator-manual/application.yaml), of Flux the one applied last.
 */
export function commitAt(cluster: Cluster, { tool, object }: Keeper, at: number): Commit | undefined {
  if (tool === 'Argo CD') {
    const application = cluster.of('Application').find(({ ref: one }) => one.name === object.name)?.object;
    const [last] = items(dig(application, 'status', 'history'))
      .filter(({ deployedAt }) => (time(deployedAt) ?? Number.POSITIVE_INFINITY) <= at + SYNC_TAKES_MS)
      .toSorted((a, b) => (time(b.deployedAt) ?? 0) - (time(a.deployedAt) ?? 0));
    const revision = text(last?.revision) ?? text(dig(application, 'status', 'sync', 'revision'));
    const source = fields(dig(application, 'spec', 'source'));
    return commit(revision, text(source.repoURL), text(source.path));
  }
  if (object.kind !== 'Kustomization' || tool !== 'Flux') return undefined;
  const kustomization = cluster.find('Kustomization', object.namespace, object.name)?.object;
  const source = fields(dig(kustomization, 'spec', 'sourceRef'));
  const repository = cluster.find('GitRepository', text(source.namespace) ?? object.namespace, text(source.name) ?? '')?.object;
  // `main@sha1:4f2c...` (fluxcd.io/flux/components/kustomize/kustomizations, "Last applied revision").
  const revision = text(dig(kustomization, 'status', 'lastAppliedRevision'))
    ?.split(':')
    .at(-1);
  return commit(revision, text(dig(repository, 'spec', 'url')), text(dig(kustomization, 'spec', 'path')));
}

/** A sync applies its objects first and notes itself in the history when it is done. */
const SYNC_TAKES_MS = 60_000;

function commit(hash: string | undefined, repository: string | undefined, path: string | undefined): Commit | undefined {
  if (hash === undefined || !/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(hash)) return undefined;
  const shownRepository = repository && withoutCredentials(repository);
  return { hash, ...(shownRepository && { repository: shownRepository }), ...(path && { path }) };
}

/** The address of a repository without a user and password in it. */
function withoutCredentials(address: string): string {
  return address.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}
