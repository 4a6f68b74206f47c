package import CivilTime
package import Monetary

/// What is owed, from what was payable, one movement after the other (<doc:Lifecycle#The-ledger>).
package struct ExplainedBalance: Hashable, Sendable {
  /// In order of date, on one day in the order in which they were recorded; the first is what is payable.
  package let entries: [Entry]
  package let paid: Recomputation
  package let credited: Recomputation
  package let writtenOff: Recomputation
  package let converted: Recomputation
  package let balance: Recomputation
  package let sentences: [String]

  /// Something that moved the balance.
  package struct Entry: Hashable, Sendable {
    package let date: CivilDate
    package let kind: Kind
    /// The payment or the memo; nil for what is payable.
    package let source: RecordReference?
    /// The memo's number.
    package let number: String?
    package let applicationId: Application.ID?
    /// With the sign by which it moves the balance.
    package let amount: Money
    /// The balance after it; nil beyond the bounds of an amount.
    package let balance: Money?
    package let sentence: String
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case payable = "Payable"
    case payment = "Payment"
    case creditMemo = "CreditMemo"
    case writeOff = "WriteOff"
    case void = "Void"
    /// Negative lines that were made into a memo.
    case conversion = "Conversion"
    /// An application or a conversion that was taken back.
    case takenBack = "TakenBack"
  }
}

extension ExplainedBalance {
  init(_ ledger: InvoiceLedger) {
    let invoice = ledger.invoice
    let currency = invoice.currency
    let movements = Movement.all(of: ledger)
    entries = Self.entries(of: movements)
    func sum(_ stored: Money, _ isMeant: (Movement) -> Bool) -> Recomputation {
      Recomputation(of: stored) { () throws(MonetaryError) in
        try Money.sum(movements.filter(isMeant).map(\.amount.negated), currency: currency)
      }
    }
    paid = sum(invoice.settled.paid) { $0.origin == .payment }
    credited = sum(invoice.settled.credited) {
      [.creditMemo, .writeOff, .void].contains($0.origin)
    }
    writtenOff = sum(invoice.settled.writtenOff) { $0.origin == .writeOff }
    converted = Recomputation(of: invoice.settled.converted) { () throws(MonetaryError) in
      try Money.sum(
        movements.filter { $0.origin == .conversion }.map(\.amount), currency: currency)
    }
    balance = Recomputation(of: invoice.balance) { () throws(MonetaryError) in
      guard invoice.status != .canceled else { return .zero(currency) }
      return try Money.sum(movements.map(\.amount), currency: currency)
    }
    var sentences: [String] = []
    switch invoice.status {
    case .draft: sentences.append("It is a draft: nothing is owed by it before it is posted.")
    case .canceled:
      sentences.append("It was canceled as a draft: nothing is owed by it.")
    case .voided:
      sentences.append("It was voided: the credit memo that mirrors it settles it whole.")
    case .posted: break
    }
    if invoice.isCreditNote {
      sentences.append("It is a credit note: what it asks for counts with the opposite sign.")
    }
    sentences.append(Self.equation(of: invoice))
    self.sentences = sentences
  }

  private static func equation(of invoice: Invoice) -> String {
    guard invoice.status != .canceled else { return "Balance \(invoice.balance.decimalText)." }
    var text = "Balance = payable \(invoice.receivable.decimalText)"
    let settled = invoice.settled
    if !settled.converted.isZero { text += " + converted \(settled.converted.decimalText)" }
    if !settled.paid.isZero { text += " − paid \(settled.paid.decimalText)" }
    if !settled.credited.isZero {
      text += " − credited \(settled.credited.decimalText)"
      if !settled.writtenOff.isZero {
        text += " (of which written off \(settled.writtenOff.decimalText))"
      }
    }
    return text + " = \(invoice.balance.decimalText)."
  }

  private static func entries(of movements: [Movement]) -> [Entry] {
    var balance: Money?
    var isFirst = true
    return movements.map { movement in
      if isFirst {
        balance = movement.amount
      } else if let before = balance {
        do throws(MonetaryError) {
          balance = try before.adding(movement.amount)
        } catch {
          balance = nil
        }
      }
      isFirst = false
      return Entry(
        date: movement.date, kind: movement.kind, source: movement.source,
        number: movement.number, applicationId: movement.applicationId, amount: movement.amount,
        balance: balance, sentence: movement.sentence)
    }
  }
}
