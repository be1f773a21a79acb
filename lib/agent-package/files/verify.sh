#!/bin/sh
# Checks that the KG RCA agent runs, reads the cluster, and reaches KG RCA. Changes nothing.
set -eu
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

read_target "$@"

need_tools kubectl
need_cluster
problems=0
problem() {
  printf 'NOT OK  %s\n' "$1"
  problems=$((problems + 1))
}

deployments=$(kube get deployments --namespace "$namespace" --selector "app.kubernetes.io/instance=$RELEASE" --output=name 2>/dev/null) || true
[ -n "$deployments" ] || fail "the agent is not installed in namespace $namespace: run install.sh, or name another with --namespace"

for deployment in $deployments; do
  ready=$(kube get "$deployment" --namespace "$namespace" --output='jsonpath={.status.readyReplicas}')
  if [ "${ready:-0}" -ge 1 ]; then say "OK      ${deployment#*/} is ready"; else problem "${deployment#*/} is not ready"; fi
done

# Each process says of its parts how they are and what is wrong. Without the right to ask the pods, their logs tell.
for pod in $(kube get pods --namespace "$namespace" --selector "app.kubernetes.io/instance=$RELEASE" --field-selector=status.phase=Running --output=name); do
  if ! said=$(kube get --raw "/api/v1/namespaces/$namespace/pods/${pod#pod/}:8080/proxy/readyz" 2>/dev/null); then
    quote "$(kube logs --namespace "$namespace" "$pod" --tail=5 2>&1 || true)"
    continue
  fi
  failing=$(say "$said" | sed 's/},{/}\n{/g' | sed -n 's/.*"name":"\([^"]*\)","status":"\(degraded\|failing\)","message":"\([^"]*\)".*/\1 is \2: \3/p')
  if [ -z "$failing" ]; then
    say "OK      ${pod#pod/} reads the cluster and reaches KG RCA"
  else
    problem "$failing"
  fi
done

[ "$problems" = 0 ] || fail "$problems of the checks failed"
say 'All is well.'
