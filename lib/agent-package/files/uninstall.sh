#!/bin/sh
# Removes the KG RCA agent and everything that install.sh created, except the namespace.
set -eu

fail() {
  printf 'uninstall.sh: %s\n' "$1" >&2
  exit 1
}

context=''
namespace='kg-rca'

while [ $# -gt 0 ]; do
  case "$1" in
    --context | --namespace)
      [ $# -ge 2 ] || fail "$1 needs a value (see --help)"
      case "$1" in
        --context) context=$2 ;;
        --namespace) namespace=$2 ;;
      esac
      shift 2
      ;;
    -h | --help)
      printf 'Usage: sh uninstall.sh [--context NAME] [--namespace NAME]\n'
      exit 0
      ;;
    *) fail "unknown argument: $1 (see --help)" ;;
  esac
done

command -v helm >/dev/null 2>&1 || fail 'helm (https://helm.sh/docs/intro/install/) must be on the PATH'

set -- kg-rca-agent --namespace "$namespace"
[ -z "$context" ] || set -- "$@" --kube-context "$context"
helm uninstall "$@" --wait
printf 'The agent has been removed. The namespace %s was kept because it may contain other objects.\n' "$namespace"
