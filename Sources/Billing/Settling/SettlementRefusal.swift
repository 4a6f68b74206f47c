/// Why a settlement is refused: at least one fault. Nothing has moved.
struct SettlementRefusal: Error {
  let faults: [Fault]

  init(_ faults: [Fault]) { self.faults = faults }

  init(
    _ code: ErrorCode, _ message: String, at pointer: String? = nil, source: RecordReference? = nil
  ) {
    faults = [Fault(code: code, message: message, pointer: pointer, source: source)]
  }

  /// A sum beyond what an amount can hold.
  static func overflow(_ record: RecordReference) -> SettlementRefusal {
    SettlementRefusal(
      .amountOverflow,
      "A sum of \(record.type.rawValue) \(record.id) would be beyond 18 digits before the point.",
      source: record)
  }
}
