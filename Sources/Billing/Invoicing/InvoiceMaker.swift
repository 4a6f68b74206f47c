import CivilTime
import Monetary

/// Makes the invoice of one grouping key, or says why there is none.
struct InvoiceMaker {
  let invoiceDate: CivilDate
  /// Else the invoices are drafts.
  let isPosted: Bool
  /// Whether an invoice whose every line is zero is made.
  let allowsZeroAmount: Bool
  let facts: WorkingSet
  let context: PlanningContext

  /// What making one came to.
  enum Attempt {
    /// The invoice, what its tax is from, what numbers it, how far its schedules are billed with it, and the usage it bills.
    case made(
      Invoice, taxes: DocumentTaxes.Source, numbering: InvoiceNumbering,
      progress: [ScheduleProgress], usage: [UsageRecord])
    /// Every line is zero and the request does not want such an invoice.
    case zeroAmount
    /// Every schedule at fault, once each.
    case failed([ScheduleFailure])
    /// No schedule is at fault: there is no one policy to number the invoice by.
    case unnumbered(Fault)
  }

  /// Steps 5 to 8 of <doc:Generation>, for one key: refused for any of its schedules that cannot be
  /// billed, else taxed and totalled, with what numbers it and how far its schedules advance.
  func make(_ group: InvoiceGroup) -> Attempt {
    let id = Invoice.ID(
      context.deriveIdentifier(
        [context.request.source, context.request.identifier, "invoice", group.text]))
    var draft = LinesInProgress(
      invoiceId: id, currency: group.account.currency,
      taxProcessingStatus: isPosted ? .posted : .estimated)
    var failures: [ScheduleFailure] = []
    draft.reserve(group.members.reduce(0) { $0 + $1.due.lineCount })
    for (index, member) in group.members.enumerated() {
      if let failure = draft.append(member.due, member: index) { failures.append(failure) }
    }
    guard failures.isEmpty else { return .failed(failures) }
    guard allowsZeroAmount || draft.lines.contains(where: { !$0.amount.isZero })
    else { return .zeroAmount }
    let missing = group.members.compactMap { missingTerm(of: $0) }
    guard missing.isEmpty, let billTo = billTo(of: group) else { return .failed(missing) }
    let numbering: InvoiceNumbering
    switch facts.numbering(of: group.key.legalEntityId) {
    case .success(let one): numbering = one
    case .failure(let fault):
      // A draft has no number yet.
      guard !isPosted else { return .unnumbered(fault) }
      numbering = .builtIn
    }
    let document = document(id, of: group, draft)
    let source: DocumentTaxes.Source
    do throws(TaxFailure) {
      let taxes = try context.taxEngine.taxes(on: document, facts: facts)
      for (index, records) in zip(draft.lines.indices, taxes.lines) {
        draft.lines[index].taxes = records
      }
      source = taxes.source
    } catch {
      return .failed(self.failures(of: error, draft, group))
    }
    do throws(MonetaryError) {
      draft.lines.nameParents(facts: facts, schedules: group.members.map(\.schedule))
      var invoice = try invoice(id, of: group, draft, document, billTo: billTo)
      invoice.areTaxesQuoted = source.isQuoted
      return .made(
        invoice, taxes: source, numbering: numbering, progress: draft.progress,
        usage: draft.billedUsage)
    } catch {
      // Each line's amount and tax fit: only their sum does not.
      return .failed(group.members.prefix(1).map { .overflow($0.schedule, of: "invoice") })
    }
  }

  private func missingTerm(of member: InvoiceGroup.Member) -> ScheduleFailure? {
    let schedule = member.schedule
    if let group = schedule.billingScheduleGroupId, facts.isBeyondBundleLevels(group) {
      // What lies beyond would not be looked at, a suspension among it.
      return ScheduleFailure(
        schedule: schedule, category: .invoiceGeneration, code: .limitExceeded,
        message: "Billing schedule \(schedule.id) is a part of more than "
          + "\(BillingScheduleGroup.deepestLevel) groups, one within the other. Make its group, or one above "
          + "it, a part of fewer.")
    }
    if facts.billTo(member.terms.billTo) == nil {
      return ScheduleFailure(
        schedule: schedule, category: .invoiceGeneration, code: .billToContactMissing,
        message: "Billing schedule \(schedule.id) has no bill-to contact. Give the account, the "
          + "schedule or its group one.")
    }
    if member.terms.groupType == .custom, member.terms.customKey == nil {
      return ScheduleFailure(
        schedule: schedule, category: .invoiceGeneration, code: .customGroupKeyMissing,
        message: "Billing schedule \(schedule.id) is grouped by a custom key and has none. Give "
          + "the schedule or its group a customInvoiceGroupKey, or another invoiceGroupType.")
    }
    return nil
  }

  private func failures(
    of failure: TaxFailure, _ draft: LinesInProgress, _ group: InvoiceGroup
  ) -> [ScheduleFailure] {
    var seen: Set<BillingSchedule.ID> = []
    return failure.lines.compactMap { line in
      let schedule = group.members[draft.memberOfLine[line.index]].schedule
      guard seen.insert(schedule.id).inserted else { return nil }
      return ScheduleFailure(
        schedule: schedule, category: .taxCalculation, code: line.code, message: line.message)
    }
  }

  private func billTo(of group: InvoiceGroup) -> Invoice.BillTo? {
    group.members.first.flatMap { facts.billTo($0.terms.billTo) }
  }

  private func document(
    _ id: Invoice.ID, of group: InvoiceGroup, _ draft: LinesInProgress
  ) -> TaxableDocument {
    let account = group.account
    let treatments = group.members.map {
      $0.terms.taxTreatmentId.flatMap { facts.taxTreatments[$0] }
    }
    return TaxableDocument(
      id: id.text, kind: isPosted ? .final : .estimate,
      currency: account.currency, invoiceDate: invoiceDate,
      address: account.taxAddress,
      isTaxExempt: account.isTaxExempt,
      lines: draft.lines.indices.map { index in
        TaxableDocument.Line(
          number: index + 1, amount: draft.lines[index].amount,
          treatment: treatments[draft.memberOfLine[index]])
      })
  }

  /// The contract that the invoice is made for, or that all its schedules are of.
  private func contract(of group: InvoiceGroup) -> BillingContract.ID? {
    if let id = group.key.billingContractId { return id }
    let contracts = Set(group.members.map { facts.contract(of: $0.schedule) })
    return contracts.count == 1 ? contracts.first ?? nil : nil
  }

  private func invoice(
    _ id: Invoice.ID, of group: InvoiceGroup, _ draft: LinesInProgress,
    _ document: TaxableDocument, billTo: Invoice.BillTo
  ) throws(MonetaryError) -> Invoice {
    let total = draft.total
    var tax = Money.zero(group.account.currency)
    for index in draft.lines.indices {
      for record in draft.lines[index].taxes { tax = try tax.adding(record.amount) }
    }
    let totalWithTax = try total.adding(tax)
    var invoice = Invoice(
      id: id,
      status: isPosted ? .posted : .draft,
      accountId: group.account.id,
      accountName: group.account.name,
      seller: group.key.legalEntityId.flatMap { facts.legalEntities[$0] }.map(Invoice.Seller.init),
      billingContractId: contract(of: group),
      currency: group.account.currency,
      invoiceDate: invoiceDate,
      dueDate: invoiceDate,
      postedDate: isPosted ? facts.today(of: group.account.id, at: context.now) : nil,
      billToContact: billTo,
      paymentTermId: group.key.paymentTermId,
      legalEntityId: group.key.legalEntityId,
      groupingKey: group.text,
      lines: draft.lines,
      billingAddress: group.account.billingAddress,
      shippingAddress: group.account.shippingAddress,
      totalAmount: total,
      totalTaxAmount: tax,
      totalAmountWithTax: totalWithTax,
      balance: totalWithTax,
      reinvoiceOf: draft.reinvoiceOf.sorted(),
      request: context.request)
    invoice.invoiceRunId = context.invoiceRunId
    invoice.savedPaymentMethodId = group.key.savedPaymentMethodId
    if isPosted { invoice.keepForDocuments(document, group.account, facts) }
    try invoice.setDue(by: facts.paymentTerm(group.key.paymentTermId))
    // With a total of zero nothing is open: it is settled as it is posted.
    invoice = try invoice.withFigures(of: invoice.settled)
    invoice.fullSettlementDate = invoice.settlementStatus == .settled ? invoice.postedDate : nil
    return invoice
  }
}
