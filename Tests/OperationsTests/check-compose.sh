#!/usr/bin/env bash
# Runs compose.yaml with podman: check-compose.sh PROGRAM PODMAN-COMPOSE, where the images are made and PROGRAM is invoice-worker.
# A broker, its setup and two workers come up; a request is answered; a worker is killed, and the next is answered too.
set -euo pipefail
program=$1 compose=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-compose.XXXXXX")
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
BROKER_PORT=$(free_port)
MANAGEMENT_PORT=$(free_port)
export BROKER_PORT MANAGEMENT_PORT IMAGE_PREFIX=localhost/ WORKER_PASSWORD=worker-secret OPERATOR_PASSWORD=operator-secret
# Of this run alone: what another run has, or has left, is neither looked at nor taken away.
project=invoice-worker-test-$$
# podman-compose has no secrets out of the environment: the same ones come from files.
printf '%s' "$WORKER_PASSWORD" >"$work/WORKER_PASSWORD"
printf '%s' "$OPERATOR_PASSWORD" >"$work/OPERATOR_PASSWORD"
sed -E "s#^    environment: ([A-Z_]+)\$#    file: $work/\\1#; s#- \./#- $PWD/compose/#" compose/compose.yaml >"$work/compose.yaml"
# The names of the containers of this run; more arguments of `podman ps` follow.
containers() { podman ps --format '{{.Names}}' --filter "label=com.docker.compose.project=$project" "$@"; }
compose() { "$compose" -p "$project" -f "$work/compose.yaml" "$@"; }
finish() {
  local status=$?
  trap - EXIT
  if [ "$status" -ne 0 ]; then compose logs 2>&1 | tail -n 60 || true; fi
  compose down --volumes --timeout 30 >"$work/down.log" 2>&1 || { cat "$work/down.log"; status=1; }
  left=$(containers --all; { podman volume ls --quiet; podman network ls --format '{{.Name}}'; } | grep "^${project}_" || true)
  if [ -n "$left" ]; then
    printf 'left behind: %s\n' "$left"
    containers --all | xargs --no-run-if-empty podman rm --force --volumes >/dev/null || true
    status=1
  fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
# Until it is so; what never comes to be so ends with the time that the test has.
until_so() {
  local turn
  for turn in $(seq 600); do
    ! "$@" >/dev/null 2>&1 || return 0
    read -rt 0.5 <> <(:) || true
  done
  printf 'never so after %s looks: %s\n' "$turn" "$*"
  return 1
}
says() { podman logs "$1" 2>&1 | grep -q "$2"; }
request() {
  AMQP_URL="amqp://operator:operator-secret@127.0.0.1:$BROKER_PORT/" "$program" request "$@"
}

# In their order: podman before 4.6 does not know the conditions that compose.yaml has for it.
compose up --no-build --detach broker
broker=$(containers --filter label=com.docker.compose.service=broker)
until_so podman healthcheck run "$broker"
compose up --no-build --no-deps --detach setup
is_set_up() { [ "$(containers --all --format '{{.Status}}' --filter label=com.docker.compose.service=setup | grep -c '^Exited (0)')" -eq 1 ]; }
until_so is_set_up
compose up --no-build --no-deps --detach worker
workers=()
find_workers() { mapfile -t workers < <(containers --filter label=com.docker.compose.service=worker); [ "${#workers[@]}" -eq 2 ]; }
until_so find_workers
for worker in "${workers[@]}"; do until_so says "$worker" '"event":"consuming"\|"message":"consuming"'; done
podman exec "${workers[0]}" invoice-worker health
[ "$(podman exec "${workers[0]}" id -u)" = 65532 ]

echo 'a request is answered'
AMQP_URL="amqp://operator:operator-secret@127.0.0.1:$BROKER_PORT/" "$program" import compose/sample/records.ndjson
request invoice.generate.v1 --id one --set accountId=ACC-1001 --set targetDate=2026-12-01 --set invoiceDate=2026-12-01 --set action=Posted --wait
echo 'one worker is killed, and the next request is answered too'
podman kill --signal KILL "${workers[0]}"
request invoice.generate.v1 --id two --set orderId=ORD-78 --set targetDate=2026-12-01 --set invoiceDate=2026-12-01 --set action=Draft --wait
echo 'works'
