import Billing

extension RequestDecoder {
  /// Where the source is the user whom the broker has checked, and the message names none.
  static let userMissing = Refusal(
    outcome: .rejected,
    faults: [
      Fault(
        code: .requestInvalid,
        message: "The message has no user_id, and here the source of a request is the user whom the"
          + " broker has checked. Set the property user_id to the user you sign in to the broker"
          + " as, and send it again under a new identifier.")
    ])

  static func malformed(_ message: String) -> Refusal {
    Refusal(outcome: .rejected, faults: [Fault(code: .requestMalformed, message: message)])
  }

  static func unknownType(_ type: String?) -> Refusal {
    let given = type.map { "The request type \(EscapedText.of($0)) is not known here." }
    let known = RequestDefinition.all.map(\.type.rawValue).joined(separator: ", ")
    return Refusal(
      outcome: .rejected,
      faults: [
        Fault(
          code: .requestTypeUnknown,
          message: "\(given ?? "The request names no type.") This version handles \(known).")
      ])
  }

  static func bodyOverLimit(_ message: RequestMessage, of queue: WorkQueue) -> Refusal {
    Refusal(
      outcome: .rejected,
      faults: [
        Fault(
          code: .limitExceeded,
          message: "The body has \(message.bodySize) bytes; the limit for this kind of request is"
            + " \(queue.bodyLimit). Send several smaller requests.")
      ],
      isOverBodyLimit: true)
  }
}
