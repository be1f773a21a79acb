{{- define "kg-rca.name" -}}
{{- if contains .Chart.Name .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{- else -}}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{- end -}}
{{- end -}}

{{- define "kg-rca.selectorLabels" -}}
app.kubernetes.io/name: kg-rca
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "kg-rca.labels" -}}
{{- $own := fromYaml (include "kg-rca.selectorLabels" .) -}}
{{- $_ := set $own "app.kubernetes.io/version" .Chart.AppVersion -}}
{{- $_ := set $own "app.kubernetes.io/managed-by" .Release.Service -}}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version) -}}
{{- merge $own .Values.commonLabels | toYaml -}}
{{- end -}}

{{/* The labels of a pod; those that selectors rest on win over the values'. */}}
{{- define "kg-rca.podLabels" -}}
{{- $own := fromYaml (include "kg-rca.labels" .root) -}}
{{- $_ := set $own "app.kubernetes.io/component" .component -}}
{{- merge $own .root.Values.podLabels | toYaml -}}
{{- end -}}

{{- define "kg-rca.prefixed" -}}
{{- with .root.Values.image.registry }}{{ . | trimSuffix "/" }}/{{ end }}{{ .image }}
{{- end -}}

{{- define "kg-rca.image" -}}
{{- include "kg-rca.prefixed" (dict "root" . "image" (printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion))) -}}
{{- end -}}

{{- define "kg-rca.secretName" -}}
{{ .Values.secrets.existingSecret | default (include "kg-rca.name" .) }}
{{- end -}}

{{- define "kg-rca.host" -}}
{{ get (urlParse .Values.publicUrl) "host" | splitList ":" | first }}
{{- end -}}

{{- define "kg-rca.tlsSecret" -}}
{{ .Values.ingress.tls.secretName | default (printf "%s-tls" (include "kg-rca.name" .)) }}
{{- end -}}

{{/* The name of the Service that the way in leads to. */}}
{{- define "kg-rca.frontend" -}}
{{ include "kg-rca.name" . }}-{{ .Values.kong.enabled | ternary "kong" "web" }}
{{- end -}}

{{/* The Secret with the brokers' authority, as {name, key}; empty when there is none. */}}
{{- define "kg-rca.kafkaCa" -}}
{{- if eq .Values.kafka.mode "strimzi" -}}
{{ dict "name" (printf "%s-kafka-cluster-ca-cert" (include "kg-rca.name" .)) "key" "ca.crt" | toJson }}
{{- else if and (eq .Values.kafka.mode "external") .Values.kafka.caSecret.name -}}
{{ .Values.kafka.caSecret | toJson }}
{{- else -}}{}{{- end -}}
{{- end -}}

{{- define "kg-rca.kafkaAgentCa" -}}
{{- if not .Values.kafka.agentBrokers -}}{}
{{- else if .Values.kafka.agentCaSecret.name -}}{{ .Values.kafka.agentCaSecret | toJson }}
{{- else if and (eq .Values.kafka.mode "strimzi") (not .Values.kafka.strimzi.agentListener.configuration) -}}{{ include "kg-rca.kafkaCa" . }}
{{- else -}}{}{{- end -}}
{{- end -}}

{{/* Where DATABASE_URL comes from, for a process that needs nothing else. */}}
{{- define "kg-rca.databaseUrl" -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef:
      {{- if eq .Values.postgres.mode "cloudnative-pg" }}
      name: {{ include "kg-rca.name" . }}-postgres-app
      key: uri
      {{- else }}
      name: {{ include "kg-rca.secretName" . }}
      key: DATABASE_URL
      {{- end }}
{{- end -}}

{{/* The environment of every process of the product. */}}
{{- define "kg-rca.env" -}}
{{- $name := include "kg-rca.name" . -}}
- name: PUBLIC_URL
  value: {{ .Values.publicUrl | quote }}
- name: TRUSTED_PROXIES
  value: {{ add .Values.ingress.trustedProxies (.Values.kong.enabled | ternary 1 0) | quote }}
{{- range $key, $value := .Values.settings }}
- name: {{ $key }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- if and .Values.embedding.enabled (not .Values.settings.EMBEDDING_URL) }}
- name: EMBEDDING_URL
  value: http://{{ $name }}-embedding/embed
{{- end }}
- name: NEO4J_URI
  value: {{ .Values.neo4j.uri | quote }}
- name: NEO4J_USER
  value: {{ .Values.neo4j.user | quote }}
{{- if eq .Values.postgres.mode "cloudnative-pg" }}
{{ include "kg-rca.databaseUrl" . }}
{{- end }}
{{- if eq .Values.kafka.mode "strimzi" }}
- name: KAFKA_BROKERS
  value: {{ $name }}-kafka-kafka-bootstrap:9093
- name: KAFKA_USERNAME
  value: {{ $name }}-admin
- name: KAFKA_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $name }}-admin
      key: password
- name: KAFKA_SASL_MECHANISM
  value: scram-sha-512
{{- else if eq .Values.kafka.mode "external" }}
- name: KAFKA_BROKERS
  value: {{ .Values.kafka.brokers | quote }}
- name: KAFKA_USERNAME
  value: {{ .Values.kafka.username | quote }}
- name: KAFKA_SASL_MECHANISM
  value: {{ .Values.kafka.mechanism }}
{{- end }}
{{- if ne .Values.kafka.mode "none" }}
{{- with (include "kg-rca.kafkaCa" . | fromJson).name }}
- name: KAFKA_CA
  value: /etc/kg-rca/kafka/ca.crt
{{- end }}
{{- with .Values.kafka.agentBrokers }}
- name: KAFKA_AGENT_BROKERS
  value: {{ . | quote }}
{{- end }}
{{- with (include "kg-rca.kafkaAgentCa" . | fromJson).name }}
- name: KAFKA_AGENT_CA
  value: /etc/kg-rca/kafka-agents/ca.crt
{{- end }}
{{- end }}
{{- if eq .Values.redis.mode "in-cluster" }}
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "kg-rca.secretName" . }}
      key: REDIS_PASSWORD
- name: REDIS_URL
  value: redis://:$(REDIS_PASSWORD)@{{ $name }}-redis:6379
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What pods of the chart have in common: image secrets, security, placement. Takes root and component. */}}
{{- define "kg-rca.podSpec" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .root.Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
enableServiceLinks: false
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
nodeSelector:
  {{- merge (deepCopy .root.Values.nodeSelector) (dict "kubernetes.io/os" "linux") | toYaml | nindent 2 }}
{{- with .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- $labels := fromYaml (include "kg-rca.selectorLabels" .root) }}
{{- $_ := set $labels "app.kubernetes.io/component" .component }}
affinity:
  {{- if .root.Values.affinity }}
  {{- toYaml .root.Values.affinity | nindent 2 }}
  {{- else }}
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- toYaml $labels | nindent 14 }}
  {{- end }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- toYaml $labels | nindent 8 }}
{{- end -}}

{{- define "kg-rca.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* The volumes of a process of the product, and where they are mounted. */}}
{{- define "kg-rca.volumes" -}}
- name: data
  emptyDir: {}
- name: temporary
  emptyDir: {}
- name: next-cache
  emptyDir: {}
{{- with (include "kg-rca.kafkaCa" . | fromJson) }}
- name: kafka-ca
  secret:
    secretName: {{ .name }}
    items: [{ key: {{ .key }}, path: ca.crt }]
{{- end }}
{{- with (include "kg-rca.kafkaAgentCa" . | fromJson) }}
- name: kafka-agent-ca
  secret:
    secretName: {{ .name }}
    items: [{ key: {{ .key }}, path: ca.crt }]
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "kg-rca.volumeMounts" -}}
- name: data
  mountPath: /data
- name: temporary
  mountPath: /tmp
- name: next-cache
  mountPath: /app/.next/cache
{{- with (include "kg-rca.kafkaCa" . | fromJson) }}
- name: kafka-ca
  mountPath: /etc/kg-rca/kafka
  readOnly: true
{{- end }}
{{- with (include "kg-rca.kafkaAgentCa" . | fromJson) }}
- name: kafka-agent-ca
  mountPath: /etc/kg-rca/kafka-agents
  readOnly: true
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Whether the Secret holds a variable. One that exists already cannot be looked into. */}}
{{- define "kg-rca.needSecret" -}}
{{- if and (not .root.Values.secrets.existingSecret) (not (get .root.Values.secrets.values .key)) -}}
{{- fail (printf "\n\nsecrets.values.%s: must be set %s; set it, or name a Secret that holds it in secrets.existingSecret" .key .why) -}}
{{- end -}}
{{- end -}}

{{/* Refuses what cannot work, with what to do. */}}
{{- define "kg-rca.validate" -}}
{{- $values := .Values -}}
{{- if not $values.publicUrl }}
{{- fail "\n\npublicUrl: must be set to the address of the portal, like https://rca.example.com" }}
{{- end }}
{{- if not $values.neo4j.uri }}
{{- fail "\n\nneo4j.uri: must be set to the address of Neo4j, like neo4j+s://graph.example.com:7687: processes that run single roles share their graphs there. databases/neo4j.yaml of this chart holds values for Neo4j's own chart" }}
{{- end }}
{{- if and $values.secrets.existingSecret $values.secrets.values }}
{{- fail "\n\nsecrets.existingSecret and secrets.values are both set: which one is meant? Leave one out" }}
{{- end }}
{{- include "kg-rca.needSecret" (dict "root" . "key" "SECRET_KEY" "why" "always (make one with: openssl rand -base64 48)") }}
{{- if eq $values.postgres.mode "external" }}
{{- include "kg-rca.needSecret" (dict "root" . "key" "DATABASE_URL" "why" "with postgres.mode external") }}
{{- end }}
{{- if not (regexMatch "://[^/@]+:[^/@]+@" $values.neo4j.uri) }}
{{- include "kg-rca.needSecret" (dict "root" . "key" "NEO4J_PASSWORD" "why" "unless neo4j.uri holds the password") }}
{{- end }}
{{- if eq $values.kafka.mode "external" }}
{{- if not (and $values.kafka.brokers $values.kafka.username) }}
{{- fail "\n\nkafka.brokers and kafka.username: must be set with kafka.mode external" }}
{{- end }}
{{- include "kg-rca.needSecret" (dict "root" . "key" "KAFKA_PASSWORD" "why" "with kafka.mode external") }}
{{- end }}
{{- if and $values.kafka.agentBrokers (eq $values.kafka.mode "none") }}
{{- fail "\n\nkafka.agentBrokers: has no effect with kafka.mode none; set kafka.mode, or leave kafka.agentBrokers out" }}
{{- end }}
{{- if eq $values.redis.mode "external" }}
{{- include "kg-rca.needSecret" (dict "root" . "key" "REDIS_URL" "why" "with redis.mode external") }}
{{- else if eq $values.redis.mode "in-cluster" }}
{{- include "kg-rca.needSecret" (dict "root" . "key" "REDIS_PASSWORD" "why" "with redis.mode in-cluster") }}
{{- end }}
{{- if and $values.ingress.enabled $values.gateway.enabled }}
{{- fail "\n\ningress.enabled and gateway.enabled are both true: choose one way in" }}
{{- end }}
{{- if and $values.gateway.enabled (not $values.gateway.parentRefs) }}
{{- fail "\n\ngateway.parentRefs: must name the Gateway that the route belongs to, like [{name: public, namespace: gateways}]" }}
{{- end }}
{{- range $role, $of := $values.roles }}
{{- with $of.autoscaling }}
{{- if and .enabled (gt (int .min) (int .max)) }}
{{- fail (printf "\n\nroles.%s.autoscaling: min is greater than max" $role) }}
{{- end }}
{{- end }}
{{- end }}
{{- range .Values.extraEnv }}
{{- if has .name (list "PORT" "HEALTH_PORT" "DATA_DIR" "PUBLIC_URL") }}
{{- fail (printf "\n\nextraEnv: %s is set by the chart, whose probes and volumes rest on it; leave it out" .name) }}
{{- end }}
{{- end }}
{{- end -}}
