#!/usr/bin/env python3
"""Bills what is due of an account and prints the answer: send_request.py ACCOUNT DATE IDENTIFIER"""

import json
import os
import sys
import time

import pika
import pika.exceptions

EXIT_STATUS = {"Succeeded": 0, "PartiallySucceeded": 2, "Failed": 3, "Rejected": 4}
ATTEMPTS, SECONDS_PER_ATTEMPT = 3, 30


def ask(channel, request):
    """Returns the completion's body, or None when nobody answers."""
    answers = []
    channel.confirm_delivery()  # from now on publishing raises unless the broker has stored the message
    channel.basic_consume("amq.rabbitmq.reply-to", lambda *reply: answers.append(reply[3]), auto_ack=True)
    properties = pika.BasicProperties(
        content_type="application/cloudevents+json", delivery_mode=pika.DeliveryMode.Persistent,
        reply_to="amq.rabbitmq.reply-to",
    )
    for _ in range(ATTEMPTS):  # an answer may be lost; asking again has no second effect
        channel.basic_publish("invoice.requests", request["type"], json.dumps(request), properties)
        deadline = time.monotonic() + SECONDS_PER_ATTEMPT
        while not answers and (left := deadline - time.monotonic()) > 0:
            channel.connection.process_data_events(time_limit=left)
        if answers:
            return answers[0]
    return None


def main(account, date, identifier):
    request = {
        "specversion": "1.0",
        "type": "invoice.generate.v1",
        "source": "crm",
        "id": identifier,  # the idempotency key: choose it once, store it, and keep it when you ask again
        "data": {"accountId": account, "targetDate": date, "invoiceDate": date, "action": "Posted"},
    }
    try:
        with pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"])) as connection:
            body = ask(connection.channel(), request)
    except pika.exceptions.AMQPError as error:
        sys.exit(f"The request may not have arrived ({error!r}): run this again with the same identifier.")
    if body is None:
        sys.exit("No answer yet: run this again with the same identifier.")
    print(body.decode())
    return EXIT_STATUS[json.loads(body)["data"]["outcome"]]


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
