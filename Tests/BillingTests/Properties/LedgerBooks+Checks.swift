import CivilTime
import Monetary
import Testing

@testable import Billing

/// What holds of every ledger at every moment.
extension LedgerBooks {
  /// Everything that is broken, as sentences; none where all is well.
  func breaches() -> [String] {
    invoices.flatMap(breaches) + payments.flatMap(breaches) + memos.flatMap(breaches)
      + rows.flatMap(breaches) + keys.flatMap(breaches) + takenBackTwice
  }

  private func breaches(_ invoice: Invoice) -> [String] {
    var found = Found("Invoice \(invoice.id)")
    let settled = invoice.settled
    let paid = applied { $0.invoiceId == invoice.id && $0.source.isPayment }
    let credited = applied { $0.invoiceId == invoice.id && !$0.source.isPayment }
    let writeOffs = Set(
      memos.filter { $0.sourceAction == .writeOffPostedInvoice }.map {
        LedgerSource.creditMemo($0.id)
      })
    let writtenOff = applied { $0.invoiceId == invoice.id && writeOffs.contains($0.source) }
    let converted = memos.lazy.filter {
      $0.sourceAction == .negativeInvoiceLineConversion && $0.invoiceId == invoice.id
        && $0.status == .posted
    }.reduce(Int128(0)) { $0 + $1.credited.minorUnits }
    found.expect(settled.paid.minorUnits == paid, "paid \(settled.paid)")
    found.expect(settled.credited.minorUnits == credited, "credited \(settled.credited)")
    found.expect(settled.writtenOff.minorUnits == writtenOff, "written off \(settled.writtenOff)")
    found.expect(settled.converted.minorUnits == converted, "converted \(settled.converted)")
    let whole = invoice.receivable.minorUnits + converted
    let balance = invoice.balance.minorUnits
    found.expect(balance == whole - paid - credited, "balance \(balance)")
    found.expect(min(0, whole) <= balance && balance <= max(0, whole), "bounds of \(balance)")
    found.expect(invoice.settlementStatus == status(of: invoice), "\(invoice.settlementStatus)")
    found.expect(balance == 0 || invoice.fullSettlementDate == nil, "settled in full")
    if invoice.status == .voided { found.expect(balance == 0, "voided with \(balance)") }
    if invoice.status == .posted { breaches(ofInstalments: invoice, &found) }
    return found.sentences
  }

  private func breaches(ofInstalments invoice: Invoice, _ found: inout Found) {
    let parts = invoice.openInstalments
    let amounts = parts.reduce(Int128(0)) { $0 + $1.amount.minorUnits }
    let open = parts.reduce(Int128(0)) { $0 + $1.openAmount.minorUnits }
    found.expect(amounts == invoice.receivable.minorUnits, "instalments come to \(amounts)")
    found.expect(open == max(invoice.balance.minorUnits, 0), "open instalments \(open)")
    found.expect(parts.allSatisfy { !$0.openAmount.isNegative }, "an instalment below 0")
    found.expect(
      (invoice.nextDueDate != nil) == (invoice.balance.minorUnits > 0), "next due date")
  }

  private func status(of invoice: Invoice) -> Invoice.SettlementStatus {
    if invoice.status == .voided || invoice.balance.isZero { return .settled }
    let balance = invoice.balance.minorUnits.magnitude
    return balance >= invoice.payable.minorUnits.magnitude ? .notSettled : .partiallySettled
  }

  private func breaches(_ payment: Payment) -> [String] {
    var found = Found("Payment \(payment.id)")
    let source = LedgerSource.payment(payment.id)
    found.expect(
      payment.applied.minorUnits == applied { $0.source == source }, "applied \(payment.applied)")
    found.expect(payment.refunded.minorUnits == refunded(source), "refunded \(payment.refunded)")
    let reversed = reversals.lazy.filter { $0.paymentId == payment.id }
      .reduce(Int128(0)) { $0 + $1.amount.minorUnits }
    found.expect(payment.reversed.minorUnits == reversed, "reversed \(payment.reversed)")
    found.expect(!payment.unapplied.isNegative, "unapplied \(payment.unapplied)")
    found.expect(!payment.applied.isNegative, "applied \(payment.applied)")
    return found.sentences
  }

  private func breaches(_ memo: CreditMemo) -> [String] {
    var found = Found("Memo \(memo.id)")
    let source = LedgerSource.creditMemo(memo.id)
    found.expect(
      memo.applied.minorUnits == applied { $0.source == source }, "applied \(memo.applied)")
    found.expect(memo.refunded.minorUnits == refunded(source), "refunded \(memo.refunded)")
    switch memo.sourceAction {
    case .voidPostedInvoice: found.expect(memo.balance.isZero, "balance \(memo.balance)")
    default:
      let left = memo.balance.minorUnits
      found.expect(0 <= left && left <= memo.credited.minorUnits, "balance \(memo.balance)")
    }
    if memo.status == .voided {
      found.expect(memo.applied.isZero && memo.refunded.isZero, "voided and used")
    }
    return found.sentences
  }

  private func refunded(_ source: LedgerSource) -> Int128 {
    refunds.lazy.filter { $0.source == source }.reduce(0) { $0 + $1.amount.minorUnits }
  }

  /// A row counts from both book dates on, and no later than it was recorded; one that takes back is like the one it names.
  private func breaches(_ row: Application) -> [String] {
    var found = Found("Application \(row.id)")
    let sourceDate: CivilDate?
    switch row.source {
    case .payment(let id): sourceDate = payments.first { $0.id == id }?.bookDate
    case .creditMemo(let id): sourceDate = memos.first { $0.id == id }?.bookDate
    }
    let invoiceDate = invoices.first { $0.id == row.invoiceId }?.bookDate
    for date in [sourceDate, invoiceDate] {
      found.expect(date.map { $0 <= row.effectiveDate } ?? false, "before \(date as Any)")
    }
    found.expect(row.effectiveDate <= row.recordedDate, "after its day")
    if let id = row.takesBack {
      let first = rows.first { $0.id == id }
      found.expect(
        first.map {
          $0.takesBack == nil && $0.amount == row.amount && $0.source == row.source
            && $0.invoiceId == row.invoiceId && $0.effectiveDate <= row.effectiveDate
        } ?? false, "takes back another")
    }
    return found.sentences
  }

  private var takenBackTwice: [String] {
    let taken = rows.compactMap(\.takesBack)
    let ids = rows.map(\.id)
    return (Set(taken).count == taken.count ? [] : ["Something is taken back twice"])
      + (Set(ids).count == ids.count ? [] : ["Two rows of one identifier"])
  }

  /// The account's balance is what its documents and money come to, and the derived journal sums to zero.
  private func breaches(_ key: Key) -> [String] {
    var found = Found("Account \(key.account) \(key.currency.code)")
    let stored = storedBalance(key)
    let documents = documentBalance(key)
    found.expect(stored == documents, "balance \(stored), documents \(documents)")
    let journal = LedgerJournal(self, key)
    found.expect(journal.isBalanced, "the journal does not sum to zero")
    found.expect(
      journal.receivable + journal.credits + journal.unapplied == stored,
      "the journal's \(journal) are not the balance")
    return found.sentences
  }

  private struct Found {
    private let subject: String
    private(set) var sentences: [String] = []

    init(_ subject: String) { self.subject = subject }

    mutating func expect(_ holds: Bool, _ sentence: @autoclosure () -> String) {
      if !holds { sentences.append("\(subject): \(sentence())") }
    }
  }
}

extension LedgerSource {
  var isPayment: Bool { if case .payment = self { true } else { false } }
}
