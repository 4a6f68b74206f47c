import AMQP
import Contract
import JSON
import Messages
import TestSupport

extension RunningSystem {
  /// Events that are looked at; the chaos tests make very many alike.
  private static let checkedEvents = 5_000

  /// Holds every event that has come to what the contract declares of it: each member, and none besides.
  ///
  /// - Throws: ``ConditionNotMet`` for the first that is otherwise.
  func holdEventsToContract() throws {
    for message in events.messages.prefix(Self.checkedEvents) {
      guard let type = EventType(rawValue: message.routingKey),
        message.properties.contentType == Event.contentType
      else { continue }
      let root = try JSONDocument(reading: message.body).root
      let faults = EventForm(type).envelope.faults(in: root)
      guard faults.isEmpty else {
        throw ConditionNotMet(
          "an event as the contract declares it: \(type.rawValue): \(faults.joined(separator: "; "))"
        )
      }
    }
  }
}
