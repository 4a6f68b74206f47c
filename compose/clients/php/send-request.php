<?php
// Bills what is due of an account and prints the answer: php send-request.php ACCOUNT DATE IDENTIFIER
declare(strict_types=1);

use PhpAmqpLib\Exception\{AMQPExceptionInterface, AMQPTimeoutException};
use PhpAmqpLib\Message\AMQPMessage;

require_once __DIR__ . '/connection.php';

const EXIT_STATUS = ['Succeeded' => 0, 'PartiallySucceeded' => 2, 'Failed' => 3, 'Rejected' => 4];

function ask(string $request): ?string
{
    $channel = connection()->channel();
    $channel->confirm_select(); // from now on the broker says what it has stored
    $channel->set_nack_handler(function (): never {
        throw new RuntimeException('the broker has not stored it');
    });
    $answer = null;
    $take = function (AMQPMessage $message) use (&$answer): void {
        $answer = $message->getBody();
    };
    $channel->basic_consume('amq.rabbitmq.reply-to', no_ack: true, callback: $take);
    $message = new AMQPMessage($request, [
        'content_type' => 'application/cloudevents+json',
        'delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT,
        'reply_to' => 'amq.rabbitmq.reply-to',
    ]);
    for ($attempt = 0; $attempt < 3; $attempt++) { // an answer may be lost; asking again has no second effect
        $channel->basic_publish($message, 'invoice.requests', 'invoice.generate.v1');
        $channel->wait_for_pending_acks(30);
        try {
            while ($answer === null) {
                $channel->wait(timeout: 30);
            }
            return $answer;
        } catch (AMQPTimeoutException) {
        }
    }
    return null;
}

if ($argc !== 4) {
    fwrite(STDERR, "Usage: php send-request.php ACCOUNT DATE IDENTIFIER\n");
    exit(1);
}
[, $account, $date, $identifier] = $argv;
$data = ['accountId' => $account, 'targetDate' => $date, 'invoiceDate' => $date, 'action' => 'Posted'];
// The id is the idempotency key: choose it once, store it, and keep it when you ask again.
$event = ['specversion' => '1.0', 'type' => 'invoice.generate.v1', 'source' => 'crm', 'id' => $identifier, 'data' => $data];
try {
    $answer = ask(json_encode($event, JSON_THROW_ON_ERROR)) ?? throw new RuntimeException('there is no answer yet');
} catch (AMQPExceptionInterface | RuntimeException $error) {
    fwrite(STDERR, "{$error->getMessage()}: run this again with the same identifier\n");
    exit(1);
}
echo $answer, "\n";
exit(EXIT_STATUS[json_decode($answer, flags: JSON_THROW_ON_ERROR)->data->outcome]);
