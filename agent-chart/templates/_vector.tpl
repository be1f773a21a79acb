{{/* Who brings logs: agent, vector or none. */}}
{{- define "kg-rca-agent.logCollector" -}}
{{- .Values.logs.enabled | ternary .Values.logs.collector "none" -}}
{{- end -}}

{{/* Vector's whole configuration. A dollar sign in it would be taken for a variable, so programs with regular expressions are files beside it. */}}
{{- define "kg-rca-agent.vectorConfig" -}}
data_dir: /var/lib/vector
api:
  enabled: true
  address: "[::]:8686"
sources:
  pods:
    type: kubernetes_logs
    # The agent's own lines say nothing of the cluster, and would follow from themselves.
    extra_label_selector: app.kubernetes.io/name!=kg-rca-agent
    # A pod's first lines are its most telling ones where it crashes.
    glob_minimum_cooldown_ms: 2000
    read_from: beginning
    ignore_older_secs: 3600
    use_apiserver_cache: true
transforms:
  joined:
    # A line that is indented, or begins as traces of stacks do, belongs to the line before.
    type: reduce
    inputs: [pods]
    group_by: [kubernetes.pod_uid, kubernetes.container_name, stream]
    starts_when: '!match(to_string(.message) ?? "", r''^(?:\s+\S|Caused by: |\.\.\. \d+ more|goroutine \d+ \[)'')'
    merge_strategies:
      message: concat_newline
    expire_after_ms: 1500
    end_every_period_ms: 5000
  normalized:
    type: remap
    inputs: [joined]
    file: /etc/vector/normalize.vrl
    drop_on_abort: true
    drop_on_error: true
  selected:
    type: remap
    inputs: [normalized]
    file: /etc/vector/select.vrl
    drop_on_abort: true
    drop_on_error: true
sinks:
  {{- if .Values.kafka.brokers }}
  kg_rca:
    type: kafka
    inputs: [selected]
    bootstrap_servers: {{ .Values.kafka.brokers | quote }}
    topic: {{ printf "%s.logs.normalized" .Values.kafka.username | quote }}
    key_field: key
    compression: gzip
    encoding:
      codec: json
      except_fields: [key]
    sasl:
      enabled: true
      mechanism: SCRAM-SHA-256
      username: {{ .Values.kafka.username | quote }}
      password: ${KG_KAFKA_PASSWORD}
    tls:
      enabled: true
      {{- if .Values.kafka.ca }}
      ca_file: /etc/vector/kafka-ca.pem
      {{- end }}
  {{- else }}
  kg_rca:
    type: http
    inputs: [selected]
    uri: {{ printf "%s/api/v1/ingest/logs.normalized" (trimSuffix "/" .Values.endpoint) | quote }}
    method: post
    auth:
      strategy: bearer
      token: ${KG_API_KEY}
    compression: gzip
    encoding:
      codec: json
      except_fields: [key]
    payload_prefix: '{"records":'
    payload_suffix: "}"
    batch:
      max_events: 500
      max_bytes: 900000
      timeout_secs: 2
    request:
      # One after the other, so that the plan's rate is met and lines stay in order.
      concurrency: 1
      retry_max_duration_secs: 60
    # The edge has no page that a check could ask without a record.
    healthcheck:
      enabled: false
    {{- if include "kg-rca-agent.caConfigMap" . }}
    tls:
      ca_file: /etc/kg-rca-agent/ca/{{ .Values.ca.key }}
    {{- end }}
  {{- end }}
    acknowledgements:
      enabled: true
    buffer:
      type: disk
      max_size: {{ mul (max .Values.buffer.sizeMiB 257) 1048576 }}
      when_full: block
{{- end -}}

{{/* Which records are kept: the namespaces that the values name, and a sample of what is no warning. */}}
{{- define "kg-rca-agent.vectorSelect" -}}
namespace = string!(.pod.namespace)
{{- with .Values.agent.namespaces }}
if !includes({{ toJson . }}, namespace) { abort }
{{- end }}
if includes({{ toJson .Values.vector.drop }}, namespace) { abort }
one_in = int(get({{ toJson .Values.vector.sample }}, [namespace]) ?? 1) ?? 1
if one_in > 1 && !includes(["warning", "error", "fatal"], .severity) {
  # By the identity, so that a line that is read again is chosen again.
  if (mod(abs(seahash(string!(.eventId))), one_in) ?? 0) != 0 { abort }
}
.key = join!([string!(.cluster), string!(.pod.uid)], "/")
{{- end -}}
