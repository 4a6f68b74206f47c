import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bills what is due of an account and prints the answer: java SendRequest.java ACCOUNT DATE IDENTIFIER */
public class SendRequest {
    private static final Map<String, Integer> EXIT_STATUS =
            Map.of("Succeeded", 0, "PartiallySucceeded", 2, "Failed", 3, "Rejected", 4);

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            end("Usage: java SendRequest.java ACCOUNT DATE IDENTIFIER");
        }
        // An ObjectNode keeps its order, a Map does not: the same request must have the same bytes.
        var json = new ObjectMapper();
        var request = json.createObjectNode().put("specversion", "1.0").put("type", "invoice.generate.v1")
                .put("source", "crm")
                .put("id", arguments[2]); // the idempotency key: choose it once, store it, keep it when you ask again
        request.putObject("data").put("accountId", arguments[0]).put("targetDate", arguments[1])
                .put("invoiceDate", arguments[1]).put("action", "Posted");
        var properties = new AMQP.BasicProperties.Builder().contentType("application/cloudevents+json")
                .deliveryMode(2).replyTo("amq.rabbitmq.reply-to").build();
        var factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (var connection = factory.newConnection(); var channel = connection.createChannel()) {
            channel.confirmSelect(); // from now on the broker says what it has stored
            var answers = new LinkedBlockingQueue<byte[]>();
            channel.basicConsume("amq.rabbitmq.reply-to", true, (tag, answer) -> answers.add(answer.getBody()), tag -> {});
            for (int attempt = 0; attempt < 3; attempt++) { // an answer may be lost; asking again has no second effect
                channel.basicPublish("invoice.requests", "invoice.generate.v1", properties, json.writeValueAsBytes(request));
                channel.waitForConfirmsOrDie(30_000);
                byte[] answer = answers.poll(30, TimeUnit.SECONDS);
                if (answer != null) {
                    System.out.println(new String(answer, StandardCharsets.UTF_8));
                    System.exit(EXIT_STATUS.get(json.readTree(answer).at("/data/outcome").asText()));
                }
            }
            end("No answer yet: run this again with the same identifier.");
        } catch (IOException | TimeoutException | ShutdownSignalException error) {
            end("The request may not have arrived (" + error + "): run this again with the same identifier.");
        }
    }

    private static void end(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }
}
