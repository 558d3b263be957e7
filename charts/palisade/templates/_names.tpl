{{/* Names are fixed: the operator finds the helper's pods by them, and two Palisades in one cluster would fight over the nodes. */}}
{{- define "palisade.labels" -}}
{{- $more := merge dict (.extra | default dict) .root.Values.commonLabels }}
{{- range list "app.kubernetes.io/name" "app.kubernetes.io/part-of" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart" }}
{{- if hasKey $more . }}
{{- fail (printf "the label %s is the chart's own: take it out of the labels in the values" .) }}
{{- end }}
{{- end -}}
app.kubernetes.io/name: palisade-{{ .part }}
app.kubernetes.io/part-of: palisade
app.kubernetes.io/version: {{ .root.Chart.AppVersion }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- with $more }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Of a pod that is scraped at .port, or not at all when that is 0. */}}
{{- define "palisade.annotations" -}}
{{- $scraped := ternary (dict "prometheus.io/scrape" "true" "prometheus.io/port" (toString .port)) dict (ne .port 0) }}
{{- with merge dict .extra $scraped -}}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "palisade.image" -}}
{{ .root.Values.image.repository }}/{{ .part }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{/* "true" where the helper's port can be reached from other pods. */}}
{{- define "palisade.helper.reachable" -}}
{{- if or (not .Values.denials.enabled) (eq .Values.metrics.helper.listen "0.0.0.0") }}true{{ end }}
{{- end }}

{{/* "true" where pods carry the annotations: a ServiceMonitor beside them would scrape everything twice. */}}
{{- define "palisade.annotated" -}}
{{- if and .Values.metrics.enabled (not .Values.metrics.serviceMonitor.enabled) }}true{{ end }}
{{- end }}

{{/* Where pods of the operator's image run, and as whom. */}}
{{- define "palisade.operator.placement" -}}
priorityClassName: {{ .Values.operator.priorityClassName | quote }}
nodeSelector: {{- merge (dict "kubernetes.io/os" "linux") .Values.operator.nodeSelector | toYaml | nindent 2 }}
{{- with .Values.operator.tolerations }}
tolerations: {{- toYaml . | nindent 0 }}
{{- end }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 0 }}
{{- end }}
# A Service called palisade-something would put variables into the environment that look like the program's own.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "palisade.operator.unprivileged" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Of a container that runs one of the programs for Helm in the operator's image. */}}
{{- define "palisade.hook.container" -}}
env:
- {name: PALISADE_NAMESPACE, value: {{ .Release.Namespace }}}
- {name: PALISADE_HELM_RELEASE, value: {{ .Release.Name }}}
- {name: PALISADE_HELM_REVISION, value: {{ .Release.Revision | quote }}}
{{ include "palisade.operator.timeouts" . }}
image: {{ include "palisade.image" (dict "root" . "part" "operator") }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
terminationMessagePolicy: FallbackToLogsOnError
resources: {requests: {cpu: 10m, memory: 96Mi}, limits: {memory: 320Mi}}
securityContext: {{- include "palisade.operator.unprivileged" . | nindent 2 }}
volumeMounts:
- {name: tmp, mountPath: /tmp}
{{- end }}

{{- define "palisade.operator.timeouts" -}}
# Milliseconds. The client's own 10 s are too little for the first answers on a slow node.
- {name: KUBERNETES_REQUEST_TIMEOUT, value: "60000"}
- {name: KUBERNETES_CONNECTION_TIMEOUT, value: "30000"}
{{- end }}

{{/* Made before the release is deleted, and gone with a success; what is left of a failure goes with the next try. */}}
{{- define "palisade.uninstall-check.hook" -}}
helm.sh/hook: pre-delete
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}
