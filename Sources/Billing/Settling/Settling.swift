import CivilTime
import Monetary

/// Moves what is owed: the one place where rows are added to the ledger and the sums of invoices, payments and memos follow
/// (<doc:Lifecycle#The-ledger>). A value: a request moves what it wants, each step on what those before it left, and at the
/// end takes ``effects`` and ``changes``. A step that is refused leaves everything as it was.
struct Settling {
  let facts: WorkingSet
  let context: PlanningContext
  private(set) var effects = LedgerEffects()
  /// Invoices that were touched, as they are now, in the order in which they were first touched.
  private var invoices: [Invoice.ID: InvoiceInProgress] = [:]
  private var order: [Invoice.ID] = []
  /// Invoices that this request made, as they were before anything settled them.
  private var made: [Invoice.ID: Invoice] = [:]
  private var payments: [Payment.ID: Payment] = [:]
  private var memos: [CreditMemo.ID: CreditMemo] = [:]
  /// Applications of this request that stand or were taken back by it.
  private var added: [Application] = []
  private var takenBack: Set<Application.ID> = []

  private struct InvoiceInProgress {
    var invoice: Invoice
    var acts: [InvoiceChange.Act] = []
    var cause: RecordReference?
    /// What moved its balance last.
    var settledBy: LedgerSource?
    var lines = InvoiceChange.LineChange.unchanged
    /// Whether that was an application.
    var isApplied = false
  }

  init(facts: WorkingSet, context: PlanningContext) {
    self.facts = facts
    self.context = context
  }

  // MARK: As it stands

  /// See ``WorkingSet/today(of:at:)``.
  func today(of account: Account.ID) -> CivilDate {
    facts.today(of: account, at: context.now)
  }

  func invoice(_ id: Invoice.ID) -> Invoice? { invoices[id]?.invoice ?? facts.invoices[id] }

  func payment(_ id: Payment.ID) -> Payment? { payments[id] ?? facts.ledger.payments[id] }

  func memo(_ id: CreditMemo.ID) -> CreditMemo? { memos[id] ?? facts.ledger.creditMemos[id] }

  /// What stands of a source, in the order in which it was recorded.
  func standing(of source: LedgerSource) -> [Application] {
    facts.ledger.standing(of: source).filter { !takenBack.contains($0.id) }
      + added.filter { $0.source == source && !takenBack.contains($0.id) }
  }

  /// What stands on an invoice, in the order in which it was recorded.
  func standing(on invoice: Invoice.ID) -> [Application] {
    facts.ledger.standing(on: invoice).filter { !takenBack.contains($0.id) }
      + added.filter { $0.invoiceId == invoice && !takenBack.contains($0.id) }
  }

  func application(_ id: Application.ID) -> Application? {
    facts.ledger.applications[id] ?? added.first { $0.id == id }
  }

  func isTakenBack(_ id: Application.ID) -> Bool {
    takenBack.contains(id) || facts.ledger.takenBack.contains(id)
  }

  // MARK: What is added

  mutating func record(_ payment: Payment) {
    payments[payment.id] = payment
    effects.payments.append(payment)
  }

  /// A memo that `mirrors` has the lines of the invoice that it voids.
  mutating func record(
    _ memo: CreditMemo, numberedBy policy: SequencePolicy?, mirrors: Bool = false
  ) {
    memos[memo.id] = memo
    effects.creditMemos.append(memo)
    if mirrors { effects.mirrors.insert(memo.id) }
    effects.sequencePolicies[memo.id] = policy
  }

  mutating func record(_ refund: Refund) { effects.refunds.append(refund) }

  mutating func record(_ reversal: Reversal) { effects.reversals.append(reversal) }

  /// Stores a payment's or a memo's new sums or status.
  mutating func update(_ payment: Payment) {
    payments[payment.id] = payment
    guard !effects.payments.replace(payment), !effects.changedPayments.replace(payment) else {
      return
    }
    effects.changedPayments.append(payment)
  }

  mutating func update(_ memo: CreditMemo) {
    memos[memo.id] = memo
    guard !effects.creditMemos.replace(memo), !effects.changedCreditMemos.replace(memo) else {
      return
    }
    effects.changedCreditMemos.append(memo)
  }

  /// Takes an invoice that this request makes and posts: it can be settled like a stored one, and is not among the
  /// ``changes``.
  mutating func add(made invoice: Invoice) {
    made[invoice.id] = invoice
    invoices[invoice.id] = InvoiceInProgress(invoice: invoice)
  }

  /// Changes an invoice otherwise than by an application: posts, voids, updates it. `act` is what happened.
  mutating func change(
    _ invoice: Invoice, _ act: InvoiceChange.Act, cause: RecordReference? = nil,
    lines: InvoiceChange.LineChange = .unchanged
  ) {
    var progress = touched(invoice.id) ?? InvoiceInProgress(invoice: invoice)
    progress.invoice = invoice
    progress.acts.append(act)
    if let cause { progress.cause = cause }
    progress.lines = max(progress.lines, lines)
    invoices[invoice.id] = progress
  }

  /// Moves an amount from a source to an invoice. Whether the rules allow it was asked before
  /// (``check(_:from:effectiveDate:)``).
  ///
  /// - Throws: ``MonetaryError`` when a sum is beyond its bound; nothing has moved then.
  mutating func apply(
    _ amount: Money, from source: LedgerSource, to id: Invoice.ID, effectiveDate: CivilDate
  ) throws(MonetaryError) {
    guard let invoice = invoice(id) else { return }
    let row = Application(
      id: identifier(["application"]), source: source, invoiceId: id,
      accountId: invoice.accountId, amount: amount, effectiveDate: effectiveDate,
      recordedDate: today(of: invoice.accountId))
    try move(amount, row)
    added.append(row)
  }

  /// Takes back a whole application that stands: the invoice owes it again, and the source has it again.
  ///
  /// - Throws: ``MonetaryError`` when a sum is beyond its bound; nothing has moved then.
  mutating func takeBack(
    _ application: Application, effectiveDate: CivilDate
  ) throws(MonetaryError) {
    let row = Application(
      id: identifier(["takeBack"]), source: application.source,
      invoiceId: application.invoiceId, accountId: application.accountId,
      amount: application.amount, effectiveDate: max(effectiveDate, application.effectiveDate),
      recordedDate: today(of: application.accountId), takesBack: application.id)
    try move(application.amount.negated, row)
    takenBack.insert(application.id)
  }

  /// Adds to what was converted of an invoice, so that its balance rises by it; a negative amount takes the conversion by
  /// `memo` back.
  ///
  /// - Throws: ``MonetaryError`` when a sum is beyond its bound; nothing has moved then.
  mutating func convert(
    _ amount: Money, of id: Invoice.ID, into memo: CreditMemo.ID, effectiveDate: CivilDate
  ) throws(MonetaryError) {
    guard var progress = touched(id) else { return }
    var settled = progress.invoice.settled
    settled.converted = try settled.converted.adding(amount)
    progress.invoice = try progress.invoice.withFigures(of: settled)
    if !amount.isNegative {
      progress.acts.append(.converted(memo))
      progress.invoice.creditMemoIds.append(memo)
    }
    progress.isApplied = false
    progress.settledBy = .creditMemo(memo)
    progress.cause = RecordReference(.creditMemo, memo)
    progress.invoice.fullSettlementDate = progress.invoice.balance.isZero ? effectiveDate : nil
    invoices[id] = progress
  }

  /// An identifier for what this request adds, which no other gets.
  func identifier<Record>(_ parts: [String]) -> RecordID<Record> {
    RecordID(
      context.deriveIdentifier(
        [context.request.source, context.request.identifier] + parts + [
          String(effects.applications.count), String(effects.creditMemos.count),
        ]))
  }

  private mutating func move(_ amount: Money, _ row: Application) throws(MonetaryError) {
    guard var progress = touched(row.invoiceId) else { return }
    var settled = progress.invoice.settled
    switch row.source {
    case .payment(let id):
      settled.paid = try settled.paid.adding(amount)
      guard var payment = payment(id) else { return }
      payment.applied = try payment.applied.adding(amount)
      progress.invoice = try progress.invoice.withFigures(of: settled)
      update(payment)
    case .creditMemo(let id):
      settled.credited = try settled.credited.adding(amount)
      guard var memo = memo(id) else { return }
      if memo.sourceAction == .writeOffPostedInvoice {
        settled.writtenOff = try settled.writtenOff.adding(amount)
      }
      memo.applied = try memo.applied.adding(amount)
      progress.invoice = try progress.invoice.withFigures(of: settled)
      update(memo)
    }
    progress.isApplied = row.takesBack == nil
    progress.cause = row.source.record
    progress.settledBy = row.source
    progress.invoice.fullSettlementDate =
      progress.invoice.balance.isZero ? row.effectiveDate : nil
    invoices[row.invoiceId] = progress
    effects.applications.append(row)
  }

  private mutating func touched(_ id: Invoice.ID) -> InvoiceInProgress? {
    if let progress = invoices[id] { return progress }
    guard let invoice = facts.invoices[id] else { return nil }
    order.append(id)
    let progress = InvoiceInProgress(invoice: invoice)
    invoices[id] = progress
    return progress
  }

  // MARK: What came of it

  /// Every stored invoice that was touched, once, its version counted on.
  var changes: [InvoiceChange] {
    order.compactMap { id in
      guard let progress = invoices[id], let before = facts.invoices[id] else { return nil }
      var invoice = progress.invoice
      invoice.version = before.version + 1
      return InvoiceChange(
        invoice, acts(of: progress, before: before), previousBalance: before.balance,
        cause: progress.cause, lines: progress.lines,
        isLinked: !before.reinvoiceOf.isEmpty || !before.reinvoicedBy.isEmpty)
    }
  }

  /// The invoice that this request made, as it was settled, and what followed its posting. Nothing settles it any more: so
  /// what is copied to try the next one does not grow with them.
  mutating func finish(made id: Invoice.ID) -> (invoice: Invoice, acts: [InvoiceChange.Act])? {
    guard let before = made.removeValue(forKey: id), let progress = invoices.removeValue(forKey: id)
    else { return nil }
    return (progress.invoice, acts(of: progress, before: before, isPosting: true))
  }

  private func acts(
    of progress: InvoiceInProgress, before: Invoice, isPosting isMade: Bool = false
  ) -> [InvoiceChange.Act] {
    var acts = progress.acts
    let isTold = acts.contains { if case .voided = $0 { true } else { false } }
    guard !isTold, let source = progress.settledBy else { return acts }
    let isPosting = isMade || acts.contains(.posted)
    if progress.invoice.balance.isZero, progress.isApplied, isPosting || !before.balance.isZero {
      acts.append(.paid(by: source))
    } else if !isPosting, progress.invoice.balance != before.balance {
      acts.append(.balanceChanged)
    }
    return acts
  }
}

extension Array where Element: Identifiable {
  /// Replaces the element of the same identifier by its newer state; false where there is none.
  fileprivate mutating func replace(_ element: Element) -> Bool {
    guard let index = firstIndex(where: { $0.id == element.id }) else { return false }
    self[index] = element
    return true
  }
}
