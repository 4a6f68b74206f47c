import CivilTime
import Monetary

@testable import Billing

/// What was open on a day, whatever came later.
extension LedgerBooks {
  /// The row of an aging report.
  struct Aging: Hashable {
    var notDue: Int128 = 0
    var overdue: Int128 = 0
    var credits: Int128 = 0
    var unapplied: Int128 = 0

    var total: Int128 { notDue + overdue - credits - unapplied }
  }

  func aging(_ key: Key, asOf day: CivilDate) -> Aging {
    var aging = Aging()
    for invoice in invoices where invoice.isOf(key) && isThere(invoice.bookDate, on: day) {
      let open = open(invoice, asOf: day)
      if open < 0 {
        aging.credits -= open
      } else if invoice.dueDate < day {
        aging.overdue += open
      } else {
        aging.notDue += open
      }
    }
    for memo in memos where memo.isOf(key) && memo.bookDate <= day {
      if memo.status == .voided, isThere(memo.voidedDate, on: day) { continue }
      aging.credits += memo.credited.minorUnits - moved(.creditMemo(memo.id), by: day)
    }
    for payment in payments where payment.isOf(key) && payment.bookDate <= day {
      let reversed = reversals.lazy.filter { $0.paymentId == payment.id && $0.bookDate <= day }
        .reduce(Int128(0)) { $0 + $1.amount.minorUnits }
      aging.unapplied += payment.amount.minorUnits - moved(.payment(payment.id), by: day) - reversed
    }
    return aging
  }

  private func isThere(_ date: CivilDate?, on day: CivilDate) -> Bool {
    date.map { $0 <= day } ?? false
  }

  private func open(_ invoice: Invoice, asOf day: CivilDate) -> Int128 {
    let converted = memos.lazy.filter {
      $0.sourceAction == .negativeInvoiceLineConversion && $0.invoiceId == invoice.id
        && $0.bookDate <= day && !($0.status == .voided && isThere($0.voidedDate, on: day))
    }.reduce(Int128(0)) { $0 + $1.credited.minorUnits }
    return invoice.receivable.minorUnits + converted
      - applied { $0.invoiceId == invoice.id && $0.effectiveDate <= day }
  }

  /// What left a source by a day, reversals apart.
  private func moved(_ source: LedgerSource, by day: CivilDate) -> Int128 {
    applied { $0.source == source && $0.effectiveDate <= day }
      + refunds.lazy.filter { $0.source == source && $0.bookDate <= day }
      .reduce(Int128(0)) { $0 + $1.amount.minorUnits }
  }
}
