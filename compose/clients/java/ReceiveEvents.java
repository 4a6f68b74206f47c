import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;

/** Enters each posted invoice into a ledger, once: java ReceiveEvents.java DATABASE */
public class ReceiveEvents {
    private static final String QUEUE = "ledger.invoices";
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            end(new IllegalArgumentException("Usage: java ReceiveEvents.java DATABASE"));
        }
        // Your own database: the event's identifier is unique, in the transaction of what the event causes.
        Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
        ledger.createStatement().execute("CREATE TABLE IF NOT EXISTS entry"
                + " (event_id TEXT PRIMARY KEY, invoice TEXT, amount TEXT, currency TEXT)");
        var factory = new ConnectionFactory(); // connects again by itself after an outage
        factory.setUri(System.getenv("AMQP_URL"));
        Channel channel = factory.newConnection().createChannel();
        channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
        channel.queueBind(QUEUE, "invoice.events", "invoice.posted.v1");
        channel.basicQos(100);
        channel.basicConsume(QUEUE, false, (tag, delivery) -> {
            try {
                receive(delivery, ledger);
                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            } catch (Exception error) {
                end(error); // what is not acknowledged comes again, once a supervisor has started this again
            }
        }, tag -> end(new IllegalStateException(QUEUE + " is gone")));
        System.out.println("Receiving from " + QUEUE);
    }

    private static void receive(Delivery delivery, Connection ledger) throws Exception {
        var event = JSON.readTree(delivery.getBody());
        String number = event.at("/data/invoiceNumber").asText();
        String amount = event.at("/data/totalAmountWithTax").asText(); // amounts are decimal strings: never floats
        String currency = event.at("/data/currency").asText();
        try (var entry = ledger.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            entry.setString(1, event.get("id").asText());
            entry.setString(2, number);
            entry.setString(3, amount);
            entry.setString(4, currency);
            System.out.println((entry.executeUpdate() == 1 ? "entered " : "seen before ")
                    + String.join(" ", number, amount, currency));
        }
    }

    private static void end(Exception error) {
        System.err.println(error);
        System.exit(1);
    }
}
