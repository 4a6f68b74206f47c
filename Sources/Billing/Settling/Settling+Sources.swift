import CivilTime
import Monetary

/// What invoices are settled from, payment or memo alike.
extension Settling {
  /// What is known of a source while it settles.
  struct Source {
    let id: LedgerSource
    let accountId: Account.ID
    let currency: Currency
    let bookDate: CivilDate
    /// What it has left.
    let left: Money
    /// As a sentence begins with it: `Payment P-1`.
    let name: String

    var record: RecordReference { id.record }
  }

  /// The source, if it may be touched: it exists, and is neither voided nor the memo of a void.
  func source(_ id: LedgerSource) throws(SettlementRefusal) -> Source {
    switch id {
    case .payment(let paymentId):
      guard let payment = payment(paymentId) else {
        throw SettlementRefusal(
          .paymentNotFound,
          "Payment \(paymentId) is not recorded. Record it with payment.record.v1, or correct the "
            + "identifier.", at: "/paymentId", source: id.record)
      }
      return Source(
        id: id, accountId: payment.accountId, currency: payment.currency,
        bookDate: payment.bookDate, left: payment.unapplied, name: "Payment \(paymentId)")
    case .creditMemo(let memoId):
      guard let memo = memo(memoId) else {
        throw SettlementRefusal(
          .creditMemoNotFound,
          "Credit memo \(memoId) does not exist. Correct the identifier.", at: "/creditMemoId",
          source: id.record)
      }
      // One that this request makes has neither a number nor an identifier that anybody knows.
      let isStored = facts.ledger.creditMemos[memoId] != nil
      let name = isStored ? "Credit memo \(memo.name)" : "The credit memo"
      guard memo.sourceAction != .voidPostedInvoice else {
        throw SettlementRefusal(
          .invoiceFinal,
          "\(name) voids invoice \(memo.invoiceId?.text ?? ""); it stays as it is.",
          at: "/creditMemoId", source: id.record)
      }
      guard memo.status == .posted else {
        throw SettlementRefusal(
          .creditMemoVoided, "\(name) is Voided: nothing is left of it.", at: "/creditMemoId",
          source: id.record)
      }
      return Source(
        id: id, accountId: memo.accountId, currency: memo.currency, bookDate: memo.bookDate,
        left: memo.balance, name: name)
    }
  }

  /// How much of a source stands on an invoice, or, without one, on all.
  func standingAmount(
    of source: Source, on invoice: Invoice.ID? = nil
  ) throws(SettlementRefusal) -> Money {
    do throws(MonetaryError) {
      return try Money.sum(
        standing(of: source.id).lazy.filter { invoice == nil || $0.invoiceId == invoice }
          .map(\.amount), currency: source.currency)
    } catch {
      throw .overflow(source.record)
    }
  }
}

extension CreditMemo {
  /// As a sentence names it: by its number, where it has one, and always by its identifier.
  var name: String { number.map { "\($0) (\(id))" } ?? id.text }
}

extension Money {
  /// The lesser of two amounts of one currency.
  func atMost(_ bound: Money) -> Money { minorUnits > bound.minorUnits ? bound : self }

  var isPositive: Bool { minorUnits > 0 }
}
