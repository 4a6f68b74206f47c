import Monetary

/// What two schedules must have in common to share an invoice (<doc:Generation#Group>,
/// step 4).
struct GroupingKey: Hashable {
  let accountId: Account.ID
  let billTo: BillToContact?
  let currency: Currency
  let paymentTermId: PaymentTerm.ID?
  let taxEngine: String
  let legalEntityId: LegalEntity.ID?
  let savedPaymentMethodId: String?
  /// Group type Custom: as keys are compared.
  let customKey: String?
  /// Group type BillingSchedule: the schedule has an invoice of its own.
  let billingScheduleId: BillingSchedule.ID?
  /// Selected by contract: each has its own invoices, so that a task for one never reaches another's charges.
  let billingContractId: BillingContract.ID?

  init(
    of schedule: BillingSchedule, billingContractId: BillingContract.ID? = nil, account: Account,
    terms: InvoicingTerms, taxEngine: String
  ) {
    accountId = account.id
    self.billingContractId = billingContractId
    billTo = terms.billTo
    currency = account.currency
    paymentTermId = terms.paymentTermId
    self.taxEngine = taxEngine
    legalEntityId = terms.legalEntityId
    savedPaymentMethodId = terms.savedPaymentMethodId
    // A custom key that is missing is a key of its own: that schedule fails alone, not with the default ones.
    if terms.groupType == .custom { customKey = terms.customKey ?? "" } else { customKey = nil }
    billingScheduleId = terms.groupType == .billingSchedule ? schedule.id : nil
  }

  /// The key on the wire: `account=ACC-1;billTo=account;currency=USD;taxEngine=RateTable`, parts
  /// that are absent left out. A part's own `;`, `=` and `%` are escaped, so that different keys
  /// never read the same; sorting by it is the order of invoices and their numbers.
  var text: String {
    var text = "account=" + Self.escaped(accountId.text)
    func append(_ name: String, _ value: String?) {
      if let value { text += ";" + name + "=" + Self.escaped(value) }
    }
    switch billTo {
    case .contact(let id): append("billToContact", id.text)
    case .named: append("billTo", "account")
    case nil: break
    }
    append("currency", currency.code)
    append("paymentTerm", paymentTermId?.text)
    append("taxEngine", taxEngine)
    append("legalEntity", legalEntityId?.text)
    append("savedPaymentMethod", savedPaymentMethodId)
    append("custom", customKey)
    append("billingSchedule", billingScheduleId?.text)
    append("billingContract", billingContractId?.text)
    return text
  }

  private static func escaped(_ value: String) -> String {
    let reserved = value.utf8.contains {
      $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "%")
    }
    guard reserved else { return value }
    return value.reduce(into: "") { text, character in
      switch character {
      case ";": text += "%3B"
      case "=": text += "%3D"
      case "%": text += "%25"
      default: text.append(character)
      }
    }
  }
}
