import CivilTime
import Monetary

extension EInvoice {
  /// The credit note of a credit memo. Seller and buyer are those of the invoice that it credits, the first where it credits
  /// lines of several; it names them all.
  ///
  /// - Parameters:
  ///   - memo: as it is stored.
  ///   - invoices: those that the memo or its lines name, in the order of the lines.
  ///   - standIns: for those of the invoices that keep no ``Invoice/document``.
  /// - Throws: everything that is missing, at once.
  package init(
    of memo: CreditMemo, crediting invoices: [Invoice],
    standIns: [Invoice.ID: DocumentSnapshot] = [:]
  ) throws(DocumentIncomplete) {
    guard let first = invoices.first else {
      throw DocumentIncomplete(faults: [
        Fault(
          code: .documentIncomplete,
          message:
            "Credit memo \(memo.number ?? memo.id.text) credits no invoice, and a credit note takes seller and buyer "
            + "from the one that it names (BR-55). Credit the lines of an invoice instead.",
          pointer: "/invoiceId", source: RecordReference(.creditMemo, memo.id))
      ])
    }
    var preceding: [Preceding] = []
    for invoice in invoices {
      guard let number = invoice.number else { continue }
      preceding.append(Preceding(number: number, issueDate: invoice.invoiceDate))
    }
    var note = memo.creditNote(like: first, crediting: invoices)
    let snapshot = memo.snapshot(crediting: invoices, standIns)
    note.document = first.document == nil ? nil : snapshot
    try self.init(of: note, preceding: preceding, standIn: snapshot)
  }
}

extension CreditMemo {
  /// As an invoice that is a credit note.
  func creditNote(like invoice: Invoice, crediting invoices: [Invoice]) -> Invoice {
    var lines: [InvoiceLine] = []
    lines.reserveCapacity(self.lines.count)
    for (index, line) in self.lines.enumerated() {
      lines.append(
        line.creditNoteLine(of: line.source(in: invoices)?.line, number: index + 1))
    }
    var note = invoice
    note.lines = lines
    note.number = number
    note.invoiceDate = creditDate
    note.dueDate = creditDate
    note.instalments = []
    note.description = description
    note.totalAmount = totalAmount
    note.totalTaxAmount = totalTaxAmount
    note.totalAmountWithTax = totalAmountWithTax
    note.payable = payableOfDocument
    note.ingested = creditNoteDetails(of: invoice)
    return note
  }

  /// Seller and buyer of the first invoice; of taxes what each line's own invoice says.
  fileprivate func snapshot(
    crediting invoices: [Invoice], _ standIns: [Invoice.ID: DocumentSnapshot]
  ) -> DocumentSnapshot? {
    func snapshot(of invoice: Invoice) -> DocumentSnapshot? {
      invoice.document ?? standIns[invoice.id]
    }
    guard let first = invoices.first.flatMap(snapshot) else { return nil }
    var taxes = DocumentSnapshot.Taxes()
    taxes.untaxed = first.taxes.untaxed
    for (index, line) in lines.enumerated() {
      guard line.taxes.isEmpty, let source = line.source(in: invoices) else { continue }
      taxes.categories[index + 1] = source.invoice.untaxedCategory(
        at: source.position, snapshot(of: source.invoice))
    }
    var exemptions = CollectedExemptions()
    for invoice in invoices {
      for (category, exemption) in snapshot(of: invoice)?.taxes.exemptions ?? [:] {
        exemptions.take(exemption.reason, code: exemption.code, for: category)
      }
    }
    taxes.exemptions = exemptions.exemptions
    return DocumentSnapshot(seller: first.seller, buyer: first.buyer, taxes: taxes)
  }

  /// What it was when the memo was made: what is left of it is no part of a document. Within its bound, as the invoice's was.
  private var payableOfDocument: Money {
    let minorUnits =
      totalAmountWithTax.minorUnits - prepaidAmount.minorUnits + payableRounding.minorUnits
    return (try? Money(minorUnits: minorUnits, currency: currency)) ?? totalAmountWithTax
  }

  private func creditNoteDetails(of invoice: Invoice) -> IngestedDetails {
    var details = IngestedDetails(
      documentType: .creditNote, uniqueIdentifier: nil, referenceEntity: nil,
      prepaidAmount: prepaidAmount, payableRounding: payableRounding,
      seller: invoice.ingested?.seller,
      thirdPartyAmounts: sourceAction == .voidPostedInvoice
        ? invoice.ingested?.thirdPartyAmounts ?? [] : [])
    details.terms.parties = invoice.ingested?.terms.parties ?? [:]
    return details
  }
}

extension CreditMemoLine {
  fileprivate func source(
    in invoices: [Invoice]
  ) -> (invoice: Invoice, line: InvoiceLine, position: Int)? {
    guard let invoiceLine, let invoice = invoices.first(where: { $0.id == invoiceLine.invoiceId }),
      invoice.lines.indices.contains(invoiceLine.position - 1)
    else { return nil }
    return (invoice, invoice.lines[invoiceLine.position - 1], invoiceLine.position)
  }

  /// With quantity and price of the invoice's line where the whole of it is credited.
  fileprivate func creditNoteLine(of source: InvoiceLine?, number: Int) -> InvoiceLine {
    guard let source, source.amount == amount else {
      var line = InvoiceLine(
        id: String(number), name: name, period: source?.period, quantity: 1,
        unitPrice: amount.decimal, amount: amount, taxProcessingStatus: .posted, taxes: taxes)
      line.openPeriod = source?.openPeriod
      return line
    }
    var line = InvoiceLine(
      id: String(number), type: source.type, name: name, period: source.period,
      quantity: source.quantity, unitPrice: source.unitPrice, unitOfMeasure: source.unitOfMeasure,
      amount: amount, taxProcessingStatus: .posted, taxes: taxes, ingested: source.ingested)
    line.openPeriod = source.openPeriod
    line.calculation = source.calculation
    return line
  }
}

extension Invoice {
  /// Of a line without tax records.
  fileprivate func untaxedCategory(at position: Int, _ snapshot: DocumentSnapshot?) -> String? {
    let line = lines[position - 1]
    if let record = line.taxes.first { return record.category }
    return snapshot?.taxes.categories[position] ?? line.ingested?.taxCategory
      ?? snapshot?.taxes.untaxed
  }
}
