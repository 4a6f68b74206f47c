import Billing

/// The fields of a SequencePolicy.
enum SequencePolicyFields {
  static func read(_ id: SequencePolicy.ID, _ fields: inout ObjectReader) -> SequencePolicy? {
    let legalEntityId = fields.optional("legalEntityId", IdentifierForm<LegalEntity>())
    let mode = fields.required("mode", ChoiceForm<SequencePolicy.Mode>())
    let pattern = fields.required("pattern", .text(maximum: 64))
    let format = fields.optional("dateStampFormat", ChoiceForm<DateStampFormat>()) ?? .none
    // Room for as many numbers again as there can ever be invoices.
    let startValue =
      fields.optional("startValue", IntegerForm<Int64>(range: 0...999_999_999_999_999)) ?? 1
    let minimumDigits = fields.optional("minimumDigits", .integer(1...18)) ?? 1
    let isActive = fields.required("isActive", .flag)
    let revision = fields.optional("revision", .revision)
    guard let mode, let pattern, let isActive else { return nil }
    return SequencePolicy(
      id: id, legalEntityId: legalEntityId, mode: mode, pattern: pattern, dateStampFormat: format,
      startValue: startValue, minimumDigits: minimumDigits, isActive: isActive, revision: revision)
  }
}
