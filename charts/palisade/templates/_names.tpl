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
