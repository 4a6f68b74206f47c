import CivilTime
import Monetary

/// One invoice on its way in: what it refers to, what is wrong with it, and in the end the invoice
/// to store. The stages stand in extensions; each goes as far as what it reads is known, so that
/// one fault does not hide the next, nor bring up others that are only its consequences.
struct Ingestion {
  /// With the debit memo's lines, if it is made from one.
  let invoice: IncomingInvoice
  /// As the request gave them: of an invoice from a debit memo there must be none.
  let givenLines: [IncomingLine]
  /// The tax status of every line that names none of its own.
  let taxCalculationStatus: TaxProcessingStatus
  /// Whether tax is estimated for every line, also for those that bring amounts.
  let shouldCalculateTax: Bool
  let facts: WorkingSet
  let context: PlanningContext
  let account: Account?
  let currency: Currency?
  let debitMemo: DebitMemo?
  let addresses: [String: Address]
  var faults = IngestionFaults()
  /// Whether the tax is unknown because of a fault reported already.
  var isTaxUnclear = false
  /// The charges, by index, whose tax was calculated here; that of the others came with the document.
  var calculated: Set<Int> = []
  var taxesInProgress = TaxesInProgress()
  /// Whether an engine elsewhere gave those that were calculated.
  var areTaxesQuoted = false

  init(
    of incoming: IncomingInvoice, taxCalculationStatus: TaxProcessingStatus,
    shouldCalculateTax: Bool, facts: WorkingSet, context: PlanningContext
  ) {
    givenLines = incoming.lines
    self.taxCalculationStatus = taxCalculationStatus
    self.shouldCalculateTax = shouldCalculateTax
    self.facts = facts
    self.context = context
    var invoice = incoming
    if case .debitMemo(let id)? = invoice.referenceEntity, let memo = facts.debitMemos[id] {
      debitMemo = memo
      invoice.lines = memo.lines.map(IncomingLine.init)
    } else {
      debitMemo = nil
    }
    for index in invoice.lines.indices
    where invoice.lines[index].startDate == nil && invoice.lines[index].endDate == nil {
      invoice.lines[index].startDate = invoice.startDate
      invoice.lines[index].endDate = invoice.endDate
    }
    self.invoice = invoice
    account = facts.accounts[invoice.billingAccountId]
    currency = Currency(code: invoice.currency)
    addresses = Dictionary(invoice.addresses.map { ($0.label, $0.address) }) { first, _ in first }
  }

  /// The invoice to store; nil when there are faults.
  mutating func run() -> Invoice? {
    checkReferences()
    checkStatus()
    checkDates()
    checkLines()
    checkSubtotals()
    // In another currency than its memo nothing of the invoice is an amount.
    guard let currency, debitMemo.map({ $0.currency == currency }) ?? true else { return nil }
    let settlement = settlement(in: currency)
    checkSubtotals(in: currency)
    // Without lines nothing can be added up.
    guard !invoice.lines.isEmpty, let charges = charges(in: currency),
      let amounts = documentAmounts(of: charges, in: currency)
    else { return nil }
    let taxes = isTaxUnclear ? nil : taxes(on: charges, in: currency)
    let totals = checkTotals(amounts, taxes: taxes, settlement, in: currency)
    guard faults.isEmpty, let taxes, let totals, let account, let billTo else { return nil }
    return stored(charges, taxes, amounts, totals, account: account, billTo: billTo)
  }
}

extension IncomingLine {
  fileprivate init(of line: DebitMemo.Line) {
    self.init(
      name: line.name, quantity: line.quantity, unitPrice: line.unitPrice,
      chargeAmount: line.amount, taxTreatmentId: line.taxTreatmentId)
  }
}
