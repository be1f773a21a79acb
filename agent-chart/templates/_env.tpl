{{/* The environment of the agent's container. */}}
{{- define "kg-rca-agent.env" -}}
- name: KG_ENDPOINT
  value: {{ .Values.endpoint | quote }}
- name: KG_CLUSTER
  value: {{ .Values.clusterName | quote }}
- name: KG_API_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "kg-rca-agent.secretName" . }}
      key: api-key
{{- if .Values.kafka.brokers }}
- name: KG_KAFKA_BROKERS
  value: {{ .Values.kafka.brokers | quote }}
- name: KG_KAFKA_USERNAME
  value: {{ .Values.kafka.username | quote }}
- name: KG_KAFKA_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "kg-rca-agent.kafkaSecretName" . }}
      key: kafka-password
{{- with .Values.kafka.ca }}
- name: KG_KAFKA_CA
  value: {{ . | quote }}
{{- end }}
{{- end }}
- name: KG_BUFFER_DIR
  value: /var/lib/kg-rca-agent
- name: KG_BUFFER_MAX_BYTES
  value: {{ mul .Values.buffer.sizeMiB 1048576 | toString | quote }}
- name: KG_HEALTH_PORT
  value: "8080"
- name: KG_LOG_LEVEL
  value: {{ .Values.agent.logLevel }}
{{- with .Values.agent.namespaces }}
- name: KG_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
{{- with include "kg-rca-agent.skippedKinds" . }}
- name: KG_SKIP_KINDS
  value: {{ . | quote }}
{{- end }}
- name: KG_CUSTOM_GROUPS
  value: {{ join "," .Values.customResources.groups | default "none" | quote }}
{{- with .Values.proxy.url }}
# Node.js takes these for what goes to KG RCA; the API server is always reached directly.
- name: NODE_USE_ENV_PROXY
  value: "1"
- name: HTTPS_PROXY
  value: {{ . | quote }}
- name: HTTP_PROXY
  value: {{ . | quote }}
{{- with $.Values.proxy.noProxy }}
- name: NO_PROXY
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- if include "kg-rca-agent.caConfigMap" . }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/kg-rca-agent/ca/{{ .Values.ca.key }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}
