package import CivilTime
import Monetary

/// The ledger as far as it is loaded, and what the requests planned so far have added.
package struct LedgerTables: Sendable {
  package private(set) var payments: [Payment.ID: Payment] = [:]
  package private(set) var creditMemos: [CreditMemo.ID: CreditMemo] = [:]
  package var refunds: [Refund.ID: Refund] = [:]
  package var reversals: [Reversal.ID: Reversal] = [:]
  /// Rows that apply, not those that take back.
  package private(set) var applications: [Application.ID: Application] = [:]
  /// Of the applications those that were taken back.
  package private(set) var takenBack: Set<Application.ID> = []
  private var bySource: [LedgerSource: [Application.ID]] = [:]
  private var byInvoice: [Invoice.ID: [Application.ID]] = [:]
  /// Identifiers that senders gave credit memos.
  package var creditMemoIdentifiers: [String: CreditMemo.ID] = [:]
  /// Live credit memos with lines of an invoice.
  package private(set) var memosOfInvoice: [Invoice.ID: Set<CreditMemo.ID>] = [:]
  /// Of the payments and memos those that can settle something, by account.
  private var openSources: [Account.ID: Set<LedgerSource>] = [:]
  /// The latest day on which anything was recorded for an account: no later row may say an earlier one.
  package private(set) var latestDays: [Account.ID: CivilDate] = [:]

  package init() {}

  /// Adds a row, in the order in which the rows were recorded. One that takes back marks the one it names.
  package mutating func insert(_ application: Application) {
    if let id = application.takesBack {
      takenBack.insert(id)
    } else if applications.updateValue(application, forKey: application.id) == nil {
      bySource[application.source, default: []].append(application.id)
      byInvoice[application.invoiceId, default: []].append(application.id)
    }
  }

  package mutating func noteTakenBack(_ id: Application.ID) { takenBack.insert(id) }

  package mutating func insert(_ payment: Payment) {
    payments[payment.id] = payment
    note(.payment(payment.id), of: payment.accountId, isOpen: !payment.unapplied.isZero)
  }

  private mutating func note(_ source: LedgerSource, of account: Account.ID, isOpen: Bool) {
    if isOpen {
      openSources[account, default: []].insert(source)
    } else {
      openSources[account]?.remove(source)
    }
  }

  /// Payments and memos of an account that can settle something, as far as they are loaded; in no order.
  func openSources(of account: Account.ID) -> Set<LedgerSource> { openSources[account] ?? [] }

  package mutating func insert(_ memo: CreditMemo) {
    creditMemos[memo.id] = memo
    note(.creditMemo(memo.id), of: memo.accountId, isOpen: !memo.balance.isZero)
    if let identifier = memo.uniqueIdentifier { creditMemoIdentifiers[identifier] = memo.id }
    // Mostly all are of one invoice.
    var noted: Invoice.ID?
    for line in memo.lines {
      guard let id = line.invoiceLine?.invoiceId, id != noted else { continue }
      noted = id
      if memo.status == .posted {
        memosOfInvoice[id, default: []].insert(memo.id)
      } else {
        memosOfInvoice[id]?.remove(memo.id)
      }
    }
  }

  /// What stands of a source, in the order in which it was recorded.
  package func standing(of source: LedgerSource) -> [Application] {
    standing(bySource[source] ?? [])
  }

  /// What stands on an invoice, in the order in which it was recorded.
  package func standing(on invoice: Invoice.ID) -> [Application] {
    standing(byInvoice[invoice] ?? [])
  }

  private func standing(_ ids: [Application.ID]) -> [Application] {
    ids.compactMap { takenBack.contains($0) ? nil : applications[$0] }
  }

  /// Something was recorded for an account on this day.
  package mutating func noteRecorded(on day: CivilDate, for account: Account.ID) {
    latestDays[account] = max(latestDays[account] ?? day, day)
  }

  mutating func apply(_ effects: LedgerEffects) {
    for payment in effects.payments + effects.changedPayments { insert(payment) }
    for memo in effects.creditMemos + effects.changedCreditMemos { insert(memo) }
    for application in effects.applications { insert(application) }
    for refund in effects.refunds { refunds[refund.id] = refund }
    for reversal in effects.reversals { reversals[reversal.id] = reversal }
    noteDays(of: effects)
  }

  private mutating func noteDays(of effects: LedgerEffects) {
    for payment in effects.payments {
      noteRecorded(on: payment.recordedDate, for: payment.accountId)
    }
    for memo in effects.creditMemos { noteRecorded(on: memo.recordedDate, for: memo.accountId) }
    // Voiding a memo of which nothing is applied adds no row.
    for memo in effects.changedCreditMemos {
      if let day = memo.voidedDate { noteRecorded(on: day, for: memo.accountId) }
    }
    for application in effects.applications {
      noteRecorded(on: application.recordedDate, for: application.accountId)
    }
    for refund in effects.refunds { noteRecorded(on: refund.recordedDate, for: refund.accountId) }
    for reversal in effects.reversals {
      noteRecorded(on: reversal.recordedDate, for: reversal.accountId)
    }
  }
}
