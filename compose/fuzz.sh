#!/usr/bin/env bash
# Feeds the request decoder, the readers of UBL and CII files, or what reads calls of the operators' page with inputs that
# libFuzzer makes up, guided by what code they reach. What it finds is kept beside the corpus, to be turned into a test. Ends with status 0 when nothing
# was found in the time.
#
#   compose/fuzz.sh decoder        ten minutes
#   compose/fuzz.sh ubl 60         one minute
#   compose/fuzz.sh cii 60
#   compose/fuzz.sh http 60
#   FUZZ_DIR=DIR compose/fuzz.sh … keeps the corpus in DIR, and goes on from it the next time
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

seconds=${2:-600}
case "${1:-}" in
  decoder) module=FuzzDecoder dictionary='"invoice" "lines" "taxes" "records" "null" "true" "e9" "\\u0000"' ;;
  ubl) module=FuzzUBL dictionary='<cbc: <cac: </ /> <!-- --> <![CDATA[ ]]> <!DOCTYPE &#10; &amp; xmlns="' ;;
  # The same reader as of UBL.
  cii) module=FuzzUBL dictionary='<ram: <rsm: <udt: </ /> <!-- --> <![CDATA[ ]]> <!DOCTYPE &#10; &amp; xmlns=" format="102"' ;;
  http) module=FuzzHTTP dictionary='GET POST /requests /dead/do/replay ?q= &after= %2F %00 .json Host: Cookie: iw= Origin: Sec-Fetch-Site: same-origin localhost' ;;
  *) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 64 ;;
esac

require_swift
install_missing_packages

work=${FUZZ_DIR:-$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-fuzz.XXXXXX")}
mkdir -p "$work/corpus-$1"

# A build of its own: every module is compiled to report what it reaches.
scratch=${FUZZ_BUILD:-$work/build}
swift build -c release --sanitize=fuzzer --scratch-path "$scratch" --target "$module"
objects=()
for name in CivilTime Monetary Billing JSON Digest Traces Messages UBL Storage Web Fuzzing "$module"; do
  objects+=("$scratch"/release/"$name".build/*.o)
done
swiftc -sanitize=fuzzer "${objects[@]}" -lxml2 -lcrypto -o "$work/$module"

cp Tests/Fuzzing/Corpus/"$1"/* "$work/corpus-$1/"
case "$1" in
  decoder)
    number=0
    while read -r line; do
      number=$((number + 1))
      printf '%s' "$line" >"$work/corpus-decoder/sample-$number"
    done <compose/sample/invoices.ndjson
    # The bytes before them choose the type: see Tests/Fuzzing.
    for type in $(seq 0 8); do
      head -n 30 compose/sample/records.ndjson | paste -sd, |
        { printf "\\x$(printf %02x "$type")"'{"records":['; tr -d '\n'; printf ']}'; } >"$work/corpus-decoder/records-$type"
    done
    ;;
  ubl) cp compose/sample/*.xml Tests/IngestionVectors/Pairs/*.ubl.xml "$work/corpus-ubl/" ;;
  cii)
    cp Tests/IngestionVectors/Pairs/*.cii.xml "$work/corpus-cii/"
    seed=
    while IFS='|' read -r name find replacement times; do
      [[ $name != '#'* ]] || continue
      [[ $name == "$seed" ]] || text=$(<Tests/IngestionVectors/Pairs/invoice.cii.xml)
      seed=$name
      printf -v repeated '%*s' "${times:-1}" ''
      repeated=${repeated// /"$replacement"}
      text=${text//"$find"/"$repeated"}
      printf '%s\n' "$text" >"$work/corpus-cii/$seed"
    done <Tests/Fuzzing/Corpus/cii.mutations
    ;;
esac
for word in $dictionary; do printf '"%s"\n' "${word//\"/\\\"}"; done >"$work/dictionary"

export SWIFT_BACKTRACE=enable=no
cd "$work"
"./$module" -dict=dictionary -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
  -print_final_stats=1 "corpus-$1"
