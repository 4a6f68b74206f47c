import CivilTime
import Monetary

/// One document in the making: what it is made of, and what is missing so far.
struct EInvoiceMaking {
  let invoice: Invoice
  let snapshot: DocumentSnapshot
  /// Members that records lack, all of them: there are few.
  private var lacking: [Fault] = []
  private var unsaid = UnsayableOfDocument()

  init(of invoice: Invoice, _ snapshot: DocumentSnapshot) {
    self.invoice = invoice
    self.snapshot = snapshot
  }

  /// Of records first, then of the document, then of its lines.
  var faults: [Fault] {
    var bounded = BoundedFaults(.errors)
    for fault in unsaid.faults(of: invoice) { bounded.append(fault) }
    return lacking + bounded.all()
  }

  // MARK: What is missing

  /// A member that a record lacks; of several that would do the first, and `words` name them all.
  mutating func missing(
    _ member: String, _ words: String? = nil, of record: RecordReference, _ sentence: String
  ) {
    // An invoice that keeps nothing takes what the records say now.
    let remedy =
      invoice.document == nil
      ? "Complete the record."
      : "Documents keep what records say when an invoice is posted: complete the record, and void and reissue this "
        + "invoice where it must have it."
    lacking.append(
      Fault(
        code: .documentIncomplete,
        message:
          "\(record.type.rawValue) \(record.id) has no \(words ?? member): \(sentence) \(remedy)",
        pointer: "/" + member.replacing(".", with: "/"), source: record))
  }

  /// What of a line EN 16931 has no place for. `position` counts from 1. Lines of which the same is to be said share one sentence,
  /// which therefore does not name them.
  mutating func unsayable(_ position: Int, _ member: String, _ rule: String, _ sentence: String) {
    unsaid.append(position, member, "\(sentence) (\(rule))")
  }

  /// The same of the document.
  mutating func unsayable(_ member: String, _ rule: String, _ sentence: String) {
    unsaid.append(
      Fault(
        code: .documentIncomplete, message: "\(sentence) (\(rule))", pointer: "/\(member)",
        source: RecordReference(.invoice, invoice.id)))
  }

  // MARK: Amounts

  /// With at most two digits after the point; nil when it needs a third.
  static func text(_ amount: Money) -> String? {
    let text = amount.decimalText
    guard amount.currency.minorUnitDigits > 2 else { return text }
    let surplus = amount.currency.minorUnitDigits - 2
    guard text.utf8.suffix(surplus).allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
    return String(text.dropLast(surplus))
  }

  mutating func text(_ amount: Money, _ member: String) -> String {
    if let text = Self.text(amount) { return text }
    unsayable(
      member, "BR-DEC",
      "\(member) is \(amount), and an amount of EN 16931 has two digits after the point at most.")
    return "0"
  }

  mutating func text(_ amount: Money, line position: Int, _ member: String) -> String {
    if let text = Self.text(amount) { return text }
    unsayable(
      position, member, "BR-DEC-23",
      "\(amount) needs a third digit after the point, and EN 16931 has two.")
    return "0"
  }
}

extension EInvoice {
  /// - Parameters:
  ///   - invoice: posted, or posted and voided.
  ///   - preceding: the invoices that a credit note credits.
  ///   - standIn: for an invoice that keeps no ``Invoice/document``, because an earlier version posted it.
  /// - Throws: everything that is missing, at once.
  package init(
    of invoice: Invoice, preceding: [Preceding] = [], standIn: DocumentSnapshot? = nil
  ) throws(DocumentIncomplete) {
    let snapshot =
      invoice.document ?? standIn
      ?? DocumentSnapshot(seller: SellerDetails(), buyer: BuyerDetails())
    var making = EInvoiceMaking(of: invoice, snapshot)
    let lines = making.lines()
    let adjustments = making.adjustments()
    let taxes = making.taxes()
    let codes = Set(taxes.map(\.tax.code))
    let seller = making.seller(codes)
    let buyer = making.buyer(codes)
    let totals = making.totals()
    let terms = making.terms(codes, of: seller)
    let delivery = making.delivery(codes, terms)
    making.checkHead()
    guard making.faults.isEmpty, let seller else {
      throw DocumentIncomplete(faults: making.faults)
    }
    let isCreditNote = invoice.isCreditNote
    // What was ingested says itself how it is paid.
    let isOwed =
      !isCreditNote && !invoice.payable.isNegative && terms.paymentMeans.isEmpty
      && !making.isForeign
    self.init(
      isCreditNote: isCreditNote, number: invoice.number ?? "", issueDate: invoice.invoiceDate,
      // A credit note that is due on its date says nothing of it.
      dueDate: isCreditNote && invoice.dueDate == invoice.invoiceDate ? nil : invoice.dueDate,
      currency: invoice.currency.code,
      buyerReference: terms[.buyerReference] ?? snapshot.buyer.buyerReference,
      purchaseOrderNumber: invoice.purchaseOrderNumber,
      paymentTerms: terms[.paymentTermsText] ?? making.paymentTerms,
      notes: making.notes, preceding: preceding.isEmpty ? making.preceding : preceding,
      seller: seller, buyer: buyer,
      deliveryAddress: delivery.address, deliveryDate: delivery.date,
      iban: isOwed ? snapshot.seller.iban : nil,
      bic: isOwed && snapshot.seller.iban != nil ? snapshot.seller.bic : nil,
      adjustments: adjustments, totals: totals, taxes: taxes, lines: lines)
    paymentMeans = terms.paymentMeans
    payee = terms[.payee]
    taxRepresentative = terms[.taxRepresentative]
    attachments = terms.attachments
    texts = terms.texts
  }
}
