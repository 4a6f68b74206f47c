#!/usr/bin/env bash
# Runs everything that must hold. See usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

usage() {
  cat <<'TXT'
Usage: compose/test.sh [--with NAME]… [--long] [--servers trixie] [arguments of `swift test`]

Checks the format, builds, and runs all tests against private servers, side by side in a few processes. Installs what is
missing. Prints the tests that fail, and at the end how many ran; everything they wrote is kept in files, named there.

  compose/test.sh                             all tests
  compose/test.sh --filter CommandLineTests   some of them, as `swift test` selects them

  --with NAME       also the tests that need more than Debian's plain packages: compose/with/NAME.sh installs it, and
                    the tests find NAME in INVOICE_WORKER_TEST_WITH (names with spaces between them)
  --long            more cases for every property, and many seeds: for a night, not for every change
  --servers trixie  the end-to-end, kill and chaos tests, or those chosen, against RabbitMQ 4 and PostgreSQL 17 of
                    Debian 13, from a folder that is made once (INVOICE_WORKER_SERVERS_CACHE, or
                    .build/servers); needs root

Python packages that tests need (the official rules of e-invoices, readers of the contract) are pinned in compose/requirements.txt and installed in
a virtual environment, .build/python.
TXT
}

names=() long=no servers='' arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --with) names+=("${2:?--with needs a name}"); shift 2 ;;
    --long) long=yes; shift ;;
    --servers) servers=${2:?--servers needs a name}; shift 2 ;;
    *) arguments+=("$1"); shift ;;
  esac
done

known_names() {
  local file names=()
  for file in compose/with/*.sh; do [ ! -e "$file" ] || names+=("$(basename "$file" .sh)"); done
  if [ ${#names[@]} -gt 0 ]; then printf '%s' "${names[*]}"; else printf 'none so far'; fi
}

for name in ${names[@]+"${names[@]}"}; do
  case "$name" in
    *[!a-z0-9-]*) known=no ;;
    *) if [ -e "compose/with/$name.sh" ]; then known=yes; else known=no; fi ;;
  esac
  [ "$known" = yes ] || fail "--with $name: there is no such thing; known: $(known_names)"
done
case "$servers" in
  '' | trixie) ;;
  *) fail "--servers $servers: there is no such thing; known: trixie" ;;
esac

require_swift
packages+=(hledger) # reads and checks the ledger that is exported
require_python_packages
for name in ${names[@]+"${names[@]}"}; do
  # shellcheck disable=SC1090
  . "compose/with/$name.sh"
done
export INVOICE_WORKER_TEST_WITH="${names[*]-}"
if [ "$long" = yes ]; then
  export PROPERTY_CASES=${PROPERTY_CASES:-5000} FUZZ_CASES=${FUZZ_CASES:-50000}
  export INVOICE_WORKER_KILL_ROUNDS=${INVOICE_WORKER_KILL_ROUNDS:-20}
  export INVOICE_WORKER_KILL_EMAILS=${INVOICE_WORKER_KILL_EMAILS:-1000}
  export INVOICE_WORKER_KILL_TAXES=${INVOICE_WORKER_KILL_TAXES:-10000}
  export INVOICE_WORKER_CHAOS_SEEDS=${INVOICE_WORKER_CHAOS_SEEDS:-5}
fi
if [ -n "$servers" ]; then
  . compose/servers.sh
  INVOICE_WORKER_SERVERS=$(prepare_servers "$servers")
  export INVOICE_WORKER_SERVERS
fi

swift format lint --strict --recursive --parallel --configuration .swift-format Package.swift Sources Tests
began=$SECONDS
mkdir -p .build # a fresh clone has none
swift build --build-tests >.build/test-build.log 2>&1 || {
  grep -E 'error:|warning:' .build/test-build.log | sort -u >&2 || true
  tail -n 3 .build/test-build.log >&2
  fail "the tests do not build; see .build/test-build.log"
}
printf 'Built in %d s.\n' $((SECONDS - began))

work=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-test.XXXXXX")
logs=.build/test-logs
rm -rf "$logs"
mkdir -p "$logs"
declare -A running=()
finish() {
  local status=$? pid
  trap - EXIT INT TERM
  for pid in ${running[@]+"${running[@]}"}; do kill -TERM "$pid" 2>/dev/null || true; done
  compose/broker.sh stop "$work/broker" >/dev/null 2>&1 || true
  compose/postgres.sh stop "$work/postgres" >/dev/null 2>&1 || true
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Started once for all; a test that breaks its server starts one of its own.
chmod 755 "$work"
compose/broker.sh start "$work/broker" --tls >/dev/null
compose/postgres.sh start "$work/postgres" >/dev/null
export INVOICE_WORKER_TEST_BROKER_DIR=$work/broker INVOICE_WORKER_TEST_POSTGRES_DIR=$work/postgres

# The tests' own program, once for each group: `swift test` allows itself only once at a time.
program=$(swift build --show-bin-path)/invoice-workerPackageTests.xctest
# Most of a server's test is waiting, so the groups run side by side; within a group one test follows another. No test
# may depend on how fast it runs. A new target of tests belongs to the last group by itself.
start() {
  local group=$1
  shift
  "$program" --testing-library swift-testing --no-parallel "$@" >"$logs/$group.log" 2>&1 </dev/null &
  running[$group]=$!
}

began=$SECONDS
if [ ${#arguments[@]} -gt 0 ]; then
  start tests "${arguments[@]}"
else
  outages='^ChaosTests\.Chaos/(DatabaseOutageTests|LockingTests)'
  start chaos --filter '^ChaosTests\.' --skip "$outages"
  start outages --filter "$outages"
  start kill --filter '^KillTests\.'
  start end-to-end --filter '^EndToEndTests\.'
  if [ -z "$servers" ]; then
    start connections --filter '^(AMQPTests|PostgreSQLTests|PostgreSQLStorageTests)\.'
    start others \
      --skip '^(ChaosTests|KillTests|EndToEndTests|AMQPTests|PostgreSQLTests|PostgreSQLStorageTests)\.'
  fi
fi

total=0 failed=0 skipped=0
for group in "${!running[@]}"; do
  status=0
  wait "${running[$group]}" || status=$?
  unset "running[$group]"
  log=$logs/$group.log
  # An issue with what is said about it, and the tests that have one.
  awk '/^✘/ { told = 1; print; next } /^(✔|◇|➜)/ { told = 0 } told && /^ *↳/ { print }' "$log" | cut -c1-2000
  closing=$(grep -E '^(✔|✘) Test run with [0-9]+ tests? ' "$log" | tail -n 1 || true)
  count=$(sed -nE 's/^. Test run with ([0-9]+) tests? .*/\1/p' <<<"$closing")
  count=${count:-0}
  wrong=$(grep -E '^✘ Test .* failed after ' "$log" | grep -cvE "^✘ Test run with " || true)
  total=$((total + count)) skipped=$((skipped + $(grep -cE '^➜ Test .* skipped' "$log" || true)))
  if [ "$status" -ne 0 ] || [ "$count" -eq 0 ]; then
    # Ended before its end, or without a test: that is one failure at least.
    if [ "$wrong" -eq 0 ]; then
      printf 'The group "%s" ended with status %d after %d tests:\n' "$group" "$status" "$count"
      tail -n 15 "$log" | cut -c1-500
      wrong=1
      [ "$count" -gt 0 ] || total=$((total + 1))
    fi
    printf 'Everything that it wrote: %s\n' "$PWD/$log"
  fi
  failed=$((failed + wrong))
done

printf 'The tests took %d s.\n' $((SECONDS - began))
printf '%d passed, %d failed' $((total - failed)) "$failed"
[ "$skipped" -eq 0 ] || printf ', %d skipped' "$skipped"
printf '\n'
[ "$failed" -eq 0 ]
