package import Billing
package import Messages

/// Asks the worker's own decoder, without a broker.
package enum ContractCheck {
  /// What a worker would find wrong with the data of a request; nothing is a request that it would run.
  package static func faults(ofRequest definition: RequestDefinition, _ body: [UInt8]) -> [Fault] {
    refusal(ofRequest: definition, body)?.faults ?? []
  }

  /// The refusal that a worker would answer with; nil for what it would run.
  package static func refusal(
    ofRequest definition: RequestDefinition, _ body: [UInt8]
  ) -> Refusal? {
    refusal(
      RequestMessage(
        body: body, queue: definition.queue, contentType: "application/json", messageId: "check",
        type: definition.type.rawValue, appId: "contract"))
  }

  /// The same of a message in the form of CloudEvents, which says its type itself.
  package static func refusal(ofCloudEvent body: [UInt8]) -> Refusal? {
    refusal(
      RequestMessage(body: body, queue: .unrouted, contentType: "application/cloudevents+json"))
  }

  /// The same of one record, by itself: pointers are into the record.
  package static func faults(ofRecord record: [UInt8]) -> [Fault] {
    guard let definition = RequestDefinition(typeName: RequestType.upsertRecords.rawValue) else {
      return []
    }
    let prefix = "/records/0"
    let body = Array(#"{"records":["#.utf8) + record + Array("]}".utf8)
    return faults(ofRequest: definition, body).map { fault in
      guard let pointer = fault.pointer, pointer.hasPrefix(prefix) else { return fault }
      return Fault(
        code: fault.code, message: fault.message,
        pointer: String(pointer.dropFirst(prefix.count)), source: fault.source)
    }
  }

  private static func refusal(_ message: RequestMessage) -> Refusal? {
    switch RequestDecoder.decode(message) {
    case .request: nil
    case .refused(_, let refusal): refusal
    case .unidentified(let message): Refusal(outcome: .rejected, faults: [message.fault])
    }
  }
}
