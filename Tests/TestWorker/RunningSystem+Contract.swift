import AMQP
import Contract
import JSON
import Messages
import TestSupport

extension RunningSystem {
  /// Events of a type that are looked at; the chaos tests make very many alike.
  private static let checkedOfType = 100

  /// Holds the events that have come to what the contract declares of them: each member, and none besides.
  ///
  /// - Throws: ``ConditionNotMet`` for the first that is otherwise.
  func holdEventsToContract() throws {
    var checked: [EventType: Int] = [:]
    for message in events.messages {
      guard let type = EventType(rawValue: message.routingKey),
        message.properties.contentType == Event.contentType,
        checked[type, default: 0] < Self.checkedOfType
      else { continue }
      checked[type, default: 0] += 1
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
