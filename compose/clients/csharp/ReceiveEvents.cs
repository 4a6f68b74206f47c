// Enters each posted invoice into a ledger, once: ReceiveEvents DATABASE
// RabbitMQ.Client 7 and Microsoft.Data.Sqlite
using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

static class ReceiveEvents
{
    const string Queue = "ledger.invoices";
    static readonly TaskCompletionSource<Exception> End =
        new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);

    static async Task<int> Main(string[] arguments)
    {
        // Your own database: the event's identifier is unique, in the transaction of what the event causes.
        using (var ledger = new SqliteConnection($"Data Source={arguments[0]}")) {
            ledger.Open();
            Execute(ledger, "CREATE TABLE IF NOT EXISTS entry (event_id TEXT PRIMARY KEY, invoice TEXT, amount TEXT, currency TEXT)");
            var factory = new ConnectionFactory { Uri = new Uri(Environment.GetEnvironmentVariable("AMQP_URL")) };
            using (var connection = await factory.CreateConnectionAsync()) // connects again by itself after an outage
            using (var channel = await connection.CreateChannelAsync()) {
                await channel.QueueDeclareAsync(Queue, true, false, false, new Dictionary<string, object> { ["x-queue-type"] = "quorum" });
                await channel.QueueBindAsync(Queue, "invoice.events", "invoice.posted.v1");
                await channel.BasicQosAsync(0, 100, false);
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += async (_, delivery) => {
                    try {
                        Receive(ledger, JsonDocument.Parse(delivery.Body).RootElement);
                        await channel.BasicAckAsync(delivery.DeliveryTag, false); // only now: what is not acknowledged comes again
                    } catch (Exception error) { End.TrySetResult(error); }
                };
                await channel.BasicConsumeAsync(Queue, false, consumer);
                Console.WriteLine($"Receiving from {Queue}");
                Console.Error.WriteLine((await End.Task).Message);
                return 1; // a supervisor starts this again
            }
        }
    }

    static void Receive(SqliteConnection ledger, JsonElement received)
    {
        Func<string, string> text = name => received.GetProperty("data").GetProperty(name).GetString();
        string[] entry = { text("invoiceNumber"), text("totalAmountWithTax"), text("currency") }; // amounts are texts: never floats
        var entered = Execute(ledger, "INSERT INTO entry VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            received.GetProperty("id").GetString(), entry[0], entry[1], entry[2]);
        Console.WriteLine($"{(entered == 1 ? "entered" : "seen before")} {string.Join(" ", entry)}");
    }

    static int Execute(SqliteConnection ledger, string statement, params string[] values)
    {
        using (var command = new SqliteCommand(statement, ledger)) {
            for (var place = 0; place < values.Length; place++) command.Parameters.AddWithValue($"${place + 1}", values[place]);
            return command.ExecuteNonQuery();
        }
    }
}
