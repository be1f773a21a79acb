{{/* Written by scripts/chart-rbac.ts from lib/kubernetes/kinds.ts: change the table, not this file. */}}

{{/* Every kind that the agent can read. */}}
{{- define "kg-rca-agent.kinds" -}}
Namespace Node Deployment StatefulSet DaemonSet CronJob Job ReplicaSet ReplicationController Pod Service EndpointSlice Ingress NetworkPolicy ConfigMap Secret ServiceAccount PersistentVolumeClaim PersistentVolume StorageClass VolumeAttachment CSIDriver CSINode PriorityClass RuntimeClass ResourceQuota LimitRange HorizontalPodAutoscaler PodDisruptionBudget ValidatingWebhookConfiguration MutatingWebhookConfiguration ClusterRole ClusterRoleBinding Role RoleBinding APIService CustomResourceDefinition IngressClass GatewayClass Gateway HTTPRoute GRPCRoute ReferenceGrant Lease Event
{{- end -}}

{{/* Those of them that have no namespace. */}}
{{- define "kg-rca-agent.clusterKinds" -}}
Namespace Node PersistentVolume StorageClass VolumeAttachment CSIDriver CSINode PriorityClass RuntimeClass ValidatingWebhookConfiguration MutatingWebhookConfiguration ClusterRole ClusterRoleBinding APIService CustomResourceDefinition IngressClass GatewayClass
{{- end -}}

{{/* What the agent may read in namespaces. */}}
{{- define "kg-rca-agent.namespacedRules" -}}
{{- $skipped := include "kg-rca-agent.skippedKinds" . | splitList "," -}}
{{- if not (has "Deployment" $skipped) }}
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "StatefulSet" $skipped) }}
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "DaemonSet" $skipped) }}
- apiGroups: [apps]
  resources: [daemonsets]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "CronJob" $skipped) }}
- apiGroups: [batch]
  resources: [cronjobs]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Job" $skipped) }}
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ReplicaSet" $skipped) }}
- apiGroups: [apps]
  resources: [replicasets]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ReplicationController" $skipped) }}
- apiGroups: [""]
  resources: [replicationcontrollers]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Pod" $skipped) }}
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Service" $skipped) }}
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "EndpointSlice" $skipped) }}
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Ingress" $skipped) }}
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "NetworkPolicy" $skipped) }}
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ConfigMap" $skipped) }}
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Secret" $skipped) }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ServiceAccount" $skipped) }}
- apiGroups: [""]
  resources: [serviceaccounts]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "PersistentVolumeClaim" $skipped) }}
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ResourceQuota" $skipped) }}
- apiGroups: [""]
  resources: [resourcequotas]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "LimitRange" $skipped) }}
- apiGroups: [""]
  resources: [limitranges]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "HorizontalPodAutoscaler" $skipped) }}
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "PodDisruptionBudget" $skipped) }}
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Role" $skipped) }}
- apiGroups: [rbac.authorization.k8s.io]
  resources: [roles]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "RoleBinding" $skipped) }}
- apiGroups: [rbac.authorization.k8s.io]
  resources: [rolebindings]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Gateway" $skipped) }}
- apiGroups: [gateway.networking.k8s.io]
  resources: [gateways]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "HTTPRoute" $skipped) }}
- apiGroups: [gateway.networking.k8s.io]
  resources: [httproutes]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "GRPCRoute" $skipped) }}
- apiGroups: [gateway.networking.k8s.io]
  resources: [grpcroutes]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ReferenceGrant" $skipped) }}
- apiGroups: [gateway.networking.k8s.io]
  resources: [referencegrants]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Event" $skipped) }}
- apiGroups: [""]
  resources: [events]
  verbs: [get, list, watch]
{{- end }}
{{- $custom := dict "argoproj.io" "applications, applicationsets, rollouts, analysisruns" "source.toolkit.fluxcd.io" "gitrepositories, ocirepositories, helmrepositories, helmcharts, buckets" "kustomize.toolkit.fluxcd.io" "kustomizations" "helm.toolkit.fluxcd.io" "helmreleases" "cert-manager.io" "certificates, certificaterequests, issuers" "acme.cert-manager.io" "orders, challenges" "keda.sh" "scaledobjects, scaledjobs, triggerauthentications" "karpenter.sh" "" "karpenter.k8s.aws" "" "external-secrets.io" "externalsecrets, pushsecrets, secretstores" "operators.coreos.com" "subscriptions, installplans, clusterserviceversions, catalogsources, operatorgroups" "networking.istio.io" "virtualservices, destinationrules, serviceentries" "security.istio.io" "authorizationpolicies, peerauthentications, requestauthentications" "route.openshift.io" "routes" "build.openshift.io" "builds, buildconfigs" "apps.openshift.io" "deploymentconfigs" "security.openshift.io" "" "config.openshift.io" "" "machineconfiguration.openshift.io" "" "monitoring.coreos.com" "prometheuses, alertmanagers, servicemonitors, podmonitors" "postgresql.cnpg.io" "clusters, backups, scheduledbackups, poolers" "kafka.strimzi.io" "kafkas, kafkanodepools, kafkatopics, kafkausers, kafkaconnects, kafkaconnectors, kafkabridges, kafkamirrormaker2s" "serving.knative.dev" "configurations, revisions, routes" "pkg.crossplane.io" "" "apiextensions.crossplane.io" "" "cluster.x-k8s.io" "clusters, machinedeployments, machinesets, machines, machinepools" "controlplane.cluster.x-k8s.io" "kubeadmcontrolplanes" "velero.io" "backups, restores, schedules, backupstoragelocations" "snapshot.storage.k8s.io" "volumesnapshots" -}}
{{- range $group := .Values.customResources.groups }}
{{- with hasKey $custom $group | ternary (get $custom $group) "\"*\"" }}
- apiGroups: [{{ $group }}]
  resources: [{{ . }}]
  verbs: [get, list, watch]
{{- end }}
{{- end }}
{{- if eq (include "kg-rca-agent.logCollector" .) "agent" }}
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
{{- end }}
{{- end -}}

{{/* What the agent may read of objects without a namespace. */}}
{{- define "kg-rca-agent.clusterRules" -}}
{{- $skipped := include "kg-rca-agent.skippedKinds" . | splitList "," -}}
{{- if not (has "Namespace" $skipped) }}
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "Node" $skipped) }}
- apiGroups: [""]
  resources: [nodes]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "PersistentVolume" $skipped) }}
- apiGroups: [""]
  resources: [persistentvolumes]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "StorageClass" $skipped) }}
- apiGroups: [storage.k8s.io]
  resources: [storageclasses]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "VolumeAttachment" $skipped) }}
- apiGroups: [storage.k8s.io]
  resources: [volumeattachments]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "CSIDriver" $skipped) }}
- apiGroups: [storage.k8s.io]
  resources: [csidrivers]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "CSINode" $skipped) }}
- apiGroups: [storage.k8s.io]
  resources: [csinodes]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "PriorityClass" $skipped) }}
- apiGroups: [scheduling.k8s.io]
  resources: [priorityclasses]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "RuntimeClass" $skipped) }}
- apiGroups: [node.k8s.io]
  resources: [runtimeclasses]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ValidatingWebhookConfiguration" $skipped) }}
- apiGroups: [admissionregistration.k8s.io]
  resources: [validatingwebhookconfigurations]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "MutatingWebhookConfiguration" $skipped) }}
- apiGroups: [admissionregistration.k8s.io]
  resources: [mutatingwebhookconfigurations]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ClusterRole" $skipped) }}
- apiGroups: [rbac.authorization.k8s.io]
  resources: [clusterroles]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "ClusterRoleBinding" $skipped) }}
- apiGroups: [rbac.authorization.k8s.io]
  resources: [clusterrolebindings]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "APIService" $skipped) }}
- apiGroups: [apiregistration.k8s.io]
  resources: [apiservices]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "CustomResourceDefinition" $skipped) }}
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "IngressClass" $skipped) }}
- apiGroups: [networking.k8s.io]
  resources: [ingressclasses]
  verbs: [get, list, watch]
{{- end }}
{{- if not (has "GatewayClass" $skipped) }}
- apiGroups: [gateway.networking.k8s.io]
  resources: [gatewayclasses]
  verbs: [get, list, watch]
{{- end }}
{{- $custom := dict "argoproj.io" "" "source.toolkit.fluxcd.io" "" "kustomize.toolkit.fluxcd.io" "" "helm.toolkit.fluxcd.io" "" "cert-manager.io" "clusterissuers" "acme.cert-manager.io" "" "keda.sh" "clustertriggerauthentications" "karpenter.sh" "nodepools, nodeclaims" "karpenter.k8s.aws" "ec2nodeclasses" "external-secrets.io" "clustersecretstores, clusterexternalsecrets" "operators.coreos.com" "" "networking.istio.io" "" "security.istio.io" "" "route.openshift.io" "" "build.openshift.io" "" "apps.openshift.io" "" "security.openshift.io" "securitycontextconstraints" "config.openshift.io" "clusteroperators, clusterversions" "machineconfiguration.openshift.io" "machineconfigpools" "monitoring.coreos.com" "" "postgresql.cnpg.io" "" "kafka.strimzi.io" "" "serving.knative.dev" "" "pkg.crossplane.io" "providers, configurations, functions" "apiextensions.crossplane.io" "compositeresourcedefinitions" "cluster.x-k8s.io" "" "controlplane.cluster.x-k8s.io" "" "velero.io" "" "snapshot.storage.k8s.io" "volumesnapshotcontents" -}}
{{- range $group := .Values.customResources.groups }}
{{- with hasKey $custom $group | ternary (get $custom $group) "" }}
- apiGroups: [{{ $group }}]
  resources: [{{ . }}]
  verbs: [get, list, watch]
{{- end }}
{{- end }}
{{- end -}}
