#!/usr/bin/env bash
# Shows the whole way of requests, from records to invoices, payments, reports, notifications and e-mails, on a private broker
# and a database of its own. Installs what is missing; stops everything it started, also when it is interrupted. Ends with
# an error as soon as an answer is not the expected one.
#
#   compose/demo.sh          about two minutes when already built
#   compose/demo.sh --keep   leaves broker and workers running and prints how to talk to them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. compose/packages.sh

keep=no
case "${1:-}" in
  '') ;;
  --keep) keep=yes ;;
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  *) printf 'demo.sh: there is no option %s; there is --keep\n' "$1" >&2; exit 64 ;;
esac

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || step() { printf '\n== %s\n' "$*"; }

# What is shown is what can be typed: the command line, then its answer.
show() {
  printf '$ invoice-worker'
  printf ' %q' "$@"
  printf '\n'
  "$program" "$@"
}

# The same for what ends with a status of its own, which the first word says.
show_ending() {
  local expected=$1 status=0
  shift
  show "$@" || status=$?
  printf '(exit status %s)\n' "$status"
  [ "$status" -eq "$expected" ] || fail "invoice-worker $1 $2 ended with status $status instead of $expected"
}

# Waits until a file holds a text: until what is started is ready, or what was sent has arrived.
until_found() {
  for _ in $(seq 1 200); do
    ! grep -qs -- "$1" "$2" || return 0
    sleep 0.05
  done
  fail "waited in vain for \"$1\" in $2"
}

# The answer matches, or the show ends: the pattern, then the command line.
expect() {
  local pattern=$1 answer
  shift
  answer=$("$program" "$@") || fail "invoice-worker $* ended with status $?"
  grep -qE -- "$pattern" <<<"$answer" ||
    fail "expected \"$pattern\" in the answer of invoice-worker $*, which is:"$'\n'"$answer"
}

# A request answers with its outcome as exit status: 0 Succeeded, 2 PartiallySucceeded, 3 Failed, 4 Rejected. Another
# one than the first word says is no part of the show.
show_request() {
  local expected=$1 status=0
  shift
  show request "$@" || status=$?
  printf '(exit status %s)\n' "$status"
  [ "$status" -eq "$expected" ] || fail "the request $3 ended with status $status instead of $expected"
  # Notifications come by themselves; here they are waited for, so that each stands under its request.
  until_found " $3 [SPFR]" "$work/notified"
}

require_swift
packages+=(python3-aiosmtpd) # a mail server that keeps what it gets
install_missing_packages

step "Building a release"
for product in invoice-worker invoice-documents; do
  swift build -c release --static-swift-stdlib --product "$product"
done
program=$(swift build -c release --static-swift-stdlib --show-bin-path)/invoice-worker

work=$(mktemp -d "${TMPDIR:-/tmp}/invoice-worker-demo.XXXXXX")
processes=()
finish() {
  local status=$?
  trap - EXIT
  # A second interrupt must not leave half of it running.
  trap '' INT TERM
  if [ "$keep" = no ] || [ "$status" -ne 0 ]; then
    local process
    for process in "${processes[@]}"; do kill -TERM "$process" 2>/dev/null || true; done
    for process in "${processes[@]}"; do wait "$process" 2>/dev/null || true; done
    [ ! -e "$work/broker/env" ] || compose/broker.sh stop "$work/broker" >/dev/null 2>&1 || true
    if [ "$status" -ne 0 ] && [ "$status" -lt 128 ]; then
      printf '\ndemo.sh: ended with status %s; logs of the workers:\n' "$status" >&2
      tail -n 5 "$work"/worker-*.log >&2 2>/dev/null || true
    fi
    rm -rf "$work"
  fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

step "Starting a private RabbitMQ node"
compose/broker.sh start "$work/broker"
. "$work/broker/env"
operator_url=$AMQP_URL
export DATABASE_URL=sqlite:$work/invoices.db

step "Declaring the broker objects, and a user for the workers that may do no more than they must"
show topology apply
compose/broker.sh ctl "$work/broker" -q import_definitions compose/rabbitmq/definitions.json
password=$(head -c 18 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')
# By standard input: a command line is for everybody to read.
printf '%s\n' "$password" | compose/broker.sh ctl "$work/broker" -q add_user worker
compose/broker.sh ctl "$work/broker" -q set_permissions worker '^$' \
  '^(invoice\.(events|dead|retry\..+)|amq\.default)$' \
  '^invoice\.(generate|ingest|manage|records|run|unrouted)$'
worker_url=amqp://worker:$password@${operator_url#*@}

step "Starting a mail server that keeps what it gets"
mail_port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir -p "$work/mail"
/usr/bin/python3 -m aiosmtpd -n -l "127.0.0.1:$mail_port" -c aiosmtpd.handlers.Mailbox "$work/mail/box" \
  >"$work/mail/log" 2>&1 </dev/null &
processes+=($!)
# On the loopback address a connection may do without TLS.
export INVOICE_WORKER_SMTP_URL=smtp://127.0.0.1:$mail_port INVOICE_WORKER_EMAIL_FROM=billing@northlight.example
printf 'listens on 127.0.0.1:%s, and puts e-mails into %s\n' "$mail_port" "$work/mail/box"

step "Starting two workers on one SQLite file"
show migrate
for number in 1 2; do
  # Of a session of its own: an interrupt at the terminal is this script's to handle, workers are drained.
  AMQP_URL=$worker_url INVOICE_WORKER_NAME=worker-$number \
    setsid "$program" run >"$work/worker-$number.log" 2>&1 </dev/null &
  processes+=($!)
done
printf 'worker-1 and worker-2 run as the user "worker"; logs in %s\n' "$work"

step "Storing records: accounts, orders, tax rates, billing schedules"
show import compose/sample/records.ndjson

step "Watching the notifications from here on"
"$program" watch > >(exec tee "$work/notified" | sed -u 's/^/  notified: /') 2>"$work/watch.log" </dev/null &
watcher=$!
processes+=("$watcher")
until_found Watching "$work/watch.log"
dates=(--set targetDate=2026-12-01 --set invoiceDate=2026-12-01)

step "1. An account, posted: everything due before 1 December, months of it"
show_request 0 invoice.generate.v1 --id demo-1 --set accountId=ACC-1001 "${dates[@]}" --set action=Posted --wait

step "2. The same request again, as a nervous sender would: the same answer, and no second invoice"
show_request 0 invoice.generate.v1 --id demo-1 --set accountId=ACC-1001 "${dates[@]}" --set action=Posted --wait

step "3. An order, as drafts: yen have no minor unit, and tax is estimated"
show_request 0 invoice.generate.v1 --id demo-3 --set orderId=ORD-78 "${dates[@]}" --set action=Draft --wait

step "4. Two schedules by name: dinars have three digits, and this account pays no tax"
show_request 0 invoice.generate.v1 --id demo-4 --set 'billingScheduleIds=["BS-3001","BS-3002"]' "${dates[@]}" --set action=Posted --wait

step "5. One invoice for each schedule, and one schedule without a tax rate: the others go on"
show_request 2 invoice.generate.v1 --id demo-5 --set accountId=ACC-4004 "${dates[@]}" --set action=Posted --wait

step "6. An account with a suspended schedule: nothing of the request is invoiced"
show_request 3 invoice.generate.v1 --id demo-6 --set accountId=ACC-5005 "${dates[@]}" --set action=Posted --wait

step "7. A request with mistakes in it, sent by force: every one is named, with its place"
show_request 4 invoice.generate.v1 --id demo-7 --set accountId=ACC-1001 --set targetDate=2026-02-30 --set action=Now --force --wait

step "8. The draft of the order is right, and posted: final tax, and a number"
drafts=$("$program" invoices list --order ORD-78 --status Draft --json | jq -c 'map(.invoiceId)')
show_request 0 invoice.post.v1 --id demo-8 --set "invoiceIds=$drafts" --wait
expect '^No invoices' invoices list --order ORD-78 --status Draft

step "9. Hafenkaffee pays 10,000 euros: what is due first gets them"
today=$(date -u +%F)
show_request 0 payment.record.v1 --id demo-9 --set payment.paymentId=BANK-7 --set payment.accountId=ACC-1001 \
  --set payment.currency=EUR --set payment.amount=10000.00 --set "payment.receivedDate=$today" \
  --set payment.method=BankTransfer --set autoApply=OldestFirst --wait
expect 'INV-2026-000001 .*PartiallyPaid' invoices list --account ACC-1001

step "10. The same payment from another sender: it is recorded already, and nothing is counted twice"
show_request 0 payment.record.v1 --id demo-10 --set payment.paymentId=BANK-7 --set payment.accountId=ACC-1001 \
  --set payment.currency=EUR --set payment.amount=10000.00 --set "payment.receivedDate=$today" \
  --set payment.method=BankTransfer --set autoApply=OldestFirst --wait
expect 'PAYMENT_ALREADY_RECORDED' requests show demo-10

step "11. The invoice of the branch was wrong: it is voided by a credit memo, which has a number of its own"
branch=$("$program" invoices show INV-2026-000002 --json | jq -c '[.invoiceId]')
show_request 0 invoice.void.v1 --id demo-11 --set "invoiceIds=$branch" --set reasonCode=WrongPrice --wait
expect 'INV-2026-000002 .*Voided' invoices list --account ACC-1001
expect 'CM-[0-9]+-000001' credit-memos list --account ACC-1001

step "12. What it billed is open again: the next request bills it again, under the next number"
show_request 0 invoice.generate.v1 --id demo-12 --set accountId=ACC-1001 "${dates[@]}" --set action=Posted --wait

step "13. The first invoice is partly paid: it is not voided, and the answer says what has to be done first"
paid=$("$program" invoices show INV-2026-000001 --json | jq -c '[.invoiceId]')
show_request 3 invoice.void.v1 --id demo-13 --set "invoiceIds=$paid" --wait
expect 'INVOICE_SETTLED' requests show demo-13

kill -TERM "$watcher"
wait "$watcher" 2>/dev/null || true

step "4,000 more customers, for a month's end that takes a moment"
for number in $(seq 1 4000); do
  printf '{"type": "Account", "id": "MANY-%s", "name": "Customer %s", "currency": "EUR", "billToContact": {"name": "Payables"}, "billingAddress": {"street": "Lange Reihe 1", "city": "Hamburg", "postalCode": "20099", "country": "DE"}}\n' "$number" "$number"
  printf '{"type": "BillingSchedule", "id": "MANY-%s", "accountId": "MANY-%s", "productName": "Line %s", "billingMethod": "Evergreen", "billingTermUnit": "Month", "startDate": "2026-12-01", "quantity": "1", "unitPrice": "19.90", "billingPeriodAmount": "19.90", "invoiceRunMatchingValue": "Batch 2"}\n' "$number" "$number" "$number"
done >"$work/many.ndjson"
show import "$work/many.ndjson"

step "Watching the events of runs from here on"
"$program" watch --type 'invoice-run.#' --type 'invoice-request.#' \
  > >(exec tee -a "$work/notified" | sed -u 's/^/  notified: /') 2>"$work/watch-runs.log" </dev/null &
watcher=$!
processes+=("$watcher")
until_found Watching "$work/watch-runs.log"

step "14. A scheduler: a run that begins by itself, at the next full minute of the clocks in Oslo"
begins=$((($(date +%s) + 15 + 59) / 60 * 60))
soon=$(jq -nc --arg date "$(TZ=Europe/Oslo date -d "@$begins" +%F)" --arg time "$(TZ=Europe/Oslo date -d "@$begins" +%H:%M)" \
  '[{type: "InvoiceScheduler", id: "SOON", name: "Sakura, once", status: "Active", frequency: "Once", startDate: $date, time: $time,
     timeZone: "Europe/Oslo", targetDate: "2027-02-01", invoiceDate: "2027-02-01", action: "Draft", criteria: {accountIds: ["ACC-2002"]}}]')
show_request 0 records.upsert.v1 --id demo-14 --set "records=$soon" --wait
show schedulers list

step "15. Meanwhile a run over everybody, as drafts; the faulty schedule of before is tried once more, and fails again"
show_request 0 billing-schedule.recover.v1 --id demo-15 --set 'billingScheduleIds=["BS-4003"]' --wait
show_request 0 invoice-run.start.v1 --id demo-16 --set invoiceRunId=RUN-2026-12 --set targetDate=2027-01-01 \
  --set invoiceDate=2026-12-31 --set action=Draft --wait
show_ending 2 runs watch RUN-2026-12
show runs errors RUN-2026-12
expect 'TAX_RATE_NOT_FOUND' runs errors RUN-2026-12
expect 'Passed over: Suspended +1' runs show RUN-2026-12

step "16. Another one, canceled while it runs: what it has made is taken back, and no more is made"
show_request 0 invoice-run.start.v1 --id demo-17 --set invoiceRunId=RUN-2027-01 --set targetDate=2027-02-01 \
  --set invoiceDate=2027-01-31 --set action=Draft --set 'criteria.matchingValues=["Batch 2"]' --wait
status=0
show request invoice-run.cancel.v1 --id demo-18 --set invoiceRunId=RUN-2027-01 --set cancelDrafts=true --wait || status=$?
printf '(exit status %s)\n' "$status"
case "$status" in
  0)
    show_ending 3 runs watch RUN-2027-01
    canceling=$("$program" runs list --kind Cancel --json | jq -r '.[0].invoiceRunId')
    show_ending 0 runs watch "$canceling"
    ;;
  3)
    # What is running cannot be held for a show. A run that has ended stays as it is, and the answer says so.
    expect 'INVOICE_RUN_NOT_RUNNING' requests show demo-18
    printf 'On this machine the run was through before it could be canceled; its drafts stay.\n'
    show_ending 0 runs watch RUN-2027-01
    ;;
  *) fail "the request demo-18 ended with status $status instead of 0 or 3" ;;
esac

step "17. The scheduler's minute has come, or comes now: its run began by itself"
scheduled=
for _ in $(seq 1 180); do
  scheduled=$("$program" schedulers list --json |
    jq -r '.[] | select(.schedulerId == "SOON") | .occurrences[0].invoiceRunId // empty')
  [ -z "$scheduled" ] || break
  sleep 0.5
done
[ -n "$scheduled" ] || fail "the scheduler did not begin a run in its minute"
show_ending 0 runs watch "$scheduled"
show schedulers list
show runs list

step "18. The first invoice by e-mail, as a page in PDF and as an e-invoice in UBL"
show_request 0 invoice.send-email.v1 --id demo-19 --set "invoiceIds=$paid" --set 'attachments=["Ubl","Pdf"]' --wait
for _ in $(seq 1 200); do
  # Of one name each, which says when it came.
  received=$(find "$work/mail/box/new" -type f 2>/dev/null | head -n 1)
  [ -z "$received" ] || break
  sleep 0.1
done
[ -n "$received" ] || fail "the e-mail did not arrive within 20 s"
printf 'What arrived:\n'
/usr/bin/python3 - "$received" <<'PY'
import email, email.policy, sys
message = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
for name in ("From", "To", "Subject"):
    print(f"  {name}: {message[name]}")
print("  " + message.get_body(("plain",)).get_content().strip().replace("\n", "\n  "))
kinds = {"application/pdf": b"%PDF-", "application/xml": b"<?xml"}
attachments = list(message.iter_attachments())
for attachment in attachments:
    content = attachment.get_payload(decode=True)
    print(f"  attached: {attachment.get_filename()}, {attachment.get_content_type()}, {len(content):,} bytes")
    assert content.startswith(kinds[attachment.get_content_type()])
assert len(attachments) == 2
PY
show invoices show INV-2026-000001

step "19. What somebody else has invoiced: a Factur-X document, a PDF with the invoice as XML inside"
show ingest --order ORD-77 compose/sample/factur-x.pdf
expect 'NL-1190 ' invoices list --account ACC-1001

kill -TERM "$watcher"
wait "$watcher" 2>/dev/null || true

step "The invoices of an account"
show invoices list --account ACC-1001

step "The invoices on an order's list"
show invoices list --order ORD-78

step "One invoice in full, and what happened to it"
show invoices show INV-2026-000001 --history

step "A payment, and what became of it"
show payments show BANK-7

step "Why the pilot's last line is 48.39: a day of a month"
show invoices explain INV-2026-000001 --line 6
expect '1500.00 × 1 ÷ 31 = 48.387' invoices explain INV-2026-000001 --line 6

step "Why nothing is owed on the voided invoice, figure by figure"
show invoices explain INV-2026-000002

step "Who owes what, should nobody pay in the next 90 days"
later=$(date -u -d '90 days' +%F)
show report aging --as-of "$later"
expect '^ACC-1001 .* 4438\.35$' report aging --as-of "$later"

step "A statement for Hafenkaffee: what was owed, what moved it, what is open"
show report statement --account ACC-1001 --from 2026-11-01 --to "$today"
expect 'Closing balance +4438\.35$' report statement --account ACC-1001 --from 2026-11-01 --to "$today"

step "No number is missing"
show numbers check

step "Every promise, checked on the database while the workers run"
show audit

step "The error logs of the refused request"
show error-logs list --request demo-6

step "The dead letter, for an operator"
show dead list

step "What you have seen"
cat <<'TXT'
Requests were published to RabbitMQ and taken by whichever worker was free. A worker locks the accounts concerned,
plans every invoice from plain facts, and commits invoices, schedule progress, outcome and notifications in one
transaction; only then it acknowledges the request and publishes what the transaction promised. That is why a
request sent twice (2) has one effect and the same answer, and why no process that dies in between loses or
doubles anything.

Month ends stay month ends: 31 August, 30 September, 31 October. A part of a period is charged by its days. Tax is
rounded once for each rate on the invoice and spread over its lines to the last cent. Numbers are given at posting,
without a gap. Drafts have none (3).

A faulty schedule fails its own invoice and no other (5), and waits in status Error until it is fixed and recovered.
A suspended schedule holds back all that was asked for together with it (6). A request that is wrong in itself changes
nothing (7); a copy of it is a dead letter. Every refusal says what to do, in its completion and in an error log.

After the draft (8) nothing is rewritten. What is owed is moved by rows that are only ever added: a payment and what it
settles (9), a credit memo that takes an invoice back (11). The same payment is one payment, whoever reports it (10). What
was voided is billed again (12), and what was paid is not voided before it is unapplied (13). So the reports agree with
each other on any day, every amount can be explained from what is stored, and an audit can check all of it.

A run (15) is a row and a series of messages: whichever worker is free takes the next chunk, bills its accounts as requests would,
and commits once. What fails is named and holds up nothing else; a suspended schedule is passed over. A run that was canceled
(16) makes nothing after the answer. A scheduler (14, 17) begins one run for each of its times, whatever the workers are doing.

An e-mail (18) is queued by the request's own transaction and sent when that is committed: never lost, and never sent by a
request that was taken back. What others have invoiced (19) is ingested under its own number, and every sum of it is checked.
TXT

if [ "$keep" = yes ]; then
  cat <<TXT

Broker and workers go on running. To talk to them:
  export AMQP_URL=$operator_url DATABASE_URL=$DATABASE_URL
  $program --help
To stop them:
  kill ${processes[0]} ${processes[1]}; $PWD/compose/broker.sh stop $work/broker; rm -rf $work
TXT
  disown -a
fi
