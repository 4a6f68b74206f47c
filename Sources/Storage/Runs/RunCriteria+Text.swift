internal import Billing
internal import JSON

/// Criteria as one column: read and written with what they select for, never searched. Sets in order, so that equal criteria are
/// equal texts.
extension RunCriteria {
  /// nil for those that select everything.
  var storedText: String? {
    guard self != RunCriteria() else { return nil }
    var writer = JSONWriter()
    writer.beginObject()
    writer.list("legalEntityIds", legalEntityIds?.map(\.text))
    writer.list("currencies", currencies.map(Array.init))
    writer.list("invoiceGroupTypes", invoiceGroupTypes?.map(\.rawValue))
    writer.list("matchingValues", matchingValues.map(Array.init))
    writer.list("chargeTypes", chargeTypes?.map(\.rawValue))
    writer.list("accountIds", accountIds?.map(\.text))
    if !excludedAccountIds.isEmpty {
      writer.list("excludeAccountIds", excludedAccountIds.map(\.text))
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// nil when the text is none that this program writes.
  static func stored(_ text: String?) -> RunCriteria? {
    var criteria = RunCriteria()
    guard let text else { return criteria }
    guard let document = try? JSONDocument(reading: Array(text.utf8)),
      case .object(let object) = document.root
    else { return nil }
    for member in object {
      guard case .array(let items) = member.value,
        let values = IdentifierList.identifiers(in: items)
      else { return nil }
      switch member.name {
      case "legalEntityIds": criteria.legalEntityIds = Set(values.map { LegalEntity.ID($0) })
      case "currencies": criteria.currencies = Set(values)
      case "invoiceGroupTypes":
        let types = values.compactMap(InvoiceGroupType.init(rawValue:))
        guard types.count == values.count else { return nil }
        criteria.invoiceGroupTypes = Set(types)
      case "matchingValues": criteria.matchingValues = Set(values)
      case "chargeTypes":
        let types = values.compactMap(ChargeType.init(rawValue:))
        guard types.count == values.count else { return nil }
        criteria.chargeTypes = Set(types)
      case "accountIds": criteria.accountIds = Set(values.map { Account.ID($0) })
      case "excludeAccountIds": criteria.excludedAccountIds = Set(values.map { Account.ID($0) })
      // What a later version selects by would otherwise be billed too.
      default: return nil
      }
    }
    return criteria
  }
}

extension JSONWriter {
  fileprivate mutating func list(_ name: String, _ values: [String]?) {
    guard let values else { return }
    key(name)
    beginArray()
    for value in values.sorted() { string(value) }
    endArray()
  }
}

extension RowDecoder {
  mutating func criteria() throws(StoreError) -> RunCriteria {
    guard let criteria = RunCriteria.stored(try optionalText()) else {
      throw unreadable("criteria")
    }
    return criteria
  }
}
