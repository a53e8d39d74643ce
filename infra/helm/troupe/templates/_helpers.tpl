{{/* One service with all that it can be set to: {root, name, agent}. */}}
{{- define "troupe.agents" -}}
{{- $root := . -}}
{{- $all := dict -}}
{{- range $name, $own := .Values.agents -}}
{{- $agent := mergeOverwrite (deepCopy $root.Values.defaults) (deepCopy $own) -}}
{{- if $agent.enabled -}}{{- $_ := set $all $name $agent -}}{{- end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{- define "troupe.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end -}}

{{- define "troupe.labels" -}}
{{ include "troupe.selector" . }}
app.kubernetes.io/part-of: troupe
app.kubernetes.io/version: {{ .tag | default .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{- define "troupe.image" -}}
{{ .root.Values.image.registry }}/{{ .name }}:{{ .tag | default .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{/* How a service, by the name of its account, reaches the servers. */}}
{{- define "troupe.env" -}}
- { name: KAFKA_BROKERS, value: {{ .root.Values.kafka.brokers | quote }} }
- { name: KAFKA_SSL, value: {{ .root.Values.kafka.tls.enabled | quote }} }
{{- if .root.Values.kafka.sasl.enabled }}
- { name: KAFKA_SASL_MECHANISM, value: {{ .root.Values.kafka.sasl.mechanism | quote }} }
- { name: KAFKA_SASL_USERNAME, value: {{ .account | quote }} }
- name: KAFKA_SASL_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ .account | quote }}, key: {{ .root.Values.kafka.sasl.passwordKey | quote }} } }
{{- end }}
{{- if and .root.Values.kafka.tls.enabled .root.Values.kafka.tls.secret }}
- { name: NODE_EXTRA_CA_CERTS, value: /etc/kafka-ca/{{ .root.Values.kafka.tls.key }} }
{{- end }}
- { name: SCHEMA_REGISTRY_URL, value: {{ .root.Values.registry.url | quote }} }
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ .root.Values.database.secret | quote }}, key: {{ .root.Values.database.key | quote }} } }
- { name: TROUPE_PREFIX, value: {{ .root.Values.prefix | quote }} }
- { name: TROUPE_PARTITIONS, value: {{ .root.Values.partitions | quote }} }
{{- end -}}

{{- define "troupe.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "troupe.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "troupe.volumes" -}}
- { name: tmp, emptyDir: {} }
{{- if and .root.Values.kafka.tls.enabled .root.Values.kafka.tls.secret }}
- { name: kafka-ca, secret: { secretName: {{ .root.Values.kafka.tls.secret | quote }} } }
{{- end }}
{{- end -}}

{{- define "troupe.mounts" -}}
- { name: tmp, mountPath: /tmp }
{{- if and .root.Values.kafka.tls.enabled .root.Values.kafka.tls.secret }}
- { name: kafka-ca, mountPath: /etc/kafka-ca, readOnly: true }
{{- end }}
{{- end -}}

{{- define "troupe.pullSecrets" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- end -}}
