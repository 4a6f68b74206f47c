#!/usr/bin/env bash
# Builds the packages for Debian. See usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

usage() {
  cat <<'TXT'
Usage: compose/deb.sh [--programs DIRECTORY] [--out DIRECTORY]

Builds invoice-worker_VERSION_ARCHITECTURE.deb and invoice-documents_VERSION_ARCHITECTURE.deb, with the Swift runtime inside the
programs and a bill of materials (SPDX) beside the documentation. Installs what is missing. Prints the packages' paths.

  --programs DIRECTORY  take both programs from there instead of building them; they must have the Swift runtime inside
  --out DIRECTORY       where the packages go; .build/deb by default
TXT
}

programs='' out=.build/deb
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --programs) programs=${2:?--programs needs a directory}; shift 2 ;;
    --out) out=${2:?--out needs a directory}; shift 2 ;;
    *) fail "unknown argument: $1; --help lists those that there are" ;;
  esac
done

packages+=(dpkg-dev debhelper fakeroot python3)
install_missing_packages
if [ -z "$programs" ]; then
  require_swift
  commit=$(git rev-parse --short HEAD 2>/dev/null || true)
  for product in invoice-worker invoice-documents; do
    INVOICE_WORKER_COMMIT=$commit swift build -c release --static-swift-stdlib --product "$product" >&2
  done
  programs=$(swift build -c release --static-swift-stdlib --show-bin-path)
fi
for program in invoice-worker invoice-documents; do
  [ -x "$programs/$program" ] || fail "$programs/$program is missing"
  if ldd "$programs/$program" | grep -q libswift; then
    fail "$programs/$program needs the Swift runtime's libraries: build it with --static-swift-stdlib"
  fi
done

SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s)
export SOURCE_DATE_EPOCH
facts() { "$programs/invoice-worker" version --json | python3 -c "import json, sys; print(json.load(sys.stdin)['$1'] or '')"; }
version=$(facts version) swift=$(facts swiftVersion) commit=$(facts commit)

work=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-deb.XXXXXX")
# A second interrupt must not leave half of it.
trap 'trap "" INT TERM; rm -rf "$work"' EXIT
# After what is running then has ended, which would write on otherwise.
trap 'exit 130' INT
trap 'exit 143' TERM
tree=$work/invoice-worker
mkdir -p "$tree"
cp -R compose/debian "$tree/debian"
# The units and the variables' file are those of compose/systemd.
cp compose/systemd/*.service "$tree/debian/"
cp compose/systemd/invoice-worker.env "$tree/"
cp "$programs/invoice-worker" "$programs/invoice-documents" "$tree/"
# 1.2.0-dev comes before 1.2.0.
cat >"$tree/debian/changelog" <<TXT
invoice-worker ($(tr - '~' <<<"$version")) unstable; urgency=medium

  * Version $version${commit:+, commit $commit}.
  * CHANGELOG.md of the sources says what has changed.

 -- Invoice worker <invoice-worker@example.org>  $(date --utc -R -d "@$SOURCE_DATE_EPOCH")
TXT
for page in invoice-worker.1 invoice-worker.env.5 invoice-worker-contract.7; do
  "$programs/invoice-worker" man "$page" >"$tree/$page"
done
"$programs/invoice-worker" completion bash >"$tree/invoice-worker.bash"
"$programs/invoice-worker" completion zsh >"$tree/_invoice-worker"
"$programs/invoice-worker" completion fish >"$tree/invoice-worker.fish"
for program in invoice-worker invoice-documents; do
  compose/sbom.py --name "$program" --version "$version" --commit "$commit" --swift "$swift" "$programs/$program" \
    >"$tree/$program.spdx.json"
done

(cd "$tree" && DEB_BUILD_OPTIONS='noautodbgsym nocheck' dpkg-buildpackage -b -us -uc -rfakeroot >"$work/log" 2>&1) || {
  tail -n 30 "$work/log" >&2
  fail "the packages could not be built"
}
mkdir -p "$out"
rm -f "$out"/invoice-worker_*.deb "$out"/invoice-documents_*.deb # what others keep there stays
cp "$work"/*.deb "$out/"
ls "$out"/invoice-worker_*.deb "$out"/invoice-documents_*.deb
