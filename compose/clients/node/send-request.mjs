// Bills what is due of an account and prints the answer: node send-request.mjs ACCOUNT DATE IDENTIFIER
import amqp from 'amqplib';

const EXIT_STATUS = { Succeeded: 0, PartiallySucceeded: 2, Failed: 3, Rejected: 4 };

/** Resolves to the completion's body, or to undefined when nobody answers. */
async function ask(connection, request) {
  const channel = await connection.createConfirmChannel();
  const answer = new Promise((resolve, reject) => {
    connection.on('close', () => reject(new Error('the connection has ended')));
    channel.consume('amq.rabbitmq.reply-to', (message) => resolve(message.content), { noAck: true }).catch(reject);
  });
  for (let attempt = 0; attempt < 3; attempt += 1) { // an answer may be lost; asking again has no second effect
    channel.publish('invoice.requests', request.type, Buffer.from(JSON.stringify(request)), {
      contentType: 'application/cloudevents+json', persistent: true, replyTo: 'amq.rabbitmq.reply-to',
    });
    await channel.waitForConfirms(); // rejects unless the broker has stored the request
    const body = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 30_000))]);
    if (body) return body;
  }
  return undefined;
}

const [account, date, identifier] = process.argv.slice(2);
if (!identifier) {
  console.error('Usage: node send-request.mjs ACCOUNT DATE IDENTIFIER');
  process.exit(1);
}
try {
  const connection = await amqp.connect(process.env.AMQP_URL);
  connection.on('error', () => {}); // "close" follows, and says it to whoever waits
  const body = await ask(connection, {
    specversion: '1.0',
    type: 'invoice.generate.v1',
    source: 'crm',
    id: identifier, // the idempotency key: choose it once, store it, and keep it when you ask again
    data: { accountId: account, targetDate: date, invoiceDate: date, action: 'Posted' },
  });
  if (!body) throw new Error('there is no answer yet');
  console.log(body.toString());
  process.exit(EXIT_STATUS[JSON.parse(body).data.outcome]);
} catch (error) {
  console.error(`${error.message}: run this again with the same identifier`);
  process.exit(1);
}
