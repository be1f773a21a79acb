import { dig, text } from '#lib/kubernetes/fields.ts';
import { kindOf } from '#lib/kubernetes/kinds.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { ref } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/index.ts';
import { CUSTOM_KINDS } from './custom-kinds-table.ts';
import { type CustomKind, conditions, NOT_RECONCILED } from './custom-signals.ts';

/** A kind that the table does not have, by the conventions of Kubernetes for conditions. */
const BY_CONVENTION = {
  code: NOT_RECONCILED,
  failure: conditions(
    'Stalled=True Failed=True Degraded=True ReconcileError=True ReconcileFailed=True Synced=False Reconciled=False Accepted=False Ready=False Available=False Healthy=False',
  ),
  remedy: 'Correct what its message names; its controller tries again by itself.',
  isGuess: true,
} as const;

const TABLE: ReadonlyMap<string, CustomKind> = new Map(CUSTOM_KINDS.map((one) => [`${one.group}/${one.kind}`, one]));

/** The API group of an object; empty for the core group and where none is known. */
export function groupOfObject({ apiVersion }: KubernetesObject): string {
  const version = text(apiVersion) ?? '';
  return version.includes('/') ? (version.split('/')[0] ?? '') : '';
}

/** Whether a group is one of custom resources: a domain that is not Kubernetes' own. */
function isCustomGroup(group: string): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io');
}

/** How to read an object: its entry in the table, or for any other custom resource the conventions; undefined for kinds of Kubernetes. */
export function customKindOf({ ref: { kind }, object }: Entity): CustomKind | undefined {
  const group = groupOfObject(object);
  // A Certificate has a rule of its own (certificates.ts).
  if (group === 'cert-manager.io' && kind === 'Certificate') return undefined;
  const known = TABLE.get(`${group}/${text(object.kind) ?? kind}`);
  if (known) return known;
  return isCustomGroup(group) && (kindOf(kind) === undefined || kind.includes('.')) ? { kind, group, ...BY_CONVENTION } : undefined;
}

/** The issuer that a cert-manager Certificate names. */
export function issuerOf({ ref: own, object }: Entity) {
  const name = text(dig(object, 'spec', 'issuerRef', 'name'));
  const kind = text(dig(object, 'spec', 'issuerRef', 'kind')) ?? 'Issuer';
  return name === undefined ? undefined : ref(kind, kind === 'ClusterIssuer' ? undefined : own.namespace, name);
}
