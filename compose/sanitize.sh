#!/usr/bin/env bash
# Runs tests under a sanitizer. See usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

usage() {
  cat <<'TXT'
Usage: compose/sanitize.sh thread|address [--filter REGEX]

Builds the tests with a sanitizer, in a directory of their own, and runs those that make sense, one after the other.
Prints what the sanitizer and the tests report; ends with status 0 when neither found anything. Takes half an hour or more.

  thread    data races: the executors, mailboxes, queues and counters of AMQP and the worker, the connections of
            PostgreSQL and SQLite, the thread of the HTTP client
  address   accesses beyond the end of a buffer or after its release, in the modules that call C, and leaks

  --filter REGEX        other tests than those below, as `swift test` selects them; all are built then
  SANITIZE_BUILD=DIR    where to build; .build/sanitize-thread or .build/sanitize-address otherwise

Run: AMQPTests, PostgreSQLTests, SQLiteTests, PostgreSQLStorageTests, SQLiteStorageTests, WorkerTests, HTTPTests, TaxTests,
EndToEndTests;
under the address sanitizer also DigestTests, FuzzingTests, JSONTests, MessagesTests, UBLTests, IngestionTests, which
read what comes from outside.

Left out:
  KillTests, ChaosTests       end and freeze processes at random; what counts is what the database holds afterwards
  CommandLineTests            start the program some hundred times, and limit its memory and open files, of which the
                              sanitizer needs some itself
  BillingTests, MonetaryTests, CivilTimeTests
                              call no C and share nothing between threads; property tests would take hours
  ArchitectureTests           read the sources only
  Under the thread sanitizer also those that only the address sanitizer runs: they share nothing between threads.
TXT
}

sanitizer=${1:-}
case "$sanitizer" in
  thread | address) shift ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 64 ;;
esac
suites='AMQPTests|PostgreSQLTests|SQLiteTests|PostgreSQLStorageTests|SQLiteStorageTests|WorkerTests|HTTPTests|TaxTests|EndToEndTests'
if [ "$sanitizer" = address ]; then suites+='|DigestTests|FuzzingTests|JSONTests|MessagesTests|UBLTests|IngestionTests'; fi
filter="^($suites)\\."
# Only the targets that are run are built.
targets=${suites//|/,}
case "${1:-}" in
  '') ;;
  --filter) filter=${2:?--filter needs a regular expression} targets= ;;
  *) usage >&2; exit 64 ;;
esac

require_swift
require_python_packages

scratch=${SANITIZE_BUILD:-.build/sanitize-$sanitizer}
mkdir -p "$scratch"
[ -z "$targets" ] || export INVOICE_WORKER_TEST_TARGETS=$targets
began=$SECONDS
swift build --build-tests --sanitize="$sanitizer" --scratch-path "$scratch" >"$scratch/build.log" 2>&1 || {
  grep -E 'error:|warning:' "$scratch/build.log" | sort -u >&2 || true
  fail "the tests do not build; see $scratch/build.log"
}
printf 'Built in %d s.\n' $((SECONDS - began))

work=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-sanitize.XXXXXX")
finish() {
  local status=$?
  trap - EXIT INT TERM
  [ -z "${tests:-}" ] || kill -TERM "$tests" 2>/dev/null || true
  if [ -e "$work/broker/env" ]; then compose/broker.sh stop "$work/broker" >/dev/null 2>&1 || true; fi
  if [ -e "$work/postgres/env" ]; then compose/postgres.sh stop "$work/postgres" >/dev/null 2>&1 || true; fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 755 "$work"

# The servers are started here, without the sanitizer's settings, and shared by all tests.
if [ -z "${INVOICE_WORKER_TEST_BROKER_DIR:-}" ]; then
  compose/broker.sh start "$work/broker" --tls >/dev/null
  export INVOICE_WORKER_TEST_BROKER_DIR=$work/broker
fi
if [ -z "${INVOICE_WORKER_TEST_POSTGRES_DIR:-}" ]; then
  compose/postgres.sh start "$work/postgres" >/dev/null
  export INVOICE_WORKER_TEST_POSTGRES_DIR=$work/postgres
fi

# Each report goes to a file, for the tests' own output is long and a report must not end a process that others wait for.
# Libraries of the system are not built with the sanitizer: what happens inside them, and is guarded there, is not reported.
reports=$(cd "$scratch" && pwd)/reports
rm -rf "$reports"
mkdir -p "$reports"
export TSAN_OPTIONS="log_path=$reports/thread halt_on_error=0 exitcode=0 ignore_noninstrumented_modules=1 second_deadlock_stack=1"
export ASAN_OPTIONS="log_path=$reports/address halt_on_error=0 exitcode=0 detect_leaks=1 detect_stack_use_after_return=0"
export SWIFT_BACKTRACE=enable=no

program=$(swift build --sanitize="$sanitizer" --scratch-path "$scratch" --show-bin-path)/invoice-workerPackageTests.xctest
began=$SECONDS status=0
"$program" --testing-library swift-testing --no-parallel --filter "$filter" >"$scratch/tests.log" 2>&1 </dev/null &
tests=$!
wait "$tests" || status=$?
tests=

awk '/^✘/ { told = 1; print; next } /^(✔|◇|➜)/ { told = 0 } told && /^ *↳/ { print }' "$scratch/tests.log" | cut -c1-2000
grep -E '^(✔|✘) Test run with ' "$scratch/tests.log" | tail -n 1 || {
  printf 'The tests ended before their end, with status %d:\n' "$status"
  tail -n 15 "$scratch/tests.log" | cut -c1-500
  [ "$status" -ne 0 ] || status=1
}
found=$(cat "$reports"/* 2>/dev/null | grep -cE '^(WARNING|==[0-9]+==ERROR|SUMMARY).*Sanitizer' || true)
if [ "$found" -gt 0 ]; then
  grep -hE '^SUMMARY' "$reports"/* | sort | uniq -c | sort -rn | cut -c1-200
  printf 'The reports stand in %s\n' "$reports"
fi
printf 'The tests took %d s; the %s sanitizer reported %d.\n' $((SECONDS - began)) "$sanitizer" "$found"
[ "$status" -eq 0 ] && [ "$found" -eq 0 ]
