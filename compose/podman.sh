#!/usr/bin/env bash
# Runs compose.yaml with podman. See usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

usage() {
  cat <<'TXT'
Usage: WORKER_PASSWORD=… OPERATOR_PASSWORD=… compose/podman.sh start DIRECTORY
       compose/podman.sh stop DIRECTORY [--volumes]

Runs compose.yaml with podman-compose and the images of compose/images.sh: podman-compose takes no secret out of the environment, and
podman before 4.6 does not know the conditions that services wait for. The passwords stand in files of DIRECTORY, which is made, and which
nobody else may read. Ends when the broker is set up and the workers are started. Needs root, as images.sh does.

  stop       ends the services, and takes away DIRECTORY with the passwords
  --volumes  the broker's data and the records as well

  PODMAN_COMPOSE, COMPOSE_PROJECT, IMAGE_PREFIX   the program, the project's name and what the images' names begin with:
                                                  podman-compose, invoice-worker and localhost/ by default
TXT
}

command='' directory='' volumes=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --volumes) volumes=(--volumes); shift ;;
    -*) fail "unknown argument: $1; --help lists those that there are" ;;
    *)
      if [ -z "$command" ]; then command=$1; elif [ -z "$directory" ]; then directory=$1; else fail "too many arguments: $1"; fi
      shift
      ;;
  esac
done
[ -n "$directory" ] || fail "start or stop, and a directory, are needed; see --help"
project=${COMPOSE_PROJECT:-invoice-worker}
export IMAGE_PREFIX=${IMAGE_PREFIX:-localhost/}
podman_compose=${PODMAN_COMPOSE:-podman-compose}
command -v "$podman_compose" >/dev/null || fail "$podman_compose is missing: install what compose/with/podman.txt lists, in a virtual environment, and name it by PODMAN_COMPOSE"
compose() { "$podman_compose" -p "$project" -f "$directory/compose.yaml" "$@"; }
# Arguments of `podman ps` follow.
containers() { podman ps --all --filter "label=com.docker.compose.project=$project" "$@"; }

# For five minutes.
until_so() {
  local turn
  for turn in $(seq 600); do
    ! "$@" >/dev/null 2>&1 || return 0
    read -rt 0.5 <> <(:) || true
  done
  fail "never so after $turn looks: $*"
}
is_set_up() { containers --filter label=com.docker.compose.service=setup --format '{{.Status}}' | grep -q '^Exited (0)'; }

case "$command" in
  start)
    : "${WORKER_PASSWORD:?is needed}" "${OPERATOR_PASSWORD:?is needed}"
    # The files in it are for the broker's user, whom only the containers have: what keeps others out is the directory.
    [ -e "$directory" ] || (umask 077 && mkdir -p "$directory")
    [ "$(stat -c %a "$directory")" = 700 ] || fail "$directory is there, and not its owner's alone (mode 700): name another"
    directory=$(cd "$directory" && pwd)
    case "$directory" in *[!A-Za-z0-9._/-]*) fail "a directory of plain letters, digits, '.', '_' and '-' is needed: $directory" ;; esac
    printf '%s' "$WORKER_PASSWORD" >"$directory/WORKER_PASSWORD"
    printf '%s' "$OPERATOR_PASSWORD" >"$directory/OPERATOR_PASSWORD"
    chmod 644 "$directory/WORKER_PASSWORD" "$directory/OPERATOR_PASSWORD"
    sed -E "s#^    environment: ([A-Z_]+)\$#    file: $directory/\\1#; s#- \./#- $PWD/compose/#" compose/compose.yaml >"$directory/compose.yaml"
    compose up --no-build --detach broker
    until_so podman healthcheck run "$(containers --filter label=com.docker.compose.service=broker --format '{{.Names}}')"
    compose up --no-build --no-deps --detach setup
    until_so is_set_up
    compose up --no-build --no-deps --detach worker
    ;;
  stop)
    [ -e "$directory/compose.yaml" ] || fail "$directory/compose.yaml is missing: nothing was started there"
    directory=$(cd "$directory" && pwd)
    # What the file speaks of; no password is needed to end.
    export WORKER_PASSWORD=''
    compose down ${volumes[@]+"${volumes[@]}"} --timeout 30
    rm -f "$directory/WORKER_PASSWORD" "$directory/OPERATOR_PASSWORD" "$directory/compose.yaml"
    rmdir --ignore-fail-on-non-empty "$directory"
    ;;
  *) fail "unknown command: $command; --help lists those that there are" ;;
esac
