/// A payment, a refund or a reversal that was recorded before under the identifier that a request gives it: the same again
/// changes nothing, another is refused.
struct AlreadyRecorded {
  /// What is stored.
  let record: RecordReference
  /// What it says: `60.00 EUR of payment P on 2026-11-20`.
  let content: String
  /// Where the request gives the identifier.
  let pointer: String

  private var name: String { "\(record.type.rawValue) \(record.id)" }

  /// Succeeds without effects, with a warning: `note` follows the content and says what was not done again.
  func repeated(_ code: ErrorCode, _ note: String) -> Decision {
    Decision(
      outcome: .succeeded,
      warnings: [
        Fault(
          code: code, message: "\(name) is recorded already: \(content)\(note)", pointer: pointer,
          source: record)
      ])
  }

  /// The same identifier with other content.
  func conflict(_ code: ErrorCode) -> SettlementRefusal {
    let noun = record.type.rawValue.lowercased()
    return SettlementRefusal(
      code,
      "\(name) is recorded already with other content: \(content). Use another \(noun)Id for "
        + "another \(noun).", at: pointer, source: record)
  }
}
