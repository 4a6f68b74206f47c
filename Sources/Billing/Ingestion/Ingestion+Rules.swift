import CivilTime
import Monetary

extension Ingestion {
  /// What a status demands of the rest (<doc:Ingestion>).
  mutating func checkStatus() {
    switch invoice.status {
    case .draft:
      if invoice.postedDate != nil {
        refuse("/invoice/postedDate", "A draft is not posted. Leave postedDate out.")
      }
      if isStatusInherited, taxCalculationStatus == .posted {
        isTaxUnclear = true
        refuse(
          "/taxCalculationStatus",
          "A Draft invoice cannot have posted tax. Say Pending or Estimated, or send the invoice "
            + "as Posted.")
      }
    case .posted:
      if isStatusInherited, taxCalculationStatus != .posted {
        isTaxUnclear = true
        refuse(
          "/taxCalculationStatus",
          "A Posted invoice has final tax: taxCalculationStatus must be Posted.")
      }
      if shouldCalculateTax {
        refuse(
          "/shouldCalculateTax",
          "The tax of a Posted invoice is final and not calculated again. Say false.")
      }
      // From a memo it could only be a draft, which is said there.
      guard invoice.isOfItsOwn else { return }
      if invoice.number == nil {
        refuse(
          "/invoice/invoiceNumber",
          "A Posted invoice needs the invoiceNumber it was issued under.")
      }
      if invoice.postedDate == nil {
        refuse("/invoice/postedDate", "A Posted invoice needs its postedDate.")
      }
    }
  }

  /// Whether anything on the invoice has the request's tax status rather than its own.
  private var isStatusInherited: Bool {
    invoice.lines.contains { $0.taxProcessingStatus == nil } || !invoice.allowances.isEmpty
      || !invoice.charges.isEmpty
  }

  /// A date that is unusual, but may be meant.
  mutating func checkDates() {
    guard let dueDate = invoice.dueDate, dueDate < invoice.invoiceDate else { return }
    faults.warn(
      .dueDateBeforeInvoiceDate, at: "/invoice/dueDate",
      "dueDate \(dueDate) is before invoiceDate \(invoice.invoiceDate); the date given holds.")
  }

  /// The rules of every line, and of the addresses they name.
  mutating func checkLines() {
    let count = invoice.lines.count + invoice.allowances.count + invoice.charges.count
    if invoice.lines.isEmpty, givenLines.isEmpty, invoice.isOfItsOwn {
      refuse("/invoice/lines", "lines must hold at least one line.")
    } else if count > LineLimit.perInvoice {
      faults.refuse(
        .limitExceeded, at: "/invoice/lines",
        "The invoice has \(count) lines, document-level allowances and charges included; the "
          + "limit is \(LineLimit.perInvoice) an invoice. Split it.")
    }
    var labels: Set<String> = []
    for (index, group) in invoice.addresses.enumerated()
    where !labels.insert(group.label).inserted {
      refuse(
        "/invoice/addresses/\(index)/id",
        "Another address has the id \(group.label). Give every address its own.")
    }
    if debitMemo == nil {
      for (index, line) in invoice.lines.enumerated() { check(line, at: index) }
    }
    for (index, item) in invoice.allowances.enumerated() where item.taxRate.isNegative {
      refuse("/invoice/allowances/\(index)/taxRate", "taxRate must not be negative.")
    }
    for (index, item) in invoice.charges.enumerated() where item.taxRate.isNegative {
      refuse("/invoice/charges/\(index)/taxRate", "taxRate must not be negative.")
    }
  }

  private mutating func check(_ line: IncomingLine, at index: Int) {
    func pointer(_ field: String) -> String { "/invoice/lines/\(index)/\(field)" }
    if let start = line.startDate, let end = line.endDate, end < start {
      refuse(
        pointer("endDate"),
        "endDate \(end) is before startDate \(start). It is the last day, inclusive.")
    }
    if line.priceBaseQuantity <= 0 {
      refuse(
        pointer("priceBaseQuantity"),
        "priceBaseQuantity must be greater than 0: it is the quantity that unitPrice is for.")
    }
    checkAddress(line.billingAddressId, pointer("billingAddressId"))
    checkAddress(line.shippingAddressId, pointer("shippingAddressId"))
    checkOwnStatus(of: line, pointer("taxProcessingStatus"))
    checkTaxSource(of: line, at: index)
    if !line.taxes.isEmpty, status(of: line) == .pending {
      refuse(
        pointer("taxes"),
        "A line whose tax is Pending has no tax yet. Leave taxes out, or say Estimated.")
    }
  }

  private mutating func checkAddress(_ label: String?, _ pointer: @autoclosure () -> String) {
    guard let label, addresses[label] == nil else { return }
    faults.refuse(
      .recordReferenceNotFound, at: pointer(),
      "None of the invoice's addresses has the id \(label). Add it, or leave the field out to take "
        + "the account's.")
  }

  private mutating func checkOwnStatus(
    of line: IncomingLine, _ pointer: @autoclosure () -> String
  ) {
    guard let own = line.taxProcessingStatus,
      (own == .posted) != (invoice.status == .posted)
    else { return }
    isTaxUnclear = true
    refuse(
      pointer(),
      invoice.status == .posted
        ? "A line of a Posted invoice has final tax: taxProcessingStatus must be Posted."
        : "A line of a Draft invoice cannot have posted tax. Say Pending or Estimated.")
  }

  /// A line states its tax in one way.
  private mutating func checkTaxSource(of line: IncomingLine, at index: Int) {
    func pointer(_ field: String) -> String { "/invoice/lines/\(index)/\(field)" }
    if let id = line.taxTreatmentId {
      if line.taxCategory != nil || line.taxRate != nil {
        refuse(
          pointer(line.taxCategory != nil ? "taxCategory" : "taxRate"),
          "The line states its tax twice. Give either taxTreatmentId, or taxCategory and taxRate.")
      }
      if facts.taxTreatments[id] == nil {
        isTaxUnclear = true
        faults.refuse(
          .recordReferenceNotFound, at: pointer("taxTreatmentId"),
          "TaxTreatment \(id) does not exist. Send it with records.upsert.v1, or correct the "
            + "identifier.", source: RecordReference(.taxTreatment, id))
      }
    } else if line.taxRate != nil, line.taxCategory == nil {
      refuse(pointer("taxRate"), "taxRate goes with a taxCategory. Give it too, such as S.")
    }
    if let rate = line.taxRate, rate.isNegative {
      refuse(pointer("taxRate"), "taxRate must not be negative.")
    }
    if let id = line.taxTreatmentId, let treatment = facts.taxTreatments[id],
      !treatment.isTaxable, !line.taxes.isEmpty
    {
      refuse(
        pointer("taxes"),
        "TaxTreatment \(id) is not taxable, so that the line can have no tax. Leave taxes out, or "
          + "name another treatment.")
    }
    for (number, tax) in line.taxes.enumerated() {
      if let rate = tax.rate, rate.isNegative {
        refuse(pointer("taxes/\(number)/rate"), "rate must not be negative.")
      }
    }
  }

  /// The subtotals by category and rate: each stated once.
  mutating func checkSubtotals() {
    var seen: Set<TaxKey> = []
    for (index, subtotal) in invoice.taxBreakdown.enumerated() {
      if !seen.insert(subtotal.key).inserted {
        isTaxUnclear = true
        refuse(
          "/invoice/taxBreakdown/\(index)",
          "\(subtotal.key.text) stands in taxBreakdown twice. Add the two up.")
      }
      if subtotal.rate.isNegative {
        refuse("/invoice/taxBreakdown/\(index)/rate", "rate must not be negative.")
      }
    }
  }

  /// That the subtotals' amounts are exact, also where they are not used: taxes may be calculated again.
  mutating func checkSubtotals(in currency: Currency) {
    for (index, subtotal) in invoice.taxBreakdown.enumerated() {
      let pointer = "/invoice/taxBreakdown/\(index)"
      if let taxable = subtotal.taxableAmount,
        faults.money(taxable, currency, at: "\(pointer)/taxableAmount") == nil
      {
        isTaxUnclear = true
      }
      if faults.money(subtotal.taxAmount, currency, at: "\(pointer)/taxAmount") == nil {
        isTaxUnclear = true
      }
    }
  }

  /// The line's own status, else the request's.
  func status(of line: IncomingLine) -> TaxProcessingStatus {
    line.taxProcessingStatus ?? taxCalculationStatus
  }

  private mutating func refuse(_ pointer: String, _ message: String) {
    faults.refuse(.requestInvalid, at: pointer, message)
  }
}

extension IncomingInvoice {
  /// Not made from a debit memo.
  fileprivate var isOfItsOwn: Bool {
    if case .debitMemo? = referenceEntity { false } else { true }
  }
}

extension TaxSubtotal {
  var key: TaxKey { TaxKey(category: category, percent: rate) }
}
