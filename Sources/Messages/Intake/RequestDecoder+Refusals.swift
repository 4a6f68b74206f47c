import Billing

extension RequestDecoder {
  static func malformed(_ message: String) -> Refusal {
    Refusal(outcome: .rejected, faults: [Fault(code: .requestMalformed, message: message)])
  }

  static func unknownType(_ type: String?) -> Refusal {
    let given = type.map { "The request type \(EscapedText.of($0)) is not known here." }
    let known = RequestType.allCases.map(\.rawValue).joined(separator: ", ")
    return Refusal(
      outcome: .rejected,
      faults: [
        Fault(
          code: .requestTypeUnknown,
          message: "\(given ?? "The request names no type.") This version handles \(known).")
      ])
  }

  static func bodyOverLimit(_ message: RequestMessage, of queue: RequestQueue) -> Refusal {
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
