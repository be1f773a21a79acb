import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, text } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Cluster, Entity } from '../cluster/index.ts';
import { stateEvidence } from '../evidence.ts';
import type { Candidate, Hit, Rule } from '../rule.ts';
import { sentence } from '../wording.ts';
import { type CustomKind, customKindOf, type Failure, issuerOf } from './custom-kinds.ts';

/**
 * Custom resources whose controller reports that they fail: see custom-kinds.ts for the kinds and their signals.
 * Blames: the custom resource; for a Build its BuildConfig. Spreads: issuer -> its certificates.
 * Source: Kubernetes API conventions, "Typical status properties"; the sources of each kind in custom-kinds.ts.
 */
export const customResourceRule: Rule = ({ cluster }) =>
  cluster.all.flatMap((entity) => {
    const kind = customKindOf(entity);
    const failure = kind && entity.deletedAt === undefined ? kind.failure(entity.object, entity, cluster) : undefined;
    return kind && failure ? [candidateFor(cluster, entity, kind, failure)] : [];
  });

function candidateFor(cluster: Cluster, entity: Entity, kind: CustomKind, { path, value, message }: Failure): Candidate {
  const object = blamedFor(entity);
  const isSource = kind.kind === 'Build' && /FetchSourceFailed/.test(text(dig(entity.object, 'status', 'reason')) ?? '');
  return {
    code: isSource ? 'build.source_invalid' : kind.code,
    object,
    proof: 'state',
    weight: -0.06,
    own: true,
    summary: sentence(`${shown(object)} fails: ${message}`),
    evidenceFor: [stateEvidence(entity.ref, path, value, `${shown(entity.ref)}: ${message}`)],
    remedies: [{ text: kind.remedy, command: command`kubectl describe ${kindAndName(entity.ref)}` }],
    hits: [{ to: object, mechanism: 'fails', text: message }, ...certificatesOf(cluster, entity)],
  };
}

function blamedFor({ ref: own, object }: Entity): ObjectRef {
  const config = own.kind === 'Build' ? text(dig(object, 'status', 'config', 'name')) : undefined;
  return config === undefined ? own : ref('BuildConfig', own.namespace, config);
}

/** What an issuer cannot issue. */
function certificatesOf(cluster: Cluster, issuer: Entity): Hit[] {
  if (!/Issuer$/.test(issuer.ref.kind)) return [];
  return cluster.of('Certificate').flatMap((certificate) => {
    const named = issuerOf(certificate);
    return named && keyOf(named) === keyOf(issuer.ref)
      ? [{ to: certificate.ref, mechanism: 'not issued', text: `${shown(certificate.ref)} is issued by it` }]
      : [];
  });
}
