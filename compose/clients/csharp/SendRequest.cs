// Bills what is due of an account and prints the answer: SendRequest ACCOUNT DATE IDENTIFIER
// RabbitMQ.Client 7
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

static class SendRequest
{
    static readonly Dictionary<string, int> ExitStatus =
        new Dictionary<string, int> { ["Succeeded"] = 0, ["PartiallySucceeded"] = 2, ["Failed"] = 3, ["Rejected"] = 4 };

    static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length != 3) return End("Usage: SendRequest ACCOUNT DATE IDENTIFIER");
        var request = JsonSerializer.SerializeToUtf8Bytes(new {
            specversion = "1.0", type = "invoice.generate.v1", source = "crm",
            id = arguments[2], // the idempotency key: choose it once, store it, and keep it when you ask again
            data = new { accountId = arguments[0], targetDate = arguments[1], invoiceDate = arguments[1], action = "Posted" },
        });
        try {
            var factory = new ConnectionFactory { Uri = new Uri(Environment.GetEnvironmentVariable("AMQP_URL")) };
            // With both, BasicPublishAsync throws unless the broker has stored the message.
            var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
            using (var connection = await factory.CreateConnectionAsync())
            using (var channel = await connection.CreateChannelAsync(options)) {
                var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += (_, delivery) => {
                    answer.TrySetResult(delivery.Body.ToArray());
                    return Task.CompletedTask;
                };
                await channel.BasicConsumeAsync("amq.rabbitmq.reply-to", true, consumer);
                var properties = new BasicProperties
                    { ContentType = "application/cloudevents+json", Persistent = true, ReplyTo = "amq.rabbitmq.reply-to" };
                for (var attempt = 0; attempt < 3; attempt++) { // an answer may be lost; asking again has no second effect
                    await channel.BasicPublishAsync("invoice.requests", "invoice.generate.v1", false, properties, request);
                    if (await Task.WhenAny(answer.Task, Task.Delay(TimeSpan.FromSeconds(30))) != answer.Task) continue;
                    Console.WriteLine(Encoding.UTF8.GetString(answer.Task.Result));
                    using (var completion = JsonDocument.Parse(answer.Task.Result))
                        return ExitStatus[completion.RootElement.GetProperty("data").GetProperty("outcome").GetString()];
                }
            }
            return End("No answer yet: run this again with the same identifier.");
        } catch (Exception error) when (error is IOException || error is RabbitMQClientException) {
            return End($"The request may not have arrived ({error.Message}): run this again with the same identifier.");
        }
    }

    static int End(string sentence) { Console.Error.WriteLine(sentence); return 1; }
}
