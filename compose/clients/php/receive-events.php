<?php
// Enters each posted invoice into a ledger, once: php receive-events.php DATABASE
declare(strict_types=1);

use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;

require_once __DIR__ . '/connection.php';

const QUEUE = 'ledger.invoices';

if ($argc !== 2) {
    fwrite(STDERR, "Usage: php receive-events.php DATABASE\n");
    exit(1);
}
// Your own database: the event's identifier is unique, in the transaction of what the event causes.
$ledger = new PDO('sqlite:' . $argv[1], options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$ledger->exec('CREATE TABLE IF NOT EXISTS entry (event_id TEXT PRIMARY KEY, invoice TEXT, amount TEXT, currency TEXT)');
$enter = $ledger->prepare('INSERT INTO entry VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');

$receive = function (AMQPMessage $message) use ($enter): void {
    $event = json_decode($message->getBody(), flags: JSON_THROW_ON_ERROR);
    $invoice = $event->data; // amounts are decimal strings: never floats
    $entry = [$invoice->invoiceNumber, $invoice->totalAmountWithTax, $invoice->currency];
    $enter->execute([$event->id, ...$entry]);
    $message->ack(); // only now: what is not acknowledged comes again
    echo implode(' ', [$enter->rowCount() ? 'entered' : 'seen before', ...$entry]), "\n";
};

try {
    $channel = connection()->channel();
    $quorum = new AMQPTable(['x-queue-type' => 'quorum']);
    $channel->queue_declare(QUEUE, durable: true, auto_delete: false, arguments: $quorum);
    $channel->queue_bind(QUEUE, 'invoice.events', 'invoice.posted.v1');
    $channel->basic_qos(0, 100, false);
    $channel->basic_consume(QUEUE, callback: $receive);
    echo 'Receiving from ', QUEUE, "\n";
    while ($channel->is_consuming()) {
        $channel->wait();
    }
    throw new RuntimeException(QUEUE . ' is gone');
} catch (Throwable $error) { // of the broker, the queue or the database: a supervisor starts this again
    fwrite(STDERR, $error->getMessage() . "\n");
    exit(1);
}
