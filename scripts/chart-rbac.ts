/**
 * Writes the rules of the agent chart's roles from the table of kinds (lib/kubernetes/kinds.ts):
 *
 *   node scripts/chart-rbac.ts
 *
 * A rule each kind, so that a kind which the values switch off takes its right away. A test compares the file with the table.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CUSTOM_GROUPS, type CustomKindRow, customKindsOf } from '#lib/kubernetes/custom-kinds.ts';
import { EVENT_KIND, groupOf, STATE_KINDS, type WatchedKind } from '#lib/kubernetes/kinds.ts';

const FILE = join(import.meta.dirname, '../agent-chart/templates/_rbac.tpl');

/** The text of the chart's template with the roles' rules. */
export function rbacTemplate(): string {
  const cluster = STATE_KINDS.filter(({ namespaced }) => !namespaced);
  const namespaced = [...STATE_KINDS.filter((kind) => kind.namespaced && kind.onlyNamespace === undefined), EVENT_KIND];
  return [
    '{{/* Written by scripts/chart-rbac.ts from lib/kubernetes/kinds.ts: change the table, not this file. */}}',
    '',
    '{{/* Every kind that the agent can read. */}}',
    '{{- define "kg-rca-agent.kinds" -}}',
    [...STATE_KINDS, EVENT_KIND].map(({ kind }) => kind).join(' '),
    '{{- end -}}',
    '',
    '{{/* Those of them that have no namespace. */}}',
    '{{- define "kg-rca-agent.clusterKinds" -}}',
    cluster.map(({ kind }) => kind).join(' '),
    '{{- end -}}',
    '',
    '{{/* What the agent may read in namespaces. */}}',
    '{{- define "kg-rca-agent.namespacedRules" -}}',
    '{{- $skipped := include "kg-rca-agent.skippedKinds" . | splitList "," -}}',
    ...namespaced.map(rule),
    ...customRules((kind) => !kind.isClusterWide, 'every'),
    '{{- if eq (include "kg-rca-agent.logCollector" .) "agent" }}',
    '- apiGroups: [""]',
    '  resources: [pods/log]',
    '  verbs: [get]',
    '{{- end }}',
    '{{- end -}}',
    '',
    '{{/* What the agent may read of objects without a namespace. */}}',
    '{{- define "kg-rca-agent.clusterRules" -}}',
    '{{- $skipped := include "kg-rca-agent.skippedKinds" . | splitList "," -}}',
    ...cluster.map(rule),
    ...customRules((kind) => kind.isClusterWide, 'none'),
    '{{- end -}}',
    '',
  ].join('\n');
}

/** A rule each group that the values allow: for the kinds of the table, or for `others` of a group that it does not have. */
function customRules(isMeant: (kind: CustomKindRow) => boolean, others: 'every' | 'none'): string[] {
  const resources = CUSTOM_GROUPS.map((group) => {
    const names = customKindsOf(group)?.filter(isMeant) ?? [];
    return `"${group}" "${names.map(({ resource }) => resource).join(', ')}"`;
  });
  return [
    `{{- $custom := dict ${resources.join(' ')} -}}`,
    '{{- range $group := .Values.customResources.groups }}',
    `{{- with hasKey $custom $group | ternary (get $custom $group) "${others === 'every' ? '\\"*\\"' : ''}" }}`,
    '- apiGroups: [{{ $group }}]',
    '  resources: [{{ . }}]',
    '  verbs: [get, list, watch]',
    '{{- end }}',
    '{{- end }}',
  ];
}

function rule(kind: WatchedKind): string {
  return [
    `{{- if not (has "${kind.kind}" $skipped) }}`,
    `- apiGroups: [${groupOf(kind) || '""'}]`,
    `  resources: [${kind.resource}]`,
    '  verbs: [get, list, watch]',
    '{{- end }}',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(FILE, rbacTemplate());
