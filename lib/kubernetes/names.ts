/**
 * What Kubernetes takes as a name (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and the functions of
 * k8s.io/apimachinery/pkg/util/validation). A text that is none cannot be the name of an object, whoever says so.
 */

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const MAX_SUBDOMAIN = 253;
/** Names of roles and bindings, which may hold colons and capitals: `system:node`. Of the characters allowed, those that are plain ASCII. */
const ROLE = /^(?!\.{1,2}$)[\x21-\x24\x26-\x2e\x30-\x7e]{1,253}$/;
const QUALIFIED = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const KIND = /^[A-Z][A-Za-z0-9]{0,62}$/;

/** Kinds whose names may hold no dots. */
const NAMED_BY_LABEL = new Set(['Namespace', 'Service']);
const NAMED_AS_ROLES = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
/** What a diagnosis may blame although it is no object of Kubernetes. */
const NO_OBJECTS = new Set(['App', 'External', 'Component']);

/** A DNS label of RFC 1123: namespaces, Services, containers. */
export function isLabel(text: string): boolean {
  return LABEL.test(text);
}

/** A DNS subdomain of RFC 1123: most names, and names of hosts. */
export function isSubdomain(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN && SUBDOMAIN.test(text);
}

/** Whether an object of this kind can have this name. False for everything that is no object of Kubernetes. */
export function isNameOf(kind: string, name: string): boolean {
  if (!KIND.test(kind) || NO_OBJECTS.has(kind)) return false;
  if (NAMED_AS_ROLES.has(kind)) return ROLE.test(name);
  return NAMED_BY_LABEL.has(kind) ? isLabel(name) : isSubdomain(name);
}

/** The key of a label, an annotation or a taint: `app`, `example.com/team`. */
export function isQualifiedName(text: string): boolean {
  const at = text.lastIndexOf('/');
  return QUALIFIED.test(text.slice(at + 1)) && (at < 0 || isSubdomain(text.slice(0, at)));
}

/** The value of a label. */
export function isLabelValue(text: string): boolean {
  return text === '' || QUALIFIED.test(text);
}
