#!/usr/bin/env bash
# Runs compose.yaml with podman. See usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

usage() {
  cat <<'TXT'
Usage: WORKER_PASSWORD=… OPERATOR_PASSWORD=… compose/podman.sh start DIRECTORY [--profile NAME]…
       compose/podman.sh stop DIRECTORY [--volumes]

Runs compose.yaml with podman-compose and the images of compose/images.sh: podman-compose takes no secret out of the environment, and
podman before 4.6 does not know the conditions that services wait for. The passwords stand in files of DIRECTORY, which is made, and which
nobody else may read. Ends when the broker is set up and the workers are started. Needs root, as images.sh does.

  --profile NAME
             postgres: the records in PostgreSQL, of which DATABASE_PASSWORD is the password (letters and digits)
             metrics: Prometheus, at PROMETHEUS_PORT of this machine; web: the operators' page, at WEB_PORT, for those whom the
             file WEB_USERS names. images.sh takes the same names
  stop       ends the services, and takes away DIRECTORY with the passwords
  --volumes  the broker's data and the records as well

  PODMAN_COMPOSE, COMPOSE_PROJECT, IMAGE_PREFIX   the program, the project's name and what the images' names begin with:
                                                  podman-compose, invoice-worker and localhost/ by default
TXT
}

command='' directory='' volumes=() profiles=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --volumes) volumes=(--volumes); shift ;;
    --profile)
      case "${2-}" in postgres | metrics | web) profiles+=("$2"); shift 2 ;; *) fail "--profile needs postgres, metrics or web" ;; esac
      ;;
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
has() { case " ${profiles[*]-} " in *" $1 "*) ;; *) return 1 ;; esac; }
is_healthy() { podman healthcheck run "$(containers --filter "label=com.docker.compose.service=$1" --format '{{.Names}}')"; }
is_set_up() { containers --filter label=com.docker.compose.service=setup --format '{{.Status}}' | grep -q '^Exited (0)'; }

case "$command" in
  start)
    : "${WORKER_PASSWORD:?is needed}" "${OPERATOR_PASSWORD:?is needed}"
    if has postgres; then
      case "${DATABASE_PASSWORD:?is needed}" in *[!A-Za-z0-9]*) fail "DATABASE_PASSWORD must be of letters and digits: it is part of an address" ;; esac
      export DATABASE_URL="postgres://invoices:$DATABASE_PASSWORD@database/invoices?sslmode=disable"
    fi
    if has web; then
      [ -r "${WEB_USERS:?is needed}" ] || fail "$WEB_USERS cannot be read; invoice-worker web password NAME makes a line of it"
    fi
    # The files in it are for the broker's user, whom only the containers have: what keeps others out is the directory.
    [ -e "$directory" ] || (umask 077 && mkdir -p "$directory")
    [ "$(stat -c %a "$directory")" = 700 ] || fail "$directory is there, and not its owner's alone (mode 700): name another"
    directory=$(cd "$directory" && pwd)
    case "$directory" in *[!A-Za-z0-9._/-]*) fail "a directory of plain letters, digits, '.', '_' and '-' is needed: $directory" ;; esac
    printf '%s' "$WORKER_PASSWORD" >"$directory/WORKER_PASSWORD"
    printf '%s' "$OPERATOR_PASSWORD" >"$directory/OPERATOR_PASSWORD"
    printf '%s' "${DATABASE_PASSWORD-}" >"$directory/DATABASE_PASSWORD"
    if has web; then cp "$WEB_USERS" "$directory/web-users"; else : >"$directory/web-users"; fi
    export WEB_USERS=$directory/web-users
    chmod 644 "$directory/"{WORKER,OPERATOR,DATABASE}_PASSWORD "$directory/web-users"
    export COMPOSE_PROFILES
    COMPOSE_PROFILES=$(IFS=,; printf '%s' "${profiles[*]-}")
    # What shall be ended is what was started, by an earlier start with other profiles too.
    printf '%s\n' ${profiles[@]+"${profiles[@]}"} >>"$directory/profiles"
    sed -E "s#^    environment: ([A-Z_]+)\$#    file: $directory/\\1#; s#- \./#- $PWD/compose/#" compose/compose.yaml >"$directory/compose.yaml"
    compose up --no-build --detach broker
    until_so is_healthy broker
    compose up --no-build --no-deps --detach setup
    until_so is_set_up
    if has postgres; then
      compose up --no-build --no-deps --detach database
      until_so is_healthy database
    fi
    compose up --no-build --no-deps --detach worker
    ! has metrics || compose up --no-build --no-deps --detach prometheus
    ! has web || compose up --no-build --no-deps --detach web
    ;;
  stop)
    [ -e "$directory/compose.yaml" ] || fail "$directory/compose.yaml is missing: nothing was started there"
    directory=$(cd "$directory" && pwd)
    # Of a version without profiles.
    [ -e "$directory/profiles" ] || : >"$directory/profiles"
    # What the file speaks of; no password is needed to end.
    export WORKER_PASSWORD='' OPERATOR_PASSWORD=''
    export COMPOSE_PROFILES
    COMPOSE_PROFILES=$(sed '/^$/d' "$directory/profiles" | sort -u | paste -s -d ,)
    compose down ${volumes[@]+"${volumes[@]}"} --timeout 30
    rm -f "$directory/"{WORKER,OPERATOR,DATABASE}_PASSWORD "$directory/"{compose.yaml,profiles,web-users}
    rmdir --ignore-fail-on-non-empty "$directory"
    ;;
  *) fail "unknown command: $command; --help lists those that there are" ;;
esac
