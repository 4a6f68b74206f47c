import Billing

/// Of a SequencePolicy.
struct SequencePolicyForm: RecordFieldsForm {
  let id: String

  /// Room for as many numbers again as there can ever be invoices.
  private static let startValues: ClosedRange<Int64> = 0...999_999_999_999_999

  func read(_ fields: inout ObjectReader) -> SequencePolicy? {
    let legalEntityId = fields.optional(
      "legalEntityId", IdentifierForm<LegalEntity>(),
      "The legal entity whose documents it numbers; without it, all that have no policy of theirs.")
    let target =
      fields.optional(
        "target", ChoiceForm<SequencePolicy.Target>(),
        "What it numbers: invoices or credit memos (without it Invoice).") ?? .invoice
    let mode = fields.required(
      "mode", ChoiceForm<SequencePolicy.Mode>(),
      "How numbers follow each other; neither mode leaves a gap here.")
    let pattern = fields.required(
      "pattern", .text(maximum: 64),
      "The number's text, with {SequenceValue} once and {DateStamp} where wanted.")
    let format =
      fields.optional(
        "dateStampFormat", ChoiceForm<DateStampFormat>(),
        "How the document's date is written in the number; without it there is no stamp.") ?? .none
    let startValue =
      fields.optional(
        "startValue", IntegerForm<Int64>(range: Self.startValues),
        "The first value; counts until a number has been given out (without it 1).") ?? 1
    let minimumDigits =
      fields.optional(
        "minimumDigits", .integer(1...18),
        "How many digits a value has at least, with zeros in front (without it 1).") ?? 1
    let isActive = fields.required("isActive", .flag, "Whether numbers are given out by it.")
    let revision = fields.revision()
    guard let mode, let pattern, let isActive else { return nil }
    return SequencePolicy(
      id: RecordID(id), legalEntityId: legalEntityId, mode: mode, pattern: pattern,
      dateStampFormat: format, startValue: startValue, minimumDigits: minimumDigits,
      isActive: isActive, target: target, revision: revision)
  }
}
