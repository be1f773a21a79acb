{{/* Written by scripts/chart-rbac.ts from lib/kubernetes/kinds.ts: change the table, not this file. */}}

{{/* Every kind that the agent can read. */}}
{{- define "kg-rca-agent.kinds" -}}
Namespace Node Deployment StatefulSet DaemonSet CronJob Job ReplicaSet Pod Service EndpointSlice Ingress NetworkPolicy ConfigMap Secret ServiceAccount PersistentVolumeClaim PersistentVolume StorageClass ResourceQuota LimitRange HorizontalPodAutoscaler PodDisruptionBudget ValidatingWebhookConfiguration MutatingWebhookConfiguration Lease Event
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
{{- if not (has "Event" $skipped) }}
- apiGroups: [""]
  resources: [events]
  verbs: [get, list, watch]
{{- end }}
{{- if .Values.logs.enabled }}
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
{{- end -}}
