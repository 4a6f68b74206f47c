#!/usr/bin/env bash
# Runs everything that must hold: the formatter's check, the build, and all tests against a private broker.
# Installs what is missing. Arguments are handed to the test runner, whose summary is the last thing printed.
#
#   compose/test.sh
#   compose/test.sh --filter CommandLineTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

require_swift
install_missing_packages

swift format lint --strict --recursive --parallel --configuration .swift-format Package.swift Sources Tests
swift build --build-tests

work=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-test.XXXXXX")
finish() {
  local status=$?
  trap - EXIT INT TERM
  compose/broker.sh stop "$work/broker" >/dev/null 2>&1 || true
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

compose/broker.sh start "$work/broker" --tls >/dev/null
export INVOICE_WORKER_TEST_BROKER_DIR=$work/broker

# One after another: many tests start servers, kill processes and wait for them with a limit. Side by side on a small
# machine they would take each other's time and fail for that alone.
swift test --skip-build --disable-xctest --no-parallel "$@"
