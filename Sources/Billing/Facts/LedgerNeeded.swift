/// What of the ledger a request looks up. Whose accounts these are is locked first.
package struct LedgerNeeded: Hashable, Sendable {
  /// Payments, without their applications.
  package var payments: Set<Payment.ID> = []
  /// Credit memos with their lines, without their applications; of one that was made of an invoice also the invoice's head.
  package var creditMemos: Set<CreditMemo.ID> = []
  /// Applications by identifier, with their sources, and the heads of their invoices; of each also whether it was taken back.
  package var applications: Set<Application.ID> = []
  /// Sources of which applications may be taken back: with all that stand, and the heads of their invoices.
  package var freed: Set<LedgerSource> = []
  /// The same for what stands of a payment on one invoice only.
  package var freedOfInvoices: Set<SourceOnInvoice> = []
  /// Invoices whose standing applications and live credit memos matter: those voided, credited, converted. With their lines
  /// they come as ``InvoicesNeeded`` names them.
  /// Of the applications on one invoice no more than ``mostOnInvoice``, those recorded last: whether any stands is what matters.
  package var ofInvoices: Set<Invoice.ID> = []
  /// Accounts whose open invoices are settled oldest first, with how many requests do it: heads of the Posted ones with a balance
  /// above 0, the first of a currency in that order (``Settling/oldestFirst(of:_:)``). Each request takes up to
  /// ``RequestedSettlement/most``, which those before it may have settled; of a batch ``RequestedSettlement/mostTogether``.
  package var openInvoices: [AccountCurrency: Int] = [:]
  /// Whose the payments are that requests record: another of the same batch may settle oldest first from one of them, which
  /// is not stored when the facts are loaded.
  package var recordedPayments: [Payment.ID: Set<AccountCurrency>] = [:]
  /// Accounts whose invoices are settled when they are posted: their open memos and unapplied payments, where the account
  /// asks for it.
  package var openSources: Set<Account.ID> = []
  /// How many requests post invoices: where any does, the same for every account whose schedules are billed or whose stored
  /// invoices are named, where the account asks for it (``Account/settlesAtPosting``). For each request
  /// ``RequestedSettlement/most`` of a kind and currency, the oldest; of a batch ``RequestedSettlement/mostTogether``.
  package var postingRequests = 0
  package var refunds: Set<Refund.ID> = []
  package var reversals: Set<Reversal.ID> = []
  /// Which of these do credit memos bear already?
  package var creditMemoIdentifiers: Set<String> = []
  /// Whether credit memos may be made: every sequence policy is needed, to number them.
  package var numbersCreditMemos = false

  /// Applications on an invoice of ``ofInvoices`` that are looked up.
  package static let mostOnInvoice = 100

  package init() {}

  package mutating func formUnion(_ other: LedgerNeeded) {
    payments.formUnion(other.payments)
    creditMemos.formUnion(other.creditMemos)
    applications.formUnion(other.applications)
    freed.formUnion(other.freed)
    freedOfInvoices.formUnion(other.freedOfInvoices)
    ofInvoices.formUnion(other.ofInvoices)
    openInvoices.merge(other.openInvoices, uniquingKeysWith: +)
    recordedPayments.merge(other.recordedPayments) { $0.union($1) }
    openSources.formUnion(other.openSources)
    postingRequests += other.postingRequests
    refunds.formUnion(other.refunds)
    reversals.formUnion(other.reversals)
    creditMemoIdentifiers.formUnion(other.creditMemoIdentifiers)
    numbersCreditMemos = numbersCreditMemos || other.numbersCreditMemos
  }

  /// What a source has applied to one invoice.
  package struct SourceOnInvoice: Hashable, Sendable {
    package let source: LedgerSource
    package let invoiceId: Invoice.ID

    package init(_ source: LedgerSource, on invoiceId: Invoice.ID) {
      self.source = source
      self.invoiceId = invoiceId
    }
  }

  /// Whose invoices a source may settle: the account and the currency of a payment or a memo. Before it is loaded only the
  /// source is known.
  package enum AccountCurrency: Hashable, Sendable {
    case account(Account.ID, currencyCode: String)
    case ofSource(LedgerSource)
  }
}
