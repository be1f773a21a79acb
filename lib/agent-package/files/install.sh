#!/bin/sh
# Installs or upgrades the KG RCA agent in a Kubernetes cluster. Checks everything that it can before it changes anything.
set -eu
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

usage() {
  cat <<'USAGE'
Usage: sh install.sh [--context NAME] [--namespace NAME] [--cluster NAME] [--values FILE] [--dry-run] [--recover]

  --context NAME    a context of your kubeconfig other than the current one
  --namespace NAME  the namespace of the agent (default: kg-rca)
  --cluster NAME    the name of this cluster in the portal (default: as in the values of the package)
  --values FILE     values of your own, which count before those of the package
  --dry-run         only show what would be installed; needs no cluster
  --recover         clean up after an installation that was interrupted in the last minutes
USAGE
}

# Above this many pods the agent runs in several parts.
SPLIT_ABOVE_PODS=2000

cluster=''
dry_run=''
recover=''
own_values=''

while [ $# -gt 0 ]; do
  case "$1" in
    --context | --namespace | --cluster | --values)
      [ $# -ge 2 ] || fail "$1 needs a value (see --help)"
      case "$1" in
        --context) context=$2 ;;
        --namespace) namespace=$2 ;;
        --cluster) cluster=$2 ;;
        --values) own_values=$2 ;;
      esac
      shift 2
      ;;
    --dry-run)
      dry_run=yes
      shift
      ;;
    --recover)
      recover=yes
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

if [ -n "$dry_run" ]; then need_tools helm; else need_tools helm kubectl; fi
values=''
for one in "$here"/*-values.yaml; do [ -f "$one" ] && values=$one; done
[ -n "$values" ] || fail "there is no ...-values.yaml next to this script. Unpack the whole package"
[ -z "$own_values" ] || [ -f "$own_values" ] || fail "--values: there is no file $own_values"

set -- "$RELEASE" "$here/chart" --namespace "$namespace" --values "$values"
[ -z "$own_values" ] || set -- "$@" --values "$own_values"
[ -z "$cluster" ] || set -- "$@" --set-string "clusterName=$cluster"

# The chart says itself which values can't work together.
manifests=$(helm template "$@" --no-hooks) || fail 'the chart cannot be rendered with these values; see the reason above'

if [ -n "$dry_run" ]; then
  # What would be sent to the cluster, without the credentials and the program.
  say "$manifests" | sed -e 's/^\( *api-key: \).*/\1(hidden)/' -e 's/^\( *kafka-password: \).*/\1(hidden)/' -e 's/^\( *kg-agent\.mjs\.br: \).*/\1(the program)/'
  exit 0
fi

endpoint=$(say "$manifests" | sed -n '/name: KG_ENDPOINT/{n;s/^ *value: "\(.*\)"$/\1/p;q;}')
case "$endpoint" in
  *://localhost* | *://127.* | *'://[::1]'* | *://0.0.0.0*)
    fail "the address of KG RCA in the values is $endpoint: that is each pod itself, so no pod reaches KG RCA there. Set endpoint in ${values##*/} to an address that pods can reach" ;;
esac

say "Checking the cluster ..."
need_cluster

# Whoever installs must be allowed to create each kind of object of the chart.
kinds=$(say "$manifests" | sed -n 's/^kind: *//p' | sort -u)
namespace_is_there=''
if kube get namespace "$namespace" >/dev/null 2>&1; then namespace_is_there=yes; fi
[ -n "$namespace_is_there" ] || kinds="Namespace
$kinds"
refused=''
for kind in $kinds; do
  case "$kind" in
    Namespace | ClusterRole | ClusterRoleBinding) scope='' ;;
    *) scope="--namespace=$namespace" ;;
  esac
  # shellcheck disable=SC2086 # an empty scope is no argument
  kube auth can-i create "$kind" $scope >/dev/null 2>&1 || refused="$refused $kind"
done
[ -z "$refused" ] || fail "your account may not create these kinds of objects:$refused. Ask an administrator of the cluster to run this, or see 'Without a ClusterRole' in README.md"

# The API server's own answer to the objects: it also refuses roles that grant more than the installing account has.
if [ -n "$namespace_is_there" ]; then
  checked=$manifests
else
  checked=$(helm template "$@" --show-only templates/rbac.yaml 2>/dev/null || true)
fi
if [ -n "$checked" ] && ! said=$(say "$checked" | kube apply --dry-run=server --filename=- 2>&1); then
  reasons=$(say "$said" | grep -v 'last-applied-configuration\|(server dry run)' || true)
  others=$(say "$reasons" | grep -v "namespaces \"$namespace\" not found" || true)
  # What goes into the namespace cannot be checked before Helm has created it: nothing else may be wrong.
  if [ -n "$namespace_is_there" ] || [ -z "$reasons" ] || [ -n "$others" ]; then
    quote "$reasons" >&2
    case "$said" in
      *'not currently held'*) fail "your account may not grant these rights, since it does not have them itself. Ask an administrator of the cluster to run this" ;;
      *) fail "the cluster does not accept the objects of the chart; see its reasons above" ;;
    esac
  fi
fi

# From here, which need not be the way that pods take: so only what is certain stops us.
if command -v curl >/dev/null 2>&1; then
  api_key=$(sed -n 's/^apiKey: *"\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$values")
  answer=$(printf 'header = "Authorization: Bearer %s"\n' "$api_key" |
    curl --config - --silent --output /dev/null --max-time 15 --write-out '%{http_code}' --request POST \
      --header 'Content-Type: application/json' --data '{"records":[]}' "${endpoint%/}/api/v1/ingest/state.k8s.resource" 2>/dev/null) || true
  case "$answer" in
    401 | 403)
      [ -z "$api_key" ] || fail "KG RCA at $endpoint does not accept the key of this package ($answer): it was revoked or has expired. Download the package again" ;;
    000 | '')
      say "Note: $endpoint cannot be reached from this machine. If pods can't reach it either, the agent will say so." ;;
  esac
fi

# A helm that was killed leaves its release pending, and every later one refuses to work.
pending=$(kube get secret --namespace "$namespace" --selector "owner=helm,name=$RELEASE,status in (pending-install,pending-upgrade,pending-rollback)" --no-headers 2>/dev/null | awk '{print $1, $NF}') || true
if [ -n "$pending" ]; then
  age=$(say "$pending" | awk 'END {print $2}')
  # kubectl writes ages like 12s, 3m20s, 5h and 2d; helm gives up after three minutes.
  is_old=yes
  if say "$age" | grep -Eq '^([0-9]+s|[1-4]m([0-9]+s)?)$'; then is_old=''; fi
  [ -n "$is_old$recover" ] || fail "another installation began $age ago and may still be at work. Wait for it; if it was interrupted, run: sh install.sh --recover"
  say "Cleaning up after an installation that was interrupted ($age ago) ..."
  say "$pending" | awk '{print $1}' | while read -r secret; do
    kube delete secret --namespace "$namespace" "$secret" >/dev/null
  done
fi

if ! grep -q '^ *topology:' "$values" ${own_values:+"$own_values"}; then
  pods=$(kube get --raw '/api/v1/pods?limit=1' 2>/dev/null | sed -n 's/.*"remainingItemCount": *\([0-9]*\).*/\1/p') || true
  if [ "${pods:-0}" -gt "$SPLIT_ABOVE_PODS" ]; then
    say "The cluster has more than $SPLIT_ABOVE_PODS pods: the agent runs in several parts (agent.topology=split)."
    set -- "$@" --set agent.topology=split
  fi
fi

[ -z "$context" ] || set -- "$@" --kube-context "$context"
say "Installing into namespace $namespace ..."
if ! said=$(helm upgrade --install "$@" --create-namespace --wait --timeout 3m 2>&1); then
  pods=$(kube --namespace "$namespace" get pods --selector "app.kubernetes.io/instance=$RELEASE" 2>/dev/null) || true
  if [ -n "$pods" ]; then
    {
      say ''
      say 'The pods of the agent, and what it says:'
      quote "$pods"
      quote "$(kube --namespace "$namespace" logs --selector "app.kubernetes.io/instance=$RELEASE" --tail=20 2>&1 || true)"
    } >&2
  fi
  {
    say ''
    say 'helm says:'
    quote "$said"
  } >&2
  fail "the installation failed. README.md lists common reasons. It is safe to run this again"
fi

printf '\nThe agent is running. Open the portal: the cluster appears on the dashboard.\nTo check it again: sh %s/verify.sh\n' "$here"
