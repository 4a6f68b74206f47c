import AMQP
import Worker

/// How many messages the queue of dead letters holds, beside how many are recorded.
enum DeadLetterDepth {
  /// The messages that are ready, by a question that touches none of them.
  static func ready(_ broker: OperatorBroker) async throws(CommandFailure) -> Int {
    try await broker.withCommands { commands throws(CommandFailure) in
      let counts = try await broker.attempt { () throws(AMQPError) in
        try await commands.declare(QueueDeclaration(name: QueueName.dead, isPassive: true))
      }
      return Int(counts.messageCount)
    }
  }

  /// Says in a sentence when the queue holds more than is recorded, or why that is not known.
  static func tellOfMore(
    than rows: DeadLetterRows, _ broker: OperatorBroker, _ console: Console
  ) async {
    do throws(CommandFailure) {
      let ready = try await ready(broker)
      let recorded = try await rows.count(DeadLetterSelection(), upTo: ready)
      guard ready > recorded else { return }
      console.error(
        "The queue holds \(DeadLetterReport.count(ready)), \(ready - recorded) more than are recorded: what the broker moved there, or was parked long ago. --in-queue lists them; each look counts as a delivery."
      )
    } catch {
      console.error("How many the queue holds is not known: \(error.sentence).")
    }
  }
}

extension DeadLetter {
  /// What to say of a name that no recorded letter has, as a sentence.
  static func absence(of name: String) -> String {
    "no dead letter \(name) is recorded; invoice-worker dead list shows what is, and --in-queue looks in the queue itself"
  }
}
