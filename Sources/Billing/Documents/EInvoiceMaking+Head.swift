import CivilTime
import Monetary

/// Everything but the lines and their taxes.
extension EInvoiceMaking {
  mutating func checkHead() {
    if invoice.number == nil {
      unsayable("invoiceNumber", "BR-02", "The invoice has no number: it must be posted first.")
    }
    if DocumentCodes.unlistedCurrencies.contains(invoice.currency.code) {
      unsayable(
        "currency", "BR-CL-04", "\(invoice.currency) is not among the currencies of EN 16931.")
    }
    let others = invoice.ingested?.thirdPartyAmounts ?? []
    if !others.isEmpty {
      unsayable(
        "thirdPartyAmounts", "BR-CO-16",
        "The invoice collects amounts for others, and EN 16931 has no place for them.")
    }
  }

  /// BT-20 says when the parts are due.
  var paymentTerms: String? {
    guard invoice.instalments.count > 1 else { return nil }
    var parts: [String] = []
    for part in invoice.instalments { parts.append("\(part.amount) due \(part.dueDate)") }
    return parts.joined(separator: "; ")
  }

  mutating func totals() -> EInvoice.Totals {
    let currency = invoice.currency
    var lines: Int128 = 0
    var allowances: Int128 = 0
    var charges: Int128 = 0
    // One of 0.00 demands its sum too (BR-CO-11, BR-CO-12).
    var hasAllowances = false
    var hasCharges = false
    let lastAllowance = lastAllowance
    for (index, line) in invoice.lines.enumerated() {
      if line.type == .charge {
        lines += line.amount.minorUnits
      } else if isCharge(at: index, lastAllowance: lastAllowance) {
        charges += line.amount.minorUnits
        hasCharges = true
      } else {
        allowances -= line.amount.minorUnits
        hasAllowances = true
      }
    }
    let prepaid = invoice.ingested?.prepaidAmount ?? .zero(currency)
    let rounding = invoice.ingested?.payableRounding ?? .zero(currency)
    return EInvoice.Totals(
      lines: sum(lines, "totals/lines"),
      allowances: hasAllowances ? sum(allowances, "totals/allowances") : nil,
      charges: hasCharges ? sum(charges, "totals/charges") : nil,
      taxExclusive: text(invoice.totalAmount, "totalAmount"),
      tax: text(invoice.totalTaxAmount, "totalTaxAmount"),
      taxInclusive: text(invoice.totalAmountWithTax, "totalAmountWithTax"),
      prepaid: prepaid.isZero ? nil : text(prepaid, "prepaidAmount"),
      rounding: rounding.isZero ? nil : text(rounding, "payableRounding"),
      payable: text(invoice.payable, "payable"))
  }

  private mutating func sum(_ minorUnits: Int128, _ member: String) -> String {
    guard let amount = try? Money(minorUnits: minorUnits, currency: invoice.currency) else {
      unsayable(member, "BR-CO-10", "The sum is beyond 18 digits before the point.")
      return "0"
    }
    return text(amount, member)
  }

  // MARK: Parties

  private var entity: RecordReference {
    // Who has a seller names it.
    RecordReference(type: .legalEntity, id: invoice.legalEntityId?.text ?? "")
  }

  private var account: RecordReference { RecordReference(.account, invoice.accountId) }

  /// Where VAT does not apply, the seller's VAT identifier must not be there (BR-O-02).
  mutating func seller(_ codes: Set<String>) -> EInvoice.Party? {
    if isForeign, let terms = invoice.ingested?.terms[.seller] { return seller(terms, codes) }
    guard let seller = invoice.seller else {
      missing(
        "legalEntityId", of: account,
        "a document names its seller (BR-06, BR-08), which is the account's legal entity or the default one."
      )
      return nil
    }
    let details = snapshot.seller
    let isSubject = codes != ["O"]
    let stated = invoice.ingested?.seller?.vatId
    if let stated, let own = details.vatId, stated != own {
      unsayable(
        "seller", "BR-08",
        "The ingested document is of another issuer, \(stated), than the legal entity, \(own), and an issuer's address is "
          + "not known.")
    }
    if isSubject { checkVATIdentifier(stated, of: "issuer", "seller/vatId") }
    let vatId = isSubject ? stated ?? details.vatId : nil
    let tax = seller.taxRegistrationNumber
    checkIdentity(codes, vatId, tax, details.registrationNumber, isSubject: isSubject)
    checkCountry(of: seller.address, "address/country", entity)
    return EInvoice.Party(
      name: seller.name, address: seller.address, vatId: vatId,
      taxRegistrationNumber: isSubject && tax != vatId ? tax : nil,
      registrationNumber: details.registrationNumber,
      electronicAddress: details.electronicAddress, contact: details.contact)
  }

  private mutating func checkIdentity(
    _ codes: Set<String>, _ vatId: String?, _ tax: String?, _ registrationNumber: String?,
    isSubject: Bool
  ) {
    guard vatId == nil else { return }
    if registrationNumber == nil {
      if isSubject {
        missing(
          "vatId", "vatId or registrationNumber", of: entity,
          "the seller is identified by it (BR-CO-26).")
      } else {
        missing(
          "registrationNumber", of: entity, "the seller is identified by it (BR-CO-26).")
      }
    }
    guard let category = Self.needingVATIdentifier(codes, hasOther: tax != nil) else { return }
    missing(
      "vatId", of: entity,
      "the tax category \(category) needs the seller's (BR-\(Self.rule(of: category))-02).")
  }

  /// The first of the categories that demand the seller's VAT identifier. Another registration for tax will do, if not for all.
  static func needingVATIdentifier(_ codes: Set<String>, hasOther: Bool) -> String? {
    (hasOther ? codes.intersection(["K", "G"]) : codes.subtracting(["O"])).min()
  }

  /// Of what an ingested document states; those of records were checked when they were stored.
  mutating func checkVATIdentifier(_ stated: String?, of party: String, _ member: String) {
    guard let fault = stated.flatMap({ VATIdentifier.faults($0).first }) else { return }
    unsayable(
      member, "BR-CO-09",
      "The VAT identifier of the ingested document's \(party) cannot be written: \(fault.sentence)")
  }

  mutating func buyer(_ codes: Set<String>) -> EInvoice.Party {
    var stated = invoice.ingested?.terms[.buyer] ?? PartyTerms()
    Self.keepValid(&stated)
    var details = snapshot.buyer
    // What the document says comes before what the account has.
    details.vatId = stated.vatId ?? details.vatId
    details.registrationNumber = stated.registrationNumber ?? details.registrationNumber
    details.electronicAddress = stated.electronicAddress ?? details.electronicAddress
    if codes.contains("AE"), details.vatId == nil, details.registrationNumber == nil {
      missing(
        "vatId", "vatId or registrationNumber", of: account,
        "the reverse charge needs it (BR-AE-02).")
    }
    if codes.contains("K"), details.vatId == nil {
      missing("vatId", of: account, "a supply within the Union needs it (BR-IC-02).")
    }
    if codes != ["O"] { checkVATIdentifier(stated.vatId, of: "buyer", "buyer/vatId") }
    checkCountry(of: invoice.billingAddress, "billingAddress/country", account)
    let person = invoice.billToContact
    // What was ingested names its buyer there; a generated invoice a person at the account.
    let isNamed = invoice.creationMode == .generated && invoice.accountName != nil
    var contact = stated.contact ?? SellerContact(name: isNamed ? person.name : nil)
    contact.email = contact.email ?? person.email
    return EInvoice.Party(
      name: isNamed ? invoice.accountName ?? person.name : person.name,
      // UBL-SR-16: one.
      tradingName: stated.tradingName, identifiers: Array(stated.identifiers.prefix(1)),
      address: invoice.billingAddress, vatId: codes == ["O"] ? nil : details.vatId,
      registrationNumber: details.registrationNumber,
      registrationScheme: stated.registrationNumber == nil ? nil : stated.registrationScheme,
      electronicAddress: details.electronicAddress,
      contact: contact == SellerContact() ? nil : contact)
  }

  /// `record`: whose address it is; nil where the ingested document states it.
  mutating func checkCountry(
    of address: Address, _ member: String, _ record: RecordReference? = nil
  ) {
    guard !DocumentCodes.countries.contains(address.country) else { return }
    let whose = record.map { ", of \($0.type.rawValue) \($0.id)," } ?? ""
    unsayable(
      member, "BR-CL-14", "\(address.country)\(whose) is no country of ISO 3166-1.")
  }

  /// A supply within the Union says where it went, and when (BR-IC-11, BR-IC-12); a period that the document states says when.
  mutating func delivery(
    _ codes: Set<String>, _ terms: DocumentTerms
  ) -> (address: Address?, date: CivilDate?) {
    if let address = invoice.shippingAddress {
      checkCountry(of: address, "shippingAddress/country", account)
    }
    let stated = terms[.deliveryDate].flatMap(CivilDate.init(iso8601:))
    guard codes.contains("K") else { return (invoice.shippingAddress, stated) }
    let address = invoice.shippingAddress ?? invoice.billingAddress
    if stated != nil || terms[.periodStartDate] != nil || terms[.periodEndDate] != nil {
      return (address, stated)
    }
    let days = invoice.lines.compactMap(\.endDate)
    if days.isEmpty {
      unsayable(
        "lines", "BR-IC-11",
        "A supply within the Union (K) needs a date of delivery, and no line has a period.")
    }
    return (address, days.max())
  }

  /// Rules of a category are named after its letters, but for these.
  static func rule(of category: String) -> String {
    switch category {
    case "K": "IC"
    case "L": "AF"
    case "M": "AG"
    default: category
    }
  }
}
