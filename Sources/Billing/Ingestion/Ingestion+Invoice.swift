import CivilTime
import Monetary

extension Ingestion {
  /// The invoice to store; nil when its instalments are beyond what an amount may be, which is then reported.
  mutating func stored(
    _ charges: [IngestedCharge], _ taxes: [[InvoiceLineTax]], _ amounts: DocumentAmounts,
    _ totals: Totals, account: Account, billTo: Invoice.BillTo
  ) -> Invoice? {
    let id = id
    let termId = invoice.paymentTermId ?? account.paymentTermId ?? facts.defaultPaymentTerms.min()
    var lines: [InvoiceLine] = []
    lines.reserveCapacity(charges.count)
    for (index, charge) in charges.enumerated() {
      var line = line(charge, taxes[index], number: index + 1, of: id)
      line.ingested?.areTaxesGiven = !calculated.contains(index)
      lines.append(line)
    }
    var made = Invoice(
      id: id,
      number: invoice.number,
      status: invoice.status == .posted ? .posted : .draft,
      creationMode: .external,
      accountId: account.id,
      accountName: account.name,
      seller: legalEntityId.flatMap { facts.legalEntities[$0] }.map(Invoice.Seller.init),
      currency: amounts.lines.currency,
      invoiceDate: invoice.invoiceDate,
      dueDate: invoice.dueDate ?? invoice.invoiceDate,
      postedDate: invoice.postedDate,
      billToContact: billTo,
      paymentTermId: termId,
      legalEntityId: legalEntityId,
      groupingKey: "",
      lines: lines,
      billingAddress: firstAddress { $0.billingAddressId } ?? account.billingAddress,
      shippingAddress: firstAddress { $0.shippingAddressId } ?? account.shippingAddress,
      totalAmount: amounts.taxExclusive,
      totalTaxAmount: totals.tax,
      totalAmountWithTax: totals.taxInclusive,
      balance: invoice.documentType == .creditNote ? totals.payable.negated : totals.payable,
      request: context.request,
      ingested: IngestedDetails(
        documentType: invoice.documentType, uniqueIdentifier: invoice.uniqueIdentifier,
        referenceEntity: invoice.referenceEntity,
        prepaidAmount: totals.prepaid, payableRounding: totals.payableRounding,
        addresses: invoice.addresses, seller: invoice.seller,
        thirdPartyAmounts: invoice.thirdPartyAmounts))
    made.ingested?.terms = terms
    made.areTaxesQuoted = areTaxesQuoted
    made.payable = totals.payable
    made.description = invoice.description
    made.purchaseOrderNumber = invoice.purchaseOrderNumber
    if made.status == .posted { made.keepForDocuments(account, facts) }
    do throws(MonetaryError) {
      // A due date given is the one of all that is payable, also beside a term with instalments.
      if invoice.dueDate == nil { try made.setDue(by: facts.paymentTerm(termId)) }
      made = try made.withFigures(of: made.settled)
    } catch {
      faults.overflow(at: "/invoice/paymentTermId")
      return nil
    }
    made.fullSettlementDate = made.settlementStatus == .settled ? made.postedDate : nil
    return made
  }

  /// Of the invoice to store.
  var id: Invoice.ID {
    Invoice.ID(
      context.deriveIdentifier([context.request.source, context.request.identifier, "ingested"]))
  }

  /// The invoice's own address is that of the first line that names one.
  private func firstAddress(_ label: (IncomingLine) -> String?) -> Address? {
    for line in invoice.lines {
      if let label = label(line) { return addresses[label] }
    }
    return nil
  }

  private func line(
    _ charge: IngestedCharge, _ taxes: [InvoiceLineTax], number: Int, of id: Invoice.ID
  ) -> InvoiceLine {
    let ownId = id.text + "-" + String(number)
    switch charge.place {
    case .line(let index), .memoLine(let index):
      return line(invoice.lines[index], charge, taxes, id: ownId)
    case .allowance(let index):
      return adjustment(invoice.allowances[index], "Allowance", charge, taxes, id: ownId)
    case .charge(let index):
      return adjustment(invoice.charges[index], "Charge", charge, taxes, id: ownId)
    }
  }

  private func line(
    _ line: IncomingLine, _ charge: IngestedCharge, _ taxes: [InvoiceLineTax], id: String
  ) -> InvoiceLine {
    var stored = InvoiceLine(
      id: line.label ?? id, orderId: orderId, name: line.name, period: line.period,
      quantity: line.quantity, unitPrice: line.unitPrice, unitOfMeasure: line.unitOfMeasure,
      amount: charge.amount, taxProcessingStatus: charge.finalStatus, taxes: taxes,
      ingested: IngestedLineDetails(
        priceBaseQuantity: line.priceBaseQuantity, allowances: line.allowances,
        charges: line.charges, taxTreatmentId: line.taxTreatmentId ?? charge.treatmentId,
        taxCategory: line.taxCategory, taxRate: line.taxRate,
        billingAddressId: line.billingAddressId, shippingAddressId: line.shippingAddressId))
    stored.openPeriod = line.openPeriod
    stored.ingested?.terms = line.terms
    return stored
  }

  private func adjustment(
    _ item: DocumentAdjustment, _ name: String, _ charge: IngestedCharge,
    _ taxes: [InvoiceLineTax], id: String
  ) -> InvoiceLine {
    var details = IngestedLineDetails(taxCategory: item.taxCategory, taxRate: item.taxRate)
    details.terms[.exemptionReason] = item.exemptionReason
    details.terms[.exemptionReasonCode] = item.exemptionReasonCode
    return InvoiceLine(
      id: id, type: .adjustment, orderId: orderId, name: item.reason ?? name, period: nil,
      quantity: 1, unitPrice: charge.amount.decimal, amount: charge.amount,
      taxProcessingStatus: charge.finalStatus, taxes: taxes,
      ingested: details)
  }

  /// Every line of an invoice on an order's list names it.
  private var orderId: Order.ID? {
    if case .order(let id)? = invoice.referenceEntity { id } else { nil }
  }

  /// What the document says, with the invoices that it names as those before it where the account has them.
  private var terms: DocumentTerms {
    var terms = invoice.terms
    for index in terms.preceding.indices {
      terms.preceding[index].invoiceId =
        facts.identifiers.only(
          withNumber: terms.preceding[index].number, of: invoice.billingAccountId)?.text
    }
    return terms
  }
}

extension IngestedCharge {
  /// Lines given as Pending or Estimated end Estimated.
  fileprivate var finalStatus: TaxProcessingStatus { status == .posted ? .posted : .estimated }

  fileprivate var treatmentId: TaxTreatment.ID? {
    if case .treatment(let treatment) = basis { treatment.id } else { nil }
  }
}

extension IncomingLine {
  fileprivate var period: CivilPeriod? {
    guard let startDate, let endDate else { return nil }
    return CivilPeriod(first: startDate, last: endDate)
  }

  /// One of the two dates alone.
  fileprivate var openPeriod: OpenPeriod? {
    switch (startDate, endDate) {
    case (let day?, nil): .from(day)
    case (nil, let day?): .through(day)
    default: nil
    }
  }
}
