{{/* The name of everything that this release owns in its namespace. */}}
{{- define "kg-rca-agent.name" -}}
{{- if contains "kg-rca-agent" .Release.Name -}}
{{- .Release.Name | trunc 48 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-kg-rca-agent" .Release.Name | trunc 48 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The name of what has no namespace of its own, so that releases in several namespaces do not collide. */}}
{{- define "kg-rca-agent.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "kg-rca-agent.name" .) -}}
{{- end -}}

{{/* The Deployment of a part (dict "root" "part"). Of the release that install.sh makes it is what people are told. */}}
{{- define "kg-rca-agent.partName" -}}
{{- $name := include "kg-rca-agent.name" .root -}}
{{- if eq .part "agent" -}}{{ $name }}
{{- else if eq .root.Release.Name "kg-rca-agent" -}}{{ .part }}
{{- else -}}{{ printf "%s-%s" $name .part }}
{{- end -}}
{{- end -}}

{{- define "kg-rca-agent.selectorLabels" -}}
app.kubernetes.io/name: kg-rca-agent
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels (dict "root", optionally "part" and "extra"), each key once: those of the chart count before those of the values. */}}
{{- define "kg-rca-agent.labels" -}}
{{- $own := include "kg-rca-agent.selectorLabels" .root | fromYaml -}}
{{- $_ := set $own "app.kubernetes.io/version" .root.Chart.AppVersion -}}
{{- $_ := set $own "app.kubernetes.io/managed-by" .root.Release.Service -}}
{{- $_ := set $own "app.kubernetes.io/part-of" "kg-rca" -}}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_") -}}
{{- with .part }}{{ $_ := set $own "app.kubernetes.io/component" . }}{{ end -}}
{{- toYaml (merge $own (deepCopy (.extra | default dict)) (deepCopy .root.Values.commonLabels)) -}}
{{- end -}}

{{/* The metadata of an object (dict "root" "name", optionally "namespace", "part" and "annotations"). */}}
{{- define "kg-rca-agent.metadata" -}}
name: {{ .name }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
labels:
  {{- include "kg-rca-agent.labels" . | nindent 2 }}
{{- with merge (deepCopy (.annotations | default dict)) (deepCopy .root.Values.commonAnnotations) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "kg-rca-agent.secretName" -}}
{{- .Values.existingSecret | default (include "kg-rca-agent.name" .) -}}
{{- end -}}

{{- define "kg-rca-agent.kafkaSecretName" -}}
{{- .Values.kafka.existingSecret | default (include "kg-rca-agent.secretName" .) -}}
{{- end -}}

{{- define "kg-rca-agent.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "kg-rca-agent.name" .) -}}
{{- end -}}

{{/* The ConfigMap with further authorities; empty where there are none. */}}
{{- define "kg-rca-agent.caConfigMap" -}}
{{- if .Values.ca.pem -}}{{ include "kg-rca-agent.name" . }}-ca{{- else -}}{{ .Values.ca.existingConfigMap }}{{- end -}}
{{- end -}}

{{/* The full name of an image (dict "root" "image"). */}}
{{- define "kg-rca-agent.image" -}}
{{- with .root.Values.global.imageRegistry | default .image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- .image.repository -}}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ .image.tag }}{{ end -}}
{{- end -}}

{{/* Whether the cluster assigns users to pods. */}}
{{- define "kg-rca-agent.isOpenShift" -}}
{{- $set := .Values.podSecurity.openshift | toString -}}
{{- if or (eq $set "true") (and (eq $set "auto") (.Capabilities.APIVersions.Has "security.openshift.io/v1")) }}true{{ end -}}
{{- end -}}

{{/* The port of an address, as its scheme implies it where none is written. */}}
{{- define "kg-rca-agent.portOf" -}}
{{- $url := urlParse . -}}
{{- regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (eq $url.scheme "http" | ternary "80" "443") -}}
{{- end -}}

{{/* Kinds that the agent does not read, with commas between them. */}}
{{- define "kg-rca-agent.skippedKinds" -}}
{{- $skipped := .Values.kinds.skip -}}
{{- if not .Values.secrets.enabled }}{{ $skipped = append $skipped "Secret" }}{{ end -}}
{{- if not .Values.rbac.clusterScoped }}{{ $skipped = concat $skipped (include "kg-rca-agent.clusterKinds" . | splitList " ") (list "Lease") }}{{ end -}}
{{- $skipped | uniq | join "," -}}
{{- end -}}

{{/* The parts of the agent and the commands of each, by name. */}}
{{- define "kg-rca-agent.parts" -}}
{{- $logs := eq (include "kg-rca-agent.logCollector" .) "agent" | ternary (list "log-collector") (list) -}}
{{- if eq .Values.agent.topology "single" -}}
agent: {{ concat (list "state-watcher" "event-exporter") $logs (list "health") | toJson }}
{{- else -}}
state-watcher: [state-watcher]
event-exporter: {{ concat (list "event-exporter") $logs | toJson }}
health: [health]
{{- end -}}
{{- end -}}

{{/* Where pods may run, and who pulls their images. */}}
{{- define "kg-rca-agent.scheduling" -}}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with concat .Values.image.pullSecrets .Values.global.imagePullSecrets | uniq }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The security context of pods: the cluster's own users on OpenShift, whose restricted-v2 refuses any other. */}}
{{- define "kg-rca-agent.podSecurityContext" -}}
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- if not (include "kg-rca-agent.isOpenShift" .) }}
{{- with .Values.podSecurity.runAsUser }}
runAsUser: {{ int64 . }}
runAsGroup: {{ int64 . }}
{{- end }}
{{- with .Values.podSecurity.fsGroup }}
fsGroup: {{ int64 . }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
How the agent is run. kafkajs 2.2.4 sets timers into the past, of which Node warns: nothing that an operator could act on. Node
takes three times the memory that the agent needs unless it is told to collect more often.
*/}}
{{- define "kg-rca-agent.command" -}}
[node, --max-semi-space-size=2, --optimize-for-size, --disable-warning=TimeoutNegativeWarning, /opt/kg/{{ .Values.agent.bundled | ternary "start" "kg-agent" }}.mjs]
{{- end -}}

{{/* What the agent's container mounts, and the volumes for it but the buffer. */}}
{{- define "kg-rca-agent.mounts" -}}
- name: buffer
  mountPath: /var/lib/kg-rca-agent
{{- if .Values.agent.bundled }}
- name: program
  mountPath: /opt/kg
  readOnly: true
{{- end }}
{{- if include "kg-rca-agent.caConfigMap" . }}
- name: ca
  mountPath: /etc/kg-rca-agent/ca
  readOnly: true
{{- end }}
{{- end -}}

{{- define "kg-rca-agent.volumes" -}}
{{- if .Values.agent.bundled }}
- name: program
  configMap:
    name: {{ include "kg-rca-agent.name" . }}-program
{{- end }}
{{- with include "kg-rca-agent.caConfigMap" . }}
- name: ca
  configMap:
    name: {{ . }}
{{- end }}
{{- end -}}
