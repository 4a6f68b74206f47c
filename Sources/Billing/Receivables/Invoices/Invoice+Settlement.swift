package import CivilTime
package import Monetary

/// The one place of the balance equation (<doc:Lifecycle#The-ledger>).
extension Invoice {
  /// Whether its amounts count with the opposite sign.
  package var isCreditNote: Bool { ingested?.documentType == .creditNote }

  /// What the document adds to the account's balance: ``payable``, of a credit note with the opposite sign.
  package var receivable: Money { signed(payable) }

  /// The day from which it counts in the account's books; nil while it is a draft.
  package var bookDate: CivilDate? { postedDate.map { min($0, invoiceDate) } }

  /// The invoice with balance and settlement status as its figures have them.
  ///
  /// - Throws: ``MonetaryError`` when the balance is beyond 18 digits before the point.
  package func withFigures(of settled: SettledAmounts) throws(MonetaryError) -> Invoice {
    var invoice = self
    invoice.settled = settled
    invoice.balance = try receivable.adding(settled.converted).subtracting(settled.paid)
      .subtracting(settled.credited)
    invoice.settlementStatus = invoice.standingOfBalance
    return invoice.withReopenedInstalments(since: self)
  }

  private var standingOfBalance: SettlementStatus {
    switch status {
    case .draft, .canceled: .notSettled
    case .voided: .settled
    case .posted:
      if balance.isZero {
        .settled
      } else if balance.magnitude >= payable.magnitude {
        .notSettled
      } else {
        .partiallySettled
      }
    }
  }
}

extension Money {
  /// Without its sign, in minor units.
  fileprivate var magnitude: Int128 { minorUnits < 0 ? -minorUnits : minorUnits }
}
