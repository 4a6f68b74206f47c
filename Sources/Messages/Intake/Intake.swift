/// What a delivered message turned out to be. Every message is one of these.
package enum Intake: Hashable, Sendable {
  /// A request whose form is right.
  case request(IdentifiedRequest)
  /// A request that can be answered, and is refused before anything is looked up.
  case refused(IdentifiedHeader, Refusal)
  /// No key to answer under: it becomes a dead letter, is logged, and has no completion.
  case unidentified(UnidentifiedMessage)

  /// The same in another trace; a message without a key has none.
  package func traced(_ trace: TraceContext) -> Intake {
    switch self {
    case .request(var request):
      request.header.trace = trace
      return .request(request)
    case .refused(var header, let refusal):
      header.trace = trace
      return .refused(header, refusal)
    case .unidentified: return self
    }
  }

  /// Whether it was refused for its body's length: see ``Refusal/isOverBodyLimit``.
  package var isOverBodyLimit: Bool {
    guard case .refused(_, let refusal) = self else { return false }
    return refusal.isOverBodyLimit
  }

  /// Whether its body may be kept only masked: see ``Refusal/holdsCardNumber``.
  package var holdsCardNumber: Bool {
    guard case .refused(_, let refusal) = self else { return false }
    return refusal.holdsCardNumber
  }
}
