# shellcheck shell=sh
# What install.sh, verify.sh and uninstall.sh share. Each reads this file first.
# The variables are used by those that read it.
# shellcheck disable=SC2034

RELEASE='kg-rca-agent'

me=${0##*/}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
context=''
namespace='kg-rca'

fail() {
  printf '%s: %s\n' "$me" "$1" >&2
  exit 1
}

say() {
  printf '%s\n' "$1"
}

# Indents what another program said.
quote() {
  printf '%s\n' "$1" | sed 's/^/    /'
}

# Reads --context and --namespace, the only options of a script that changes or checks an installation as it is.
read_target() {
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
        say "Usage: sh $me [--context NAME] [--namespace NAME]"
        exit 0
        ;;
      *) fail "unknown argument: $1 (see --help)" ;;
    esac
  done
}

kube() {
  if [ -n "$context" ]; then kubectl --context "$context" "$@"; else kubectl "$@"; fi
}

# The command that the user can run to see the same.
kubectl_hint() {
  printf 'kubectl%s %s' "${context:+ --context $context}" "$1"
}

# Fails unless the programs that are named can be run: helm, kubectl.
need_tools() {
  missing=''
  for tool in "$@"; do
    command -v "$tool" >/dev/null 2>&1 && continue
    case "$tool" in
      helm) missing="${missing:+$missing and }helm (https://helm.sh/docs/intro/install/)" ;;
      *) missing="${missing:+$missing and }$tool (https://kubernetes.io/docs/tasks/tools/)" ;;
    esac
  done
  [ -z "$missing" ] || fail "$missing must be on the PATH: install what is missing and run this again"
}

# Fails with the reason unless the API server answers us.
need_cluster() {
  if said=$(kube get --raw /version --request-timeout=15s 2>&1); then return; fi
  quote "$said" >&2
  case "$said" in
    *'does not exist'* | *'no context exists'*)
      fail "the kubeconfig has no context $context; kubectl config get-contexts lists them" ;;
    *Unauthorized* | *'must be logged in'* | *'provide credentials'* | *'executable '*'not found'* | *'getting credentials'*)
      fail "the cluster answers, but does not accept your login. Log in again, then run this again" ;;
    *Forbidden* | *forbidden*)
      fail "the cluster answers, but your account may not even read its version. Ask for an account that may install" ;;
    *x509* | *certificate*)
      fail "the cluster's certificate is not trusted. Check the kubeconfig and any proxy that opens TLS on the way" ;;
    *)
      fail "the cluster${context:+ of context $context} cannot be reached. Check it with '$(kubectl_hint version)'" ;;
  esac
}
