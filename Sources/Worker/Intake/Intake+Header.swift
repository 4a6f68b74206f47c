import Messages

extension Intake {
  /// The header of a request that can be answered; nil when it has no usable key.
  var header: IdentifiedHeader? {
    switch self {
    case .request(let identified): identified.header
    case .refused(let header, _): header
    case .unidentified: nil
    }
  }
}
