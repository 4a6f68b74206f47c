import AMQP
import JSON
import Messages
import Worker

extension Command {
  private static let type = Option(
    "--type", "PATTERN", isRepeatable: true, values: EventType.allCases.map(\.rawValue),
    summary: "only events of these types, as a topic pattern: invoice.# (default: every event)")

  static let watch = Command(
    CommandDescription(
      ["watch"],
      summary: "show events as they come, a line each, until interrupted",
      options: [type, .json],
      examples: ["watch --type invoice.# --type error-log.#"])
  ) { invocation throws(CommandFailure) in
    let broker = OperatorBroker(try invocation.configuration(), command: "watch")
    let patterns = invocation.arguments.values(type)
    let bindings = (patterns.isEmpty ? ["#"] : patterns).map {
      Subscription.Binding(exchange: ExchangeName.events, routingKey: $0)
    }
    return try await EventReceiver.with(broker, bindings: bindings) {
      receiver throws(CommandFailure) in
      // Said when the queue is there: from now on nothing is missed.
      invocation.console.error("Watching events; interrupt to end.")
      while true {
        let deliveries = await receiver.next()
        guard !deliveries.isEmpty else { return .success }
        for delivery in deliveries {
          invocation.console.write(line(of: delivery, isJSON: invocation.isJSON))
        }
      }
    }
  }

  private static func line(of delivery: Delivery, isJSON: Bool) -> [UInt8] {
    do throws(JSONError) {
      let event = try EventView(reading: delivery.body)
      return isJSON
        ? delivery.body.filter { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
        : Array(EventLine.text(event).utf8)
    } catch {
      // Somebody else's message on the exchange: shown by its key, and no reason to stop.
      let key = PrintableText.escaping(delivery.routingKey)
      guard isJSON else { return Array("-  \(key)  (not an event: \(error))\n".utf8) }
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("type")
      writer.string(delivery.routingKey)
      writer.key("unreadable")
      writer.string(error.description)
      writer.endObject()
      return writer.bytes + [UInt8(ascii: "\n")]
    }
  }
}
