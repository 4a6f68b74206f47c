#!/bin/sh
# Bills what is due of an account and prints the answer, with Debian's amqp-tools and jq:
#   AMQP_URL=amqp://user:password@host:5672/vhost send-request.sh ACCOUNT DATE IDENTIFIER
# amqp-tools know no publisher confirms: only the answer says that the request has arrived. `invoice-worker request` does.
set -eu
[ $# -eq 3 ] || { echo "usage: send-request.sh ACCOUNT DATE IDENTIFIER" >&2; exit 1; }

# The id is the idempotency key: choose it once, store it, and keep it when you ask again.
request=$(jq -cn --arg account "$1" --arg date "$2" --arg id "$3" '{
  specversion: "1.0", type: "invoice.generate.v1", source: "crm", id: $id,
  data: {accountId: $account, targetDate: $date, invoiceDate: $date, action: "Posted"}}')

# A worker answers to queues that the broker has named, and to those with "reply" in their name.
replies=$(amqp-declare-queue -u "$AMQP_URL" -q "crm.reply.$$.$(date +%s)")
trap 'amqp-delete-queue -u "$AMQP_URL" -q "$replies" >/dev/null' EXIT
trap 'exit 1' INT TERM

for _ in 1 2 3; do # an answer may be lost; asking again has no second effect
  amqp-publish -u "$AMQP_URL" -e invoice.requests -r invoice.generate.v1 -p \
    -C application/cloudevents+json -t "$replies" -b "$request"
  if answer=$(timeout 30 amqp-consume -u "$AMQP_URL" -q "$replies" -c 1 cat); then
    printf '%s\n' "$answer"
    case $(printf '%s' "$answer" | jq -r .data.outcome) in
      Succeeded) exit 0 ;;
      PartiallySucceeded) exit 2 ;;
      Failed) exit 3 ;;
      Rejected) exit 4 ;;
    esac
  fi
done
echo "No answer yet: run this again with the same identifier." >&2
exit 1
