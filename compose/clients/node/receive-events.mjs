// Enters each posted invoice into a ledger, once: node receive-events.mjs DATABASE
import { DatabaseSync } from 'node:sqlite'; // Node 22.5 and newer
import amqp from 'amqplib';

const QUEUE = 'ledger.invoices';

// Your own database: the event's identifier is unique, in the transaction of what the event causes.
const ledger = new DatabaseSync(process.argv[2]);
ledger.exec('CREATE TABLE IF NOT EXISTS entry (event_id TEXT PRIMARY KEY, invoice TEXT, amount TEXT, currency TEXT)');
const enter = ledger.prepare('INSERT INTO entry VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');

/** Of the broker, the queue or the database: a supervisor starts this again, and what is not acknowledged comes again. */
function end(error) {
  console.error(error.message);
  process.exit(1);
}

try {
  const connection = await amqp.connect(process.env.AMQP_URL);
  connection.on('error', end);
  connection.on('close', () => end(new Error('the broker has gone')));
  const channel = await connection.createChannel();
  channel.on('error', end);
  await channel.assertQueue(QUEUE, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.bindQueue(QUEUE, 'invoice.events', 'invoice.posted.v1');
  await channel.prefetch(100);
  await channel.consume(QUEUE, (message) => {
    if (message === null) return end(new Error(`${QUEUE} is gone`));
    try {
      const { id, data } = JSON.parse(message.content); // amounts are decimal strings: never floats
      const entry = [data.invoiceNumber, data.totalAmountWithTax, data.currency];
      const { changes } = enter.run(id, ...entry);
      channel.ack(message); // only now
      console.log(changes === 1 ? 'entered' : 'seen before', ...entry);
    } catch (error) {
      end(error);
    }
  });
  console.log('Receiving from', QUEUE);
} catch (error) {
  end(error);
}
