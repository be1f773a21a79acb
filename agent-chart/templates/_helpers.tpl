{{/* The name of everything that this release owns. */}}
{{- define "kg-rca-agent.name" -}}
{{- if contains "kg-rca-agent" .Release.Name -}}
{{- .Release.Name | trunc 48 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-kg-rca-agent" .Release.Name | trunc 48 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "kg-rca-agent.selectorLabels" -}}
app.kubernetes.io/name: kg-rca-agent
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "kg-rca-agent.labels" -}}
{{ include "kg-rca-agent.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "kg-rca-agent.secretName" -}}
{{- .Values.existingSecret | default (include "kg-rca-agent.name" .) -}}
{{- end -}}

{{/* The port of the endpoint, as its scheme implies it where none is written. */}}
{{- define "kg-rca-agent.endpointPort" -}}
{{- $url := urlParse .Values.endpoint -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" -}}
{{- $port | default (eq $url.scheme "http" | ternary "80" "443") -}}
{{- end -}}

{{/* Kinds that the agent does not read, with commas between them: from kinds.skip, and Secret where secrets.enabled is false. */}}
{{- define "kg-rca-agent.skippedKinds" -}}
{{- $skipped := .Values.kinds.skip -}}
{{- if not .Values.secrets.enabled }}{{ $skipped = append $skipped "Secret" }}{{ end -}}
{{- $skipped | uniq | join "," -}}
{{- end -}}

{{/* Fails where the values can't work together, and says what to do. */}}
{{- define "kg-rca-agent.validate" -}}
{{- if not .Values.endpoint }}
{{- fail "\n\nendpoint is missing: set it to the address of KG RCA, like --set endpoint=https://rca.example.com" }}
{{- end }}
{{- if not (regexMatch "^https?://[^/?# ]+[^?# ]*$" .Values.endpoint) }}
{{- fail (printf "\n\nendpoint %q is no address: write it like https://rca.example.com" .Values.endpoint) }}
{{- end }}
{{- if not .Values.clusterName }}
{{- fail "\n\nclusterName is missing: set it to the name under which this cluster shall appear, like --set clusterName=prod-eu-1" }}
{{- end }}
{{- if not (regexMatch "^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$" .Values.clusterName) }}
{{- fail (printf "\n\nclusterName %q does not work: a cluster name has 1 to 63 of a-z, 0-9, \"-\" and \".\", and begins and ends with a letter or digit" .Values.clusterName) }}
{{- end }}
{{- if and (not .Values.apiKey) (not .Values.existingSecret) }}
{{- fail "\n\nThere is no API key: set apiKey, or existingSecret to the name of a Secret that holds it under the key api-key" }}
{{- end }}
{{- if and .Values.apiKey .Values.existingSecret }}
{{- fail "\n\napiKey and existingSecret are both set: which one is meant? Leave one out" }}
{{- end }}
{{- range .Values.kinds.skip }}
{{- if not (has . (include "kg-rca-agent.kinds" $ | splitList " ")) }}
{{- fail (printf "\n\nkinds.skip: %s is no kind that the agent reads; it reads %s" . (include "kg-rca-agent.kinds" $)) }}
{{- end }}
{{- end }}
{{- if and .Values.agent.bundled (not (.Files.Get "files/kg-agent.mjs")) }}
{{- fail "\n\nThis chart does not hold the program (files/kg-agent.mjs): use the package from the portal, or an image that holds it, with agent.bundled=false" }}
{{- end }}
{{- if and (not .Values.agent.bundled) (eq .Values.image.repository "node") }}
{{- fail "\n\nagent.bundled is false, but the image is the plain node image, which does not hold the program: set image.repository, or leave agent.bundled true" }}
{{- end }}
{{- end -}}
