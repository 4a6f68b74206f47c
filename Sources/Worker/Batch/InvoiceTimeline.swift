import Billing
import CivilTime
import Messages
import Monetary

/// What decisions add to the timelines of invoices (<doc:Lifecycle#The-timeline>): the one place where rows follow from what
/// happened. Pure; whatever bears a number has it by now.
struct InvoiceTimeline {
  let at: UTCInstant

  /// The rows of a request, in the order in which things happened.
  func rows(of decision: Decision, by header: IdentifiedHeader) -> [InvoiceEvent] {
    let invoices = decision.effects.invoices
    let emails = decision.effects.emails
    let tasks = decision.effects.tasks
    guard
      !invoices.made.isEmpty || !invoices.changed.isEmpty || !tasks.requested.isEmpty
        || !emails.isEmpty
    else {
      return []
    }
    let author = Author(header)
    let documents = Documents(decision.effects)
    let requested = Dictionary(grouping: tasks.requested, by: \.invoiceId)
    var rows: [InvoiceEvent] = []
    for invoice in invoices.made {
      rows.append(row(invoice.id, Self.making(of: invoice), author, invoice.number))
      for task in requested[invoice.id] ?? [] {
        rows.append(row(invoice.id, .taskRequested, author, task.kind.rawValue))
      }
      for act in invoices.settledAtPosting[invoice.id] ?? [] {
        let (kind, detail) = Self.happening(act, to: invoice, from: invoice.receivable, documents)
        rows.append(row(invoice.id, kind, author, detail))
      }
    }
    for link in invoices.reissues {
      rows.append(
        row(link.earlier, .reinvoiced, author, documents.name(of: link.later)))
    }
    for change in invoices.changed {
      for act in change.acts {
        let (kind, detail) = Self.happening(
          act, to: change.invoice, from: change.previousBalance, documents)
        rows.append(row(change.invoice.id, kind, author, detail))
      }
    }
    for task in tasks.requested where tasks.invoices[task.invoiceId] != nil {
      rows.append(row(task.invoiceId, .taskRequested, author, task.kind.rawValue))
    }
    return rows + self.rows(of: emails, author)
  }

  /// Each says to whom, and what is known of why.
  private func rows(of emails: EmailEffects, _ author: Author) -> [InvoiceEvent] {
    var rows: [InvoiceEvent] = []
    func add(_ kind: InvoiceEvent.Kind, _ email: EmailDelivery, to addresses: [String]) {
      guard let id = email.invoiceId else { return }
      rows.append(row(id, kind, author, email.timelineDetail(to: addresses)))
    }
    for email in emails.queued { add(.emailQueued, email, to: email.to + email.cc) }
    for email in emails.changed where email.status == .failed {
      add(.emailFailed, email, to: email.to + email.cc)
    }
    for bounce in emails.bounces { add(.emailBounced, bounce.email, to: [bounce.address]) }
    return rows
  }

  /// Who asked for it.
  private struct Author {
    let name: String?
    let request: RequestKey

    init(_ header: IdentifiedHeader) {
      name = header.requestedBy.flatMap { $0.name ?? $0.email ?? $0.userId }
      request = header.key
    }
  }

  private func row(
    _ id: Invoice.ID, _ kind: InvoiceEvent.Kind, _ author: Author, _ detail: String?
  ) -> InvoiceEvent {
    InvoiceEvent(
      invoiceId: id, at: at, kind: kind, actor: author.name, request: author.request,
      detail: detail)
  }

  private static func making(of invoice: Invoice) -> InvoiceEvent.Kind {
    switch (invoice.creationMode, invoice.status) {
    case (.external, _): .ingested
    case (.generated, .draft): .drafted
    case (.generated, _): .posted
    }
  }

  private static func happening(
    _ act: InvoiceChange.Act, to invoice: Invoice, from previous: Money, _ documents: Documents
  ) -> (InvoiceEvent.Kind, detail: String?) {
    switch act {
    case .taxCalculated: (.taxCalculated, text(invoice.totalTaxAmount))
    case .posted: (.posted, invoice.number)
    case .canceled: (.canceled, invoice.reason)
    case .voided(let memo): (.voided, documents.name(of: memo))
    case .updated(let changes): (.updated, changes.map(\.field).joined(separator: ", "))
    case .converted(let memo): (.converted, documents.name(of: memo))
    case .writtenOff(let memo): (.writtenOff, documents.name(of: memo))
    case .paid(by: .payment(let id)): (.paid, "payment \(id)")
    case .paid(by: .creditMemo(let id)): (.paid, "credit memo \(documents.name(of: id))")
    case .balanceChanged: (.balanceChanged, "\(text(previous)) → \(text(invoice.balance))")
    }
  }

  private static func text(_ amount: Money) -> String {
    "\(amount.decimalText) \(amount.currency.code)"
  }

  /// The numbers of what a decision made: people know documents by them.
  private struct Documents {
    private var memos: [CreditMemo.ID: String] = [:]
    private var invoices: [Invoice.ID: String] = [:]

    init(_ effects: Effects) {
      for memo in effects.ledger.creditMemos + effects.ledger.changedCreditMemos {
        memos[memo.id] = memo.number
      }
      guard !effects.invoices.reissues.isEmpty else { return }
      for invoice in effects.invoices.made { invoices[invoice.id] = invoice.number }
    }

    func name(of id: CreditMemo.ID) -> String { memos[id] ?? id.text }
    func name(of id: Invoice.ID) -> String { invoices[id] ?? id.text }
  }
}
