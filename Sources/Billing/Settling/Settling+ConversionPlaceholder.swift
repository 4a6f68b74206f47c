import CivilTime

extension Settling {
  /// Converts nothing: stands in until conversion is there, whose own takes this one's place.
  @discardableResult
  mutating func convertNegativeLines(
    of id: Invoice.ID, lineIds: [String]?, effectiveDate: CivilDate, appliesToInvoice: Bool
  ) throws(ItemRefusal) -> CreditMemo.ID? {
    nil
  }
}
