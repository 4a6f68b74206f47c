import CivilTime
import Monetary

/// One page in the making: what it is made of.
struct PrintedInvoiceMaking {
  typealias Fact = PrintedInvoice.Fact

  let invoice: Invoice
  let snapshot: DocumentSnapshot
  let locale: DocumentLocale

  init(of invoice: Invoice, standIn: DocumentSnapshot?, language: String?) {
    self.invoice = invoice
    snapshot =
      invoice.document ?? standIn
      ?? DocumentSnapshot(seller: SellerDetails(), buyer: BuyerDetails())
    locale = DocumentLocale(language ?? snapshot.seller.locale)
  }

  var isCreditNote: Bool { invoice.isCreditNote }

  /// What the document says that the invoice was ingested from.
  var stated: DocumentTerms? { invoice.ingested?.terms }

  func text(_ word: DocumentWord) -> String { locale.text(word) }

  func text(_ word: DocumentWord, _ value: String) -> String { locale.text(word, value) }

  /// As the receiver prints it.
  var paper: PrintedInvoice.Paper {
    ["US", "CA", "MX"].contains(invoice.billingAddress.country) ? .letter : .a4
  }

  // MARK: Head

  func facts(_ credited: [Invoice]) -> [Fact] {
    var facts: [Fact] = []
    if let number = invoice.number { facts.append(Fact(text(.number), number)) }
    facts.append(Fact(text(.date), locale.text(invoice.invoiceDate)))
    if let type = unusualType { facts.append(type) }
    // A credit note that is due on its date says nothing of it.
    if invoice.instalments.count < 2, !isCreditNote || invoice.dueDate != invoice.invoiceDate {
      facts.append(Fact(text(.dueDate), locale.text(invoice.dueDate)))
    }
    facts += dates
    if let reference = stated?[.buyerReference] ?? snapshot.buyer.buyerReference {
      facts.append(Fact(text(.buyerReference), reference))
    }
    if let order = invoice.purchaseOrderNumber {
      facts.append(Fact(text(.purchaseOrder), order))
    }
    facts += references
    for other in credited {
      guard let number = other.number else { continue }
      facts.append(
        Fact(text(.creditedInvoice), "\(number) (\(locale.text(other.invoiceDate)))"))
    }
    if credited.isEmpty { facts += preceding }
    return facts + supportingDocuments
  }

  /// What it remarks: the notes of the document that was ingested, or the invoice's own.
  var note: String? {
    let notes = stated?.notes ?? []
    guard !notes.isEmpty else { return invoice.description }
    return notes.map(DocumentTerms.plainNote).joined(separator: "\n")
  }

  // MARK: Sums

  var totals: [Fact] {
    var totals = [Fact(text(.totalWithoutTax), amount(invoice.totalAmount))]
    totals.append(Fact(text(.totalTax), amount(invoice.totalTaxAmount)))
    if let tax = taxInOtherCurrency { totals.append(tax) }
    var others: [Fact] = []
    if let details = invoice.ingested {
      if !details.prepaidAmount.isZero {
        others.append(Fact(text(.prepaid), amount(details.prepaidAmount.negated)))
      }
      if !details.payableRounding.isZero {
        others.append(Fact(text(.rounding), amount(details.payableRounding)))
      }
      for item in details.thirdPartyAmounts {
        guard let money = Money(exactly: item.amount, currency: invoice.currency) else { continue }
        others.append(Fact(item.description ?? text(.collectedForOthers), amount(money)))
      }
    }
    if !others.isEmpty {
      totals.append(Fact(text(.totalWithTax), amount(invoice.totalAmountWithTax)))
      totals += others
    }
    totals.append(Fact(text(isCreditNote ? .credited : .payable), amount(invoice.payable)))
    return totals
  }

  var instalments: [Fact] {
    guard invoice.instalments.count > 1 else { return [] }
    var facts: [Fact] = []
    for part in invoice.instalments {
      facts.append(Fact(locale.text(part.dueDate), amount(part.amount)))
    }
    return facts
  }

  /// Where and how what is owed is paid. A document that was ingested says so itself: where it says nothing, or is another
  /// issuer's, the legal entity's account stands for nothing that it says.
  var payment: [Fact] { (hasStatedMeans ? statedMeans : ownAccount) + payee + paymentTerms }

  private var ownAccount: [Fact] {
    let payable = invoice.payable
    guard !isCreditNote, !payable.isNegative, !payable.isZero, isOwn, !invoice.namesItsIssuer,
      let iban = snapshot.seller.iban
    else { return [] }
    var facts = [Fact(text(.iban), Self.grouped(iban))]
    if let bic = snapshot.seller.bic { facts.append(Fact(text(.bic), bic)) }
    if let number = invoice.number { facts.append(Fact(text(.reference), number)) }
    return facts
  }

  /// In fours, as people copy it.
  static func grouped(_ iban: String) -> String {
    var text = ""
    for (index, character) in iban.enumerated() {
      if index > 0, index.isMultiple(of: 4) { text.append(" ") }
      text.append(character)
    }
    return text
  }

  func amount(_ money: Money) -> String { locale.textWithCurrency(money) }

  // MARK: Taxes

  var taxes: PrintedInvoice.TaxTable {
    PrintedInvoice.TaxTable(
      heading: text(.taxes), name: text(.tax), category: text(.category), rate: text(.rate),
      taxableAmount: text(.taxableAmount), taxAmount: text(.taxAmount), rows: taxRows())
  }

  private struct TaxRowKey: Hashable {
    var name: String
    var tax: TaxKey
  }

  private struct TaxSums {
    var taxable: Int128 = 0
    var tax: Int128 = 0
  }

  /// In the order in which lines meet the taxes.
  private func taxRows() -> [PrintedInvoice.TaxRow] {
    var keys: [TaxRowKey] = []
    var sums: [TaxRowKey: TaxSums] = [:]
    func add(_ key: TaxRowKey, _ taxable: Int128, _ tax: Int128) {
      if sums[key] == nil { keys.append(key) }
      sums[key, default: TaxSums()].taxable += taxable
      sums[key, default: TaxSums()].tax += tax
    }
    for index in invoice.lines.indices {
      let line = invoice.lines[index]
      for record in line.taxes {
        let key = TaxKey(category: record.category, percent: record.rate)
        add(
          TaxRowKey(name: record.name, tax: key), line.amount.minorUnits, record.amount.minorUnits)
      }
      guard line.taxes.isEmpty else { continue }
      let key = invoice.documentTax(ofLine: index, snapshot)
      add(TaxRowKey(name: "", tax: key), line.amount.minorUnits, 0)
    }
    var rows: [PrintedInvoice.TaxRow] = []
    for key in keys {
      guard let sum = sums[key] else { continue }
      rows.append(row(key, sum))
    }
    return rows
  }

  private func row(_ key: TaxRowKey, _ sum: TaxSums) -> PrintedInvoice.TaxRow {
    PrintedInvoice.TaxRow(
      name: key.name, category: key.tax.category,
      rate: key.tax.category == "O" ? "" : rate(key.tax.percent),
      taxableAmount: amount(sum.taxable), taxAmount: amount(sum.tax),
      reason: reason(key.tax.category))
  }

  /// Each is a sum of amounts that the invoice's totals are sums of too.
  private func amount(_ minorUnits: Int128) -> String {
    (try? Money(minorUnits: minorUnits, currency: invoice.currency)).map { amount($0) } ?? ""
  }

  func rate(_ percent: ExactDecimal) -> String {
    "\(locale.text(percent))\(locale.language == .english ? "" : "\u{A0}")%"
  }

  private func reason(_ category: String) -> String? {
    let word: DocumentWord
    switch category {
    case "AE": word = .reverseCharge
    case "K": word = .intraCommunity
    case "G": word = .export
    case "O": word = .notSubject
    case "E": word = .exempt
    default: return nil
    }
    let exemption = snapshot.taxes.exemptions[category]
    let reason = exemption?.reason ?? text(word)
    guard invoice.creationMode == .external, let code = exemption?.code else { return reason }
    return "\(reason) (\(code))"
  }
}
