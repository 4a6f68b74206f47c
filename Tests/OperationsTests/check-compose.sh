#!/usr/bin/env bash
# Runs compose.yaml with podman: check-compose.sh PROGRAM PODMAN-COMPOSE, where the images are made and PROGRAM is invoice-worker.
# A broker, its setup and two workers come up; a request is answered; a worker is killed, and the next is answered too. Then the same with
# all profiles: the records are in PostgreSQL, Prometheus sees both workers, and the page asks who comes.
set -euo pipefail
program=$1 compose=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-compose.XXXXXX")
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
BROKER_PORT=$(free_port)
MANAGEMENT_PORT=$(free_port)
PROMETHEUS_PORT=$(free_port)
WEB_PORT=$(free_port)
# Of this run alone: what another run has, or has left, is neither looked at nor taken away.
project=invoice-worker-test-$$
export BROKER_PORT MANAGEMENT_PORT PROMETHEUS_PORT WEB_PORT COMPOSE_PROJECT=$project PODMAN_COMPOSE=$compose WORKER_PASSWORD=worker-secret OPERATOR_PASSWORD=operator-secret
# The names of the containers of this run; more arguments of `podman ps` follow.
containers() { podman ps --format '{{.Names}}' --filter "label=com.docker.compose.project=$project" "$@"; }
volumes() { podman volume ls --quiet | { grep "^${project}_" || true; }; }
networks() { podman network ls --format '{{.Name}}' | { grep "^${project}_" || true; }; }
finish() {
  local status=$? left
  trap - EXIT
  # A second interrupt must not leave half of it running.
  trap '' INT TERM
  if [ "$status" -ne 0 ]; then
    for name in $(containers --all); do printf '%s:\n' "$name"; podman logs --tail 20 "$name" 2>&1 || true; done
  fi
  compose/podman.sh stop "$work/compose" --volumes >"$work/down.log" 2>&1 || { cat "$work/down.log"; status=1; }
  left=$(containers --all && volumes && networks) || status=1
  if [ -n "$left" ]; then
    printf 'left behind: %s\n' "$left"
    containers --all | xargs --no-run-if-empty podman rm --force --volumes >/dev/null || true
    volumes | xargs --no-run-if-empty podman volume rm --force >/dev/null || true
    networks | xargs --no-run-if-empty podman network rm --force >/dev/null || true
    status=1
  fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
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

echo 'each profile adds its service, and no profile adds none'
services_of() { COMPOSE_PROFILES=$1 "$compose" -f compose/compose.yaml config | "$(dirname "$compose")/python3" -c 'import sys, yaml; print(*yaml.safe_load(sys.stdin)["services"])'; }
[ "$(services_of '')" = 'broker setup worker' ]
[ "$(services_of postgres)" = 'broker database setup worker' ]
[ "$(services_of metrics)" = 'broker prometheus setup worker' ]
[ "$(services_of web)" = 'broker setup web worker' ]

compose/podman.sh start "$work/compose"
workers=()
find_workers() { mapfile -t workers < <(containers --filter label=com.docker.compose.service=worker); [ "${#workers[@]}" -eq 2 ]; }
work_begins() {
  until_so find_workers
  for worker in "${workers[@]}"; do until_so says "$worker" '"event":"consuming"\|"message":"consuming"'; done
}
work_begins
podman exec "${workers[0]}" invoice-worker health
[ "$(podman exec "${workers[0]}" id -u)" = 65532 ]

echo 'a request is answered'
AMQP_URL="amqp://operator:operator-secret@127.0.0.1:$BROKER_PORT/" "$program" import compose/sample/records.ndjson
request invoice.generate.v1 --id one --set accountId=ACC-1001 --set targetDate=2026-12-01 --set invoiceDate=2026-12-01 --set action=Posted --wait
echo 'one worker is killed, and the next request is answered too'
podman kill --signal KILL "${workers[0]}"
request invoice.generate.v1 --id two --set orderId=ORD-78 --set targetDate=2026-12-01 --set invoiceDate=2026-12-01 --set action=Draft --wait
compose/podman.sh stop "$work/compose" --volumes

echo 'all profiles: a request is answered'
printf 'secret-of-ann\n' | "$program" web password ann --role operator >"$work/users"
export DATABASE_PASSWORD=database0secret WEB_USERS=$work/users
compose/podman.sh start "$work/compose" --profile postgres --profile metrics --profile web
work_begins
AMQP_URL="amqp://operator:operator-secret@127.0.0.1:$BROKER_PORT/" "$program" import compose/sample/records.ndjson
request invoice.generate.v1 --id three --set accountId=ACC-1001 --set targetDate=2026-12-01 --set invoiceDate=2026-12-01 --set action=Posted --wait
echo 'its invoice is in PostgreSQL'
database=$(containers --filter label=com.docker.compose.service=database)
[ "$(podman exec "$database" sh -c '/usr/lib/postgresql/*/bin/psql -h /tmp -Atc "SELECT count(*) FROM invoice" invoices')" -ge 1 ]
echo 'Prometheus sees both workers and has the alerts'
prometheus() { curl -fsS "http://127.0.0.1:$PROMETHEUS_PORT/api/v1/$1"; }
both_are_up() { [ "$(prometheus 'query?query=sum(up)' | grep -o '"2"')" = '"2"' ]; }
until_so both_are_up
prometheus rules | grep -q InvoiceWorkerAbsent
echo 'the page sends who is not signed in to its door'
page_answers() { [ "$(curl -sS -o "$work/page" -w '%{http_code}' "http://localhost:$WEB_PORT/invoices")" = 303 ]; }
until_so page_answers
echo 'works'
