{{/* Names are fixed: the operator finds the helper's pods by them, and two Palisades in one cluster would fight over the nodes. */}}
{{- define "palisade.labels" -}}
app.kubernetes.io/name: palisade-{{ .part }}
app.kubernetes.io/part-of: palisade
app.kubernetes.io/version: {{ .root.Chart.AppVersion }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "palisade.image" -}}
{{ .root.Values.image.repository }}/{{ .part }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
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

{{/* Made before the release is deleted, and gone with a success; what is left of a failure goes with the next try. */}}
{{- define "palisade.uninstall-check.hook" -}}
helm.sh/hook: pre-delete
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}
