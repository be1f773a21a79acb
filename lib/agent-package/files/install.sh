#!/bin/sh
# Installs the KG RCA agent into a Kubernetes cluster, or brings an installed one up to date.
set -eu

usage() {
  cat <<'USAGE'
Usage: sh install.sh [--context NAME] [--namespace NAME] [--cluster NAME] [--dry-run]

  --context NAME    a context of your kubeconfig other than the current one
  --namespace NAME  where the agent runs (kg-rca)
  --cluster NAME    the name under which this cluster appears (as in values.yaml)
  --dry-run         only show what would be installed
USAGE
}

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
context=''
namespace='kg-rca'
cluster=''
dry_run=''

while [ $# -gt 0 ]; do
  case "$1" in
    --context | --namespace | --cluster)
      [ $# -ge 2 ] || fail "$1 needs a value (see --help)"
      case "$1" in
        --context) context=$2 ;;
        --namespace) namespace=$2 ;;
        --cluster) cluster=$2 ;;
      esac
      shift 2
      ;;
    --dry-run)
      dry_run=yes
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      fail "unknown argument: $1"
      ;;
  esac
done

missing=''
command -v helm >/dev/null 2>&1 || missing='helm (https://helm.sh/docs/intro/install/)'
if [ -z "$dry_run" ] && ! command -v kubectl >/dev/null 2>&1; then
  missing="${missing:+$missing and }kubectl (https://kubernetes.io/docs/tasks/tools/)"
fi
[ -z "$missing" ] || fail "this needs $missing on the PATH; install it and run this again"
[ -f "$here/values.yaml" ] || fail "values.yaml is not beside this script; unpack the whole package"

set -- kg-rca-agent "$here/chart" --namespace "$namespace" --values "$here/values.yaml"
[ -z "$cluster" ] || set -- "$@" --set-string "clusterName=$cluster"

if [ -n "$dry_run" ]; then
  # What is sent to the cluster, but for the credentials and the program's own text.
  manifests=$(helm template "$@") || fail 'the chart can not be rendered with these values; the reason stands above'
  printf '%s\n' "$manifests" | sed -e 's/^\( *api-key: \).*/\1(hidden)/' -e 's/^\( *kafka-password: \).*/\1(hidden)/' -e 's/^\( *kg-agent\.mjs: \).*/\1(the program)/'
  exit 0
fi

kube() {
  if [ -n "$context" ]; then kubectl --context "$context" "$@"; else kubectl "$@"; fi
}

kube version >/dev/null 2>&1 || fail "the cluster${context:+ of context $context} can not be reached: check with 'kubectl${context:+ --context $context} version'"

[ -z "$context" ] || set -- "$@" --kube-context "$context"
if ! helm upgrade --install "$@" --create-namespace --wait --timeout 3m; then
  printf '\nThe agent is not ready. What it says:\n' >&2
  kube --namespace "$namespace" get pods -l app.kubernetes.io/instance=kg-rca-agent >&2 || true
  kube --namespace "$namespace" logs -l app.kubernetes.io/instance=kg-rca-agent --tail=20 >&2 || true
  fail "the installation did not succeed; README.md lists the usual reasons. Running this again is safe"
fi

printf '\nThe agent runs. Open the portal: the cluster is on the dashboard.\n'
