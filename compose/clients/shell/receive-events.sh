#!/bin/sh
# Enters each posted invoice into a ledger, once, with Debian's amqp-tools and sqlite3: receive-events.sh DATABASE
# amqp-consume runs the script again for each event, with the event as its standard input, and acknowledges the event only
# when that has succeeded: one that could not be entered comes again.
set -eu

# Your own database: the event's identifier is unique, in the transaction of what the event causes. SQLite reads the event
# itself, so that nothing in it can be taken for SQL; amounts are decimal strings, never floats.
if [ "${1-}" = --event ]; then
  file=$(mktemp)
  trap 'rm -f "$file"' EXIT
  trap 'exit 1' INT TERM
  cat >"$file"
  sqlite3 -batch -bail -cmd ".timeout 10000" "$2" "
    CREATE TEMP TABLE event AS SELECT CAST(readfile('$file') AS TEXT) AS json;
    INSERT INTO entry SELECT json ->> 'id', json ->> '\$.data.invoiceNumber', json ->> '\$.data.totalAmountWithTax',
      json ->> '\$.data.currency' FROM event WHERE json ->> 'type' = 'invoice.posted.v1' ON CONFLICT DO NOTHING;
    SELECT iif(changes() = 1, 'entered ', 'seen before ') || invoice || ' ' || amount || ' ' || currency
      FROM entry WHERE event_id = (SELECT json ->> 'id' FROM event)"
  exit
fi

[ $# -eq 1 ] || { echo "usage: receive-events.sh DATABASE" >&2; exit 1; }
sqlite3 "$1" "CREATE TABLE IF NOT EXISTS entry (event_id TEXT PRIMARY KEY, invoice TEXT, amount TEXT, currency TEXT)"
# amqp-tools cannot bind a durable queue of their own: invoice.changes is there, for one reader, and gets other types too.
echo "Receiving from invoice.changes"
exec amqp-consume -u "$AMQP_URL" -q invoice.changes -p 100 -- "$0" --event "$1"
