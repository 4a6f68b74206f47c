import Messages

/// What is to be decided about a request that is run. A message without a key is none.
enum RequestToRun: Sendable {
  case plan(IdentifiedRequest)
  case refuse(IdentifiedHeader, Refusal)
  /// It is not run any more, for this reason.
  case giveUp(IdentifiedHeader, reason: String)

  var header: IdentifiedHeader {
    switch self {
    case .plan(let identified): identified.header
    case .refuse(let header, _), .giveUp(let header, _): header
    }
  }
}
