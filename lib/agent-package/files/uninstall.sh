#!/bin/sh
# Removes the KG RCA agent and everything that install.sh made but the namespace.
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

command -v helm >/dev/null 2>&1 || fail 'this needs helm (https://helm.sh/docs/intro/install/) on the PATH'

set -- kg-rca-agent --namespace "$namespace"
[ -z "$context" ] || set -- "$@" --kube-context "$context"
helm uninstall "$@" --wait
printf 'The agent is gone. The namespace %s was left: it may hold other things.\n' "$namespace"
