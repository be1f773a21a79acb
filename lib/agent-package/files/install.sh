#!/bin/sh
# Installs or upgrades the KG RCA agent in a Kubernetes cluster.
set -eu

usage() {
  cat <<'USAGE'
Usage: sh install.sh [--context NAME] [--namespace NAME] [--cluster NAME] [--dry-run]

  --context NAME    a context of your kubeconfig other than the current one
  --namespace NAME  the namespace of the agent (default: kg-rca)
  --cluster NAME    the name of this cluster in the portal (default: as in values.yaml)
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
[ -z "$missing" ] || fail "$missing must be on the PATH: install what is missing and run this again"
[ -f "$here/values.yaml" ] || fail "values.yaml is not next to this script. Unpack the whole package"

set -- kg-rca-agent "$here/chart" --namespace "$namespace" --values "$here/values.yaml"
[ -z "$cluster" ] || set -- "$@" --set-string "clusterName=$cluster"

if [ -n "$dry_run" ]; then
  # What would be sent to the cluster, without the credentials and the source of the program.
  manifests=$(helm template "$@") || fail 'the chart cannot be rendered with these values; see the reason above'
  printf '%s\n' "$manifests" | sed -e 's/^\( *api-key: \).*/\1(hidden)/' -e 's/^\( *kafka-password: \).*/\1(hidden)/' -e 's/^\( *kg-agent\.mjs: \).*/\1(the program)/'
  exit 0
fi

kube() {
  if [ -n "$context" ]; then kubectl --context "$context" "$@"; else kubectl "$@"; fi
}

kube version >/dev/null 2>&1 || fail "the cluster${context:+ of context $context} cannot be reached. Check it with 'kubectl${context:+ --context $context} version'"

[ -z "$context" ] || set -- "$@" --kube-context "$context"
if ! helm upgrade --install "$@" --create-namespace --wait --timeout 3m; then
  printf '\nThe agent did not become ready. Its pods and logs:\n' >&2
  kube --namespace "$namespace" get pods -l app.kubernetes.io/instance=kg-rca-agent >&2 || true
  kube --namespace "$namespace" logs -l app.kubernetes.io/instance=kg-rca-agent --tail=20 >&2 || true
  fail "the installation failed. README.md lists common reasons. It is safe to run this again"
fi

printf '\nThe agent is running. Open the portal: the cluster appears on the dashboard.\n'
