import Contract

extension ContractSubject {
  /// What an operand names.
  init(argument name: String) throws(CommandFailure) {
    guard let subject = ContractSubject(name: name) else {
      throw CommandFailure(
        .unknown(
          "request type, kind of record or event", name, known: ContractSubject.all.map(\.name)),
        help: "invoice-worker contract schema --help lists them")
    }
    self = subject
  }

  /// For the help of commands whose operand may be any of them.
  static let listed: String = {
    let requests = all.filter { if case .request = $0 { true } else { false } }
    let records = all.filter { if case .record = $0 { true } else { false } }
    let events = all.filter { if case .event = $0 { true } else { false } }
    return [("Requests", requests), ("Records", records), ("Events", events)]
      .map { "\($0.0): \($0.1.map(\.name).joined(separator: ", "))." }.joined(separator: "\n")
  }()
}
