/**
 * The managers, as managedFields names them, of the controllers that come with a cluster. What they write follows from what somebody
 * did elsewhere, or from a schedule. GitOps controllers are none of them: they write what people committed.
 * Source: the field managers of Kubernetes' own binaries, which are their names, and of the autoscalers that distributions ship.
 */
export const CLUSTER_CONTROLLERS: ReadonlySet<string> = new Set([
  'cloud-controller-manager',
  'cluster-autoscaler',
  'cluster-proportional-autoscaler',
  'external-attacher',
  'external-provisioner',
  'external-resizer',
  'horizontal-pod-autoscaler',
  'karpenter',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'snapshot-controller',
  'vpa-recommender',
  'vpa-updater',
]);
