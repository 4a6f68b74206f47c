#!/usr/bin/env python3
"""Enters each posted invoice into a ledger, once: receive_events.py DATABASE"""

import json
import os
import sqlite3
import sys

import pika
import pika.exceptions

QUEUE = "ledger.invoices"


def open_ledger(path):
    # Your own database: the event's identifier is unique, in the transaction of what the event causes.
    ledger = sqlite3.connect(path)
    ledger.execute(
        "CREATE TABLE IF NOT EXISTS entry (event_id TEXT PRIMARY KEY, invoice TEXT, amount TEXT, currency TEXT)"
    )
    return ledger


def main(path):
    ledger = open_ledger(path)

    def receive(channel, delivery, properties, body):
        event = json.loads(body)
        invoice = event["data"]  # amounts are decimal strings: never floats
        entry = (event["id"], invoice["invoiceNumber"], invoice["totalAmountWithTax"], invoice["currency"])
        with ledger:  # commits, or rolls back and raises: then the event is not acknowledged and comes again
            cursor = ledger.execute("INSERT INTO entry VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", entry)
        channel.basic_ack(delivery.delivery_tag)
        print("entered" if cursor.rowcount else "seen before", *entry[1:], flush=True)

    try:
        with pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"])) as connection:
            channel = connection.channel()
            channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
            channel.queue_bind(QUEUE, "invoice.events", "invoice.posted.v1")
            channel.basic_qos(prefetch_count=100)
            channel.basic_consume(QUEUE, receive)
            print(f"Receiving from {QUEUE}", flush=True)
            channel.start_consuming()  # returns when the queue is deleted
            sys.exit(f"{QUEUE} is gone")
    except pika.exceptions.AMQPError as error:
        sys.exit(f"The broker is away: {error!r}")  # a supervisor starts this again
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
