import Billing
import JSON
import Monetary

/// Which schedules a run bills (<doc:Requests#Runs>). A member that includes is never empty: a filter that came out empty
/// must not bill everybody.
struct RunCriteriaForm: ObjectForm {
  /// Identifiers that one request names (<doc:Requests#Limits>).
  private static let named = RunCriteria.namedAccounts
  /// Of ISO 4217 there are fewer.
  private static let currencies = 200
  /// In Unicode scalars, as the schedule's own field has them.
  static let matchingValueLength = 255

  func read(_ fields: inout ObjectReader) -> RunCriteria? {
    var criteria = RunCriteria()
    criteria.legalEntityIds = fields.distinct(
      "legalEntityIds", IdentifierForm<LegalEntity>(), Self.named, "legal entities",
      "Only these legal entities, as they hold for the schedule.")
    criteria.currencies = fields.distinct(
      "currencies", CurrencyCodeForm(), Self.currencies, "currencies",
      "Only these currencies, by their codes of ISO 4217.")
    criteria.invoiceGroupTypes = fields.distinct(
      "invoiceGroupTypes", InvoiceGroupTypeForm(), InvoiceGroupType.allCases.count, "group types",
      "Only these group types, as they hold for the schedule.")
    criteria.matchingValues = fields.distinct(
      "matchingValues", .text(maximum: Self.matchingValueLength), Self.named, "matching values",
      "Only schedules with one of these as their invoiceRunMatchingValue.")
    criteria.chargeTypes = fields.distinct(
      "chargeTypes", ChoiceForm<ChargeType>(), ChargeType.allCases.count, "charge types",
      "Only these kinds of charge.")
    criteria.accountIds = fields.distinct(
      "accountIds", IdentifierForm<Account>(), Self.named, "accounts", "Only these accounts.")
    criteria.excludedAccountIds =
      fields.distinct(
        "excludeAccountIds", IdentifierForm<Account>(), Self.named, "accounts",
        "None of these accounts.", mayBeEmpty: true) ?? []
    return criteria
  }
}

/// The code of a currency that is known.
private struct CurrencyCodeForm: FieldForm {
  var kind: FieldKind { CurrencyForm().kind }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> String? {
    CurrencyForm().read(value, faults)?.code
  }
}

/// A group type. One that is not known is well-formed and cannot be used, like an account that does not exist.
private struct InvoiceGroupTypeForm: FieldForm {
  private let choice = ChoiceForm<InvoiceGroupType>()

  var kind: FieldKind { choice.kind }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> InvoiceGroupType? {
    guard case .string(let name) = value, !ControlCharacters.areIn(name) else {
      return choice.read(value, faults)
    }
    if let type = InvoiceGroupType(rawValue: name) { return type }
    let names = InvoiceGroupType.allCases.map(\.rawValue).joined(separator: ", ")
    faults.unusable.append(
      Fault(
        code: .requestInvalid,
        message: "\(EscapedText.of(name, limit: 64)) is no invoice group type; it can be \(names).",
        pointer: faults.pointer.description))
    return nil
  }
}

extension ObjectReader {
  /// A list of different values, as a set.
  fileprivate mutating func distinct<Element: FieldForm>(
    _ name: String, _ element: Element, _ limit: Int, _ things: String, _ sentence: String,
    mayBeEmpty: Bool = false
  ) -> Set<Element.Value>? where Element.Value: Hashable {
    let form = DistinctListForm(
      list: ListForm(element: element, limit: limit, things: things, mayBeEmpty: mayBeEmpty),
      keyName: "", key: { $0 }, thing: { _ in "value" })
    return optional(name, form, sentence).map { Set($0) }
  }
}
