import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { customReferencesOf, danglingReferences } from '../cluster/custom-references.ts';
import type { Cluster, Entity } from '../cluster/index.ts';
import { stateEvidence } from '../evidence.ts';
import { type Candidate, type Hit, hit, type Rule } from '../rule.ts';
import { sentence } from '../wording.ts';
import { customKindOf } from './custom-kinds.ts';
import { type CustomKind, type Failure, NOT_RECONCILED } from './custom-signals.ts';

/**
 * Custom resources whose controller reports that they fail, and those that refer to something which does not exist.
 * Signals: those of custom-kinds-table.ts for the kinds that it has, for any other kind the conditions that Kubernetes'
 * conventions name; the references of cluster/custom-references.ts.
 * Blames: the custom resource; for a Build its BuildConfig. It gives way to what it refers to.
 * Spreads: issuer -> its certificates; ExternalSecret and Certificate -> the Secret that they make -> who uses it.
 * Source: Kubernetes API conventions, "Typical status properties"; the sources of each kind in the table.
 */
export const customResourceRule: Rule = ({ cluster }) =>
  cluster.all.flatMap((entity) => {
    const kind = customKindOf(entity);
    if (!kind || entity.deletedAt !== undefined || isSuspended(entity)) return [];
    const failure = kind.failure(entity.object, entity, cluster);
    const dangling = failure || !isWell(entity) ? danglingReferences(cluster, entity) : [];
    return [
      ...(failure ? [candidateFor(cluster, entity, kind, failure)] : []),
      ...dangling.map((one) => missing(cluster, entity, kind, one)),
    ];
  });

/** Below this a candidate without a sign is no incident: a kind that nobody described must say that it failed, not only that it is not ready. */
const GUESS = -0.25;
const SAYS_FAILURE = /fail|error|invalid|denied|forbidden|unauthori[sz]ed|not found|missing|timed? ?out|refused|unreachable|degraded/i;

function candidateFor(cluster: Cluster, entity: Entity, kind: CustomKind, { path, value, message, isConsequence }: Failure): Candidate {
  const object = blamedFor(entity);
  const isSource = kind.kind === 'Build' && /FetchSourceFailed/.test(text(dig(entity.object, 'status', 'reason')) ?? '');
  return {
    code: isSource ? 'build.source_invalid' : kind.code,
    object,
    proof: 'state',
    weight: kind.isGuess ? (SAYS_FAILURE.test(message) ? -0.15 : GUESS) : -0.06,
    own: !isConsequence,
    summary: sentence(`${shown(object)} fails: ${message}`),
    evidenceFor: [stateEvidence(entity.ref, path, value, `${shown(entity.ref)}: ${message}`)],
    remedies: [{ text: kind.remedy, command: command`kubectl describe ${kindAndName(entity.ref)}` }],
    hits: [{ to: object, mechanism: 'fails', text: message }, ...certificatesOf(cluster, entity), ...usersOf(cluster, entity)],
    yieldsTo: customReferencesOf(entity).map(({ target }) => target),
    explainsCodes: ['config.secret_missing'],
  };
}

/** A resource that names something which does not exist. */
function missing(cluster: Cluster, entity: Entity, kind: CustomKind, { path, target }: { path: string; target: ObjectRef }): Candidate {
  const what = `${shown(target)}, which does not exist`;
  return {
    code: kind.isGuess ? NOT_RECONCILED : kind.code,
    object: entity.ref,
    proof: 'state',
    weight: -0.05,
    own: true,
    summary: sentence(`${shown(entity.ref)} refers to ${what}`),
    evidenceFor: [stateEvidence(entity.ref, path, target.name, `It refers to ${what}`)],
    remedies: [{ text: `Create ${shown(target)}, or correct the name.`, command: command`kubectl describe ${kindAndName(entity.ref)}` }],
    hits: [{ to: entity.ref, mechanism: 'refers to nothing', text: `It refers to ${what}` }, ...usersOf(cluster, entity)],
    explainsCodes: ['config.secret_missing'],
  };
}

function blamedFor({ ref: own, object }: Entity): ObjectRef {
  const config = own.kind === 'Build' ? text(dig(object, 'status', 'config', 'name')) : undefined;
  return config === undefined ? own : ref('BuildConfig', own.namespace, config);
}

/** Whether somebody told the controller to leave the resource alone. */
function isSuspended({ object }: Entity): boolean {
  return dig(object, 'spec', 'suspend') === true || dig(object, 'spec', 'paused') === true;
}

/** Whether its controller says that all is well: then a name that is gone is a risk, and no failure yet. */
function isWell({ object }: Entity): boolean {
  return items(dig(object, 'status', 'conditions')).some(
    ({ type, status }) =>
      status === 'True' && ['Ready', 'Available', 'Healthy', 'Synced', 'Accepted', 'Programmed'].includes(text(type) ?? ''),
  );
}

/** What an issuer cannot issue. */
function certificatesOf(cluster: Cluster, issuer: Entity): Hit[] {
  if (!/Issuer$/.test(issuer.ref.kind)) return [];
  return cluster
    .of('Certificate')
    .flatMap((certificate) =>
      customReferencesOf(certificate).some(({ target }) => keyOf(target) === keyOf(issuer.ref))
        ? [{ to: certificate.ref, mechanism: 'not issued', text: `${shown(certificate.ref)} is issued by it` }]
        : [],
    );
}

/** The workloads that wait for the Secret which the resource would make. */
function usersOf(cluster: Cluster, { ref: own, object }: Entity): Hit[] {
  if (own.kind !== 'ExternalSecret' || own.namespace === undefined) return [];
  const name = text(dig(object, 'spec', 'target', 'name')) ?? own.name;
  if (cluster.find('Secret', own.namespace, name)) return [];
  return cluster
    .consumersOf(ref('Secret', own.namespace, name))
    .map((one) => hit(one, 'Secret not made', `The Secret ${name} is not made`));
}
