#!/bin/sh
# Removes the KG RCA agent and everything that install.sh created, except the namespace.
set -eu
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

read_target "$@"

need_tools helm
set -- "$RELEASE" --namespace "$namespace"
[ -z "$context" ] || set -- "$@" --kube-context "$context"
if ! said=$(helm uninstall "$@" --wait 2>&1); then
  quote "$said" >&2
  case "$said" in
    *'not found'*) fail "the agent is not installed in namespace $namespace; name another with --namespace" ;;
    *) fail 'the agent could not be removed; see the reason above' ;;
  esac
fi
say "The agent has been removed. The namespace $namespace was kept because it may contain other objects."
