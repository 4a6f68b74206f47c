internal import Billing

extension NumberOrigin {
  static func optional(from row: inout RowDecoder) throws(StoreError) -> NumberOrigin? {
    let policyId: SequencePolicy.ID? = try row.optionalID()
    return try row.optionalInteger().map { NumberOrigin(policyId: policyId, value: $0) }
  }
}

extension NumberOrigin? {
  func encode(into rows: inout RowBuffer) {
    rows.append(self?.policyId)
    rows.append(self?.value)
  }
}

extension InvoiceLineTax {
  func encodeContents(into rows: inout RowBuffer) {
    rows.append(name)
    rows.append(code)
    rows.append(category)
    rows.append(rate)
    rows.append(amount)
  }
}
