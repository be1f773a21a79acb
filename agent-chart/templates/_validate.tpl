{{/* Fails where the values can't work together, and says what to do. */}}
{{- define "kg-rca-agent.validate" -}}
{{- with .Values }}
{{- if not .endpoint }}
{{- fail "\n\nendpoint is missing: set it to the address of KG RCA, like --set endpoint=https://rca.example.com" }}
{{- end }}
{{- if not (regexMatch "^https?://[^/?# ]+[^?# ]*$" .endpoint) }}
{{- fail (printf "\n\nendpoint %q is no address: write it like https://rca.example.com" .endpoint) }}
{{- end }}
{{- if not .clusterName }}
{{- fail "\n\nclusterName is missing: set it to the name under which this cluster shall appear, like --set clusterName=prod-eu-1" }}
{{- end }}
{{- if not (regexMatch "^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$" .clusterName) }}
{{- fail (printf "\n\nclusterName %q does not work: a cluster name has 1 to 63 of a-z, 0-9, \"-\" and \".\", and begins and ends with a letter or digit" .clusterName) }}
{{- end }}
{{- if and (not .apiKey) (not .existingSecret) }}
{{- fail "\n\nThere is no API key: set apiKey, or existingSecret to the name of a Secret that holds it under the key api-key" }}
{{- end }}
{{- if and .apiKey .existingSecret }}
{{- fail "\n\napiKey and existingSecret are both set: which one is meant? Leave one out" }}
{{- end }}
{{- if .kafka.brokers }}
{{- if not .kafka.username }}
{{- fail "\n\nkafka.username is required with kafka.brokers: set it to the client id" }}
{{- end }}
{{- if and .kafka.password (or .kafka.existingSecret .existingSecret) }}
{{- fail "\n\nkafka.password and an existing Secret are both set: which one is meant? Leave one out" }}
{{- end }}
{{- if not (or .kafka.password .kafka.existingSecret .existingSecret) }}
{{- fail "\n\nkafka.password is required with kafka.brokers, or kafka.existingSecret with the name of a Secret that holds it under the key kafka-password" }}
{{- end }}
{{- end }}
{{- if and (gt (int .replicas) 1) .buffer.persistence.enabled }}
{{- fail "\n\nreplicas is above 1, but buffer.persistence.enabled gives the pods one volume between them: leave persistence out, the next agent reports what the one before it had not sent" }}
{{- end }}
{{- if and .ca.pem .ca.existingConfigMap }}
{{- fail "\n\nca.pem and ca.existingConfigMap are both set: which one is meant? Leave one out" }}
{{- end }}
{{- if and .ca.pem (not (contains "-----BEGIN CERTIFICATE-----" .ca.pem)) }}
{{- fail "\n\nca.pem holds no certificate: it begins with -----BEGIN CERTIFICATE-----" }}
{{- end }}
{{- if and (not .rbac.clusterScoped) (not .agent.namespaces) }}
{{- fail "\n\nrbac.clusterScoped is false, but agent.namespaces is empty: name the namespaces in which the agent may read" }}
{{- end }}
{{- if and .logs.enabled (eq .logs.collector "vector") (not .rbac.clusterScoped) }}
{{- fail "\n\nlogs.collector is vector, which looks up the pods of its node in all namespaces, but rbac.clusterScoped is false: choose agent or none" }}
{{- end }}
{{- if and (not .serviceAccount.create) (not .serviceAccount.name) }}
{{- fail "\n\nserviceAccount.create is false, but serviceAccount.name is empty: name the account that exists" }}
{{- end }}
{{- end }}
{{- range .Values.kinds.skip }}
{{- if not (has . (include "kg-rca-agent.kinds" $ | splitList " ")) }}
{{- fail (printf "\n\nkinds.skip: %s is no kind that the agent reads; it reads %s" . (include "kg-rca-agent.kinds" $)) }}
{{- end }}
{{- end }}
{{- range .Values.extraEnv }}
{{- if or (hasPrefix "KG_" .name) (and $.Values.proxy.url (has .name (list "HTTPS_PROXY" "HTTP_PROXY" "NO_PROXY" "NODE_USE_ENV_PROXY"))) (and (include "kg-rca-agent.caConfigMap" $) (eq .name "NODE_EXTRA_CA_CERTS")) }}
{{- fail (printf "\n\nextraEnv: the chart sets %s itself; use the value for it (values.yaml lists them)" .name) }}
{{- end }}
{{- end }}
{{- if and .Values.agent.bundled (not (.Files.Get "files/kg-agent.mjs.br")) }}
{{- fail "\n\nThis chart does not hold the program (files/kg-agent.mjs.br): use the package from the portal, or an image that holds it, with agent.bundled=false" }}
{{- end }}
{{- if and (not .Values.agent.bundled) (eq .Values.image.repository "node") }}
{{- fail "\n\nagent.bundled is false, but the image is the plain node image, which does not hold the program: set image.repository, or leave agent.bundled true" }}
{{- end }}
{{- end -}}
