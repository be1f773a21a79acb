/**
 * Messages of the API's protobuf form, as far as kubectl sends them: kubectl writes JSON, except where one of its commands makes
 * an object by itself (auth can-i, create configmap, create deployment …). Numbers and names are those of the
 * generated.proto files of k8s.io/api and k8s.io/apimachinery v0.34.
 *
 * A field is [number, name, type]. Types: string, int, bool (left out where empty, 0 or false), with ? where they are kept then;
 * strings (a list), map (string to string), bytesMap (string to base64), quantities, time; else a message, with [] a list
 * of them.
 */
export type Field = readonly [number: number, name: string, type: string];

const METADATA: Field = [1, 'metadata', 'ObjectMeta'];

/** By the kind of the object. What has no kind of its own is named by its message. */
export const MESSAGES: Record<string, readonly Field[]> = {
  ObjectMeta: [
    [1, 'name', 'string'],
    [2, 'generateName', 'string'],
    [3, 'namespace', 'string'],
    [4, 'selfLink', 'string'],
    [5, 'uid', 'string'],
    [6, 'resourceVersion', 'string'],
    [7, 'generation', 'int'],
    [8, 'creationTimestamp', 'time'],
    [9, 'deletionTimestamp', 'time'],
    [10, 'deletionGracePeriodSeconds', 'int?'],
    [11, 'labels', 'map'],
    [12, 'annotations', 'map'],
    [13, 'ownerReferences', 'OwnerReference[]'],
    [14, 'finalizers', 'strings'],
  ],
  OwnerReference: [
    [1, 'kind', 'string'],
    [3, 'name', 'string'],
    [4, 'uid', 'string'],
    [5, 'apiVersion', 'string'],
    [6, 'controller', 'bool?'],
    [7, 'blockOwnerDeletion', 'bool?'],
  ],
  LabelSelector: [
    [1, 'matchLabels', 'map'],
    [2, 'matchExpressions', 'LabelSelectorRequirement[]'],
  ],
  LabelSelectorRequirement: [
    [1, 'key', 'string'],
    [2, 'operator', 'string'],
    [3, 'values', 'strings'],
  ],
  DeleteOptions: [
    [1, 'gracePeriodSeconds', 'int?'],
    [2, 'preconditions', 'Preconditions'],
    [3, 'orphanDependents', 'bool?'],
    [4, 'propagationPolicy', 'string'],
    [5, 'dryRun', 'strings'],
  ],
  Preconditions: [
    [1, 'uid', 'string'],
    [2, 'resourceVersion', 'string'],
  ],

  SelfSubjectReview: [METADATA, [2, 'status', 'Empty']],
  SelfSubjectAccessReview: [METADATA, [2, 'spec', 'SelfSubjectAccessReviewSpec'], [3, 'status', 'AccessStatus']],
  SelfSubjectAccessReviewSpec: [
    [1, 'resourceAttributes', 'ResourceAttributes'],
    [2, 'nonResourceAttributes', 'NonResourceAttributes'],
  ],
  ResourceAttributes: [
    [1, 'namespace', 'string'],
    [2, 'verb', 'string'],
    [3, 'group', 'string'],
    [4, 'version', 'string'],
    [5, 'resource', 'string'],
    [6, 'subresource', 'string'],
    [7, 'name', 'string'],
  ],
  NonResourceAttributes: [
    [1, 'path', 'string'],
    [2, 'verb', 'string'],
  ],
  AccessStatus: [
    [1, 'allowed', 'bool'],
    [2, 'reason', 'string'],
    [3, 'evaluationError', 'string'],
    [4, 'denied', 'bool'],
  ],
  SelfSubjectRulesReview: [METADATA, [2, 'spec', 'SelfSubjectRulesReviewSpec'], [3, 'status', 'RulesStatus']],
  SelfSubjectRulesReviewSpec: [[1, 'namespace', 'string']],
  RulesStatus: [
    [3, 'incomplete', 'bool'],
    [4, 'evaluationError', 'string'],
  ],
  TokenRequest: [METADATA, [2, 'spec', 'TokenRequestSpec'], [3, 'status', 'TokenRequestStatus']],
  TokenRequestSpec: [
    [1, 'audiences', 'strings'],
    [3, 'boundObjectRef', 'ObjectReference'],
    [4, 'expirationSeconds', 'int?'],
  ],
  TokenRequestStatus: [
    [1, 'token', 'string'],
    [2, 'expirationTimestamp', 'time'],
  ],
  Eviction: [METADATA, [2, 'deleteOptions', 'DeleteOptions']],

  Namespace: [METADATA, [2, 'spec', 'NamespaceSpec'], [3, 'status', 'NamespaceStatus']],
  NamespaceSpec: [[1, 'finalizers', 'strings']],
  NamespaceStatus: [[1, 'phase', 'string']],
  ConfigMap: [METADATA, [2, 'data', 'map'], [3, 'binaryData', 'bytesMap'], [4, 'immutable', 'bool?']],
  Secret: [METADATA, [2, 'data', 'bytesMap'], [3, 'type', 'string'], [4, 'stringData', 'map'], [5, 'immutable', 'bool?']],
  ServiceAccount: [
    METADATA,
    [2, 'secrets', 'ObjectReference[]'],
    [3, 'imagePullSecrets', 'LocalObjectReference[]'],
    [4, 'automountServiceAccountToken', 'bool?'],
  ],
  ObjectReference: [
    [1, 'kind', 'string'],
    [2, 'namespace', 'string'],
    [3, 'name', 'string'],
    [4, 'uid', 'string'],
    [5, 'apiVersion', 'string'],
    [6, 'resourceVersion', 'string'],
    [7, 'fieldPath', 'string'],
  ],
  LocalObjectReference: [[1, 'name', 'string']],

  Role: [METADATA, [2, 'rules', 'PolicyRule[]']],
  ClusterRole: [METADATA, [2, 'rules', 'PolicyRule[]']],
  PolicyRule: [
    [1, 'verbs', 'strings'],
    [2, 'apiGroups', 'strings'],
    [3, 'resources', 'strings'],
    [4, 'resourceNames', 'strings'],
    [5, 'nonResourceURLs', 'strings'],
  ],
  RoleBinding: [METADATA, [2, 'subjects', 'Subject[]'], [3, 'roleRef', 'RoleRef']],
  ClusterRoleBinding: [METADATA, [2, 'subjects', 'Subject[]'], [3, 'roleRef', 'RoleRef']],
  Subject: [
    [1, 'kind', 'string'],
    [2, 'apiGroup', 'string'],
    [3, 'name', 'string'],
    [4, 'namespace', 'string'],
  ],
  RoleRef: [
    [1, 'apiGroup', 'string'],
    [2, 'kind', 'string'],
    [3, 'name', 'string'],
  ],

  Deployment: [METADATA, [2, 'spec', 'DeploymentSpec'], [3, 'status', 'Empty']],
  DeploymentSpec: [
    [1, 'replicas', 'int?'],
    [2, 'selector', 'LabelSelector'],
    [3, 'template', 'PodTemplateSpec'],
    [4, 'strategy', 'DeploymentStrategy'],
    [5, 'minReadySeconds', 'int'],
    [6, 'revisionHistoryLimit', 'int?'],
    [7, 'paused', 'bool'],
    [9, 'progressDeadlineSeconds', 'int?'],
  ],
  DeploymentStrategy: [[1, 'type', 'string']],
  PodTemplateSpec: [METADATA, [2, 'spec', 'PodSpec']],
  PodSpec: [
    [2, 'containers', 'Container[]'],
    [3, 'restartPolicy', 'string'],
    [4, 'terminationGracePeriodSeconds', 'int?'],
    [6, 'dnsPolicy', 'string'],
    [7, 'nodeSelector', 'map'],
    [8, 'serviceAccountName', 'string'],
    [9, 'serviceAccount', 'string'],
    [10, 'nodeName', 'string'],
    [11, 'hostNetwork', 'bool'],
    [12, 'hostPID', 'bool'],
    [13, 'hostIPC', 'bool'],
    [16, 'hostname', 'string'],
    [17, 'subdomain', 'string'],
    [19, 'schedulerName', 'string'],
    [24, 'priorityClassName', 'string'],
  ],
  Container: [
    [1, 'name', 'string'],
    [2, 'image', 'string'],
    [3, 'command', 'strings'],
    [4, 'args', 'strings'],
    [5, 'workingDir', 'string'],
    [6, 'ports', 'ContainerPort[]'],
    [7, 'env', 'EnvVar[]'],
    [8, 'resources', 'ResourceRequirements'],
    [13, 'terminationMessagePath', 'string'],
    [14, 'imagePullPolicy', 'string'],
    [16, 'stdin', 'bool'],
    [17, 'stdinOnce', 'bool'],
    [18, 'tty', 'bool'],
    [20, 'terminationMessagePolicy', 'string'],
  ],
  ContainerPort: [
    [1, 'name', 'string'],
    [2, 'hostPort', 'int'],
    [3, 'containerPort', 'int'],
    [4, 'protocol', 'string'],
    [5, 'hostIP', 'string'],
  ],
  EnvVar: [
    [1, 'name', 'string'],
    [2, 'value', 'string'],
  ],
  ResourceRequirements: [
    [1, 'limits', 'quantities'],
    [2, 'requests', 'quantities'],
  ],
  Empty: [],
};
