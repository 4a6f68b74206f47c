// Stands in for what is written in the room of payments, by the same names, until the two are merged: then this file goes.
import CivilTime
import Monetary

struct SettlementRefusal: Error {
  let faults: [Fault]

  init(_ faults: [Fault]) { self.faults = faults }

  init(
    _ code: ErrorCode, _ message: String, at pointer: String? = nil, source: RecordReference? = nil
  ) {
    faults = [Fault(code: code, message: message, pointer: pointer, source: source)]
  }
}

extension Settling {
  mutating func apply(
    _ applications: [RequestedApplication], from source: LedgerSource, effectiveDate: CivilDate?
  ) throws(SettlementRefusal) {
    guard case .creditMemo(let id) = source else { return }
    let before = self
    for (index, application) in applications.enumerated() {
      let pointer = "/applications/\(index)"
      guard let invoice = invoice(application.invoiceId), invoice.status == .posted,
        let memo = memo(id),
        let amount = Money(exactly: application.amount, currency: memo.currency),
        amount.minorUnits <= invoice.balance.minorUnits
      else {
        self = before
        throw SettlementRefusal(
          .amountExceedsBalance, "More than is open.", at: pointer + "/amount")
      }
      guard amount.minorUnits <= memo.balance.minorUnits else {
        self = before
        throw SettlementRefusal(.amountExceedsUnapplied, "More than is left.", at: "/applications")
      }
      try? apply(amount, from: source, to: invoice.id, effectiveDate: memo.creditDate)
    }
  }

  func effectiveDate(
    _ given: CivilDate?, of account: Account.ID
  ) throws(SettlementRefusal) -> CivilDate {
    let today = today(of: account)
    guard let given else { return today }
    guard given <= today.adding(days: 1) else {
      throw SettlementRefusal(
        .effectiveDateInvalid,
        "The effectiveDate \(given) lies in the future; today is \(today). Give today or an earlier "
          + "day, or leave it out.", at: "/effectiveDate")
    }
    return min(given, today)
  }
}

extension Settling {
  func result(
    _ outcome: Outcome = .succeeded, errors: [Fault] = [], warnings: [Fault] = [],
    errorLogs: [ErrorLogEntry] = []
  ) -> Decision {
    let changes = changes
    return Decision(
      outcome: outcome, errors: errors, warnings: warnings, errorLogs: errorLogs,
      answer: Answer(invoices: changes.map { .existing($0.invoice.summary) }),
      effects: Effects(invoices: InvoiceEffects(changed: changes), ledger: effects))
  }
}

extension Invoice {
  var name: String { InvoiceName.of(id, number: number) }
}

extension CreditMemo {
  var name: String { number.map { "\($0) (\(id))" } ?? id.text }
}

extension Fault {
  static func unknownInvoice(_ id: Invoice.ID, at pointer: String?) -> Fault {
    Fault(
      code: .invoiceNotFound, message: "Invoice \(id) does not exist. Correct the identifier.",
      pointer: pointer, source: RecordReference(.invoice, id))
  }

  static func notExact(_ amount: ExactDecimal, _ currency: Currency, at pointer: String) -> Fault {
    Fault(
      code: .amountNotExact,
      message: "The amount \(amount) cannot be said in \(currency.code), which has "
        + "\(currency.minorUnitDigits) digits after the point and at most 18 before it. Correct it.",
      pointer: pointer)
  }
}

extension Money {
  func atMost(_ bound: Money) -> Money { minorUnits > bound.minorUnits ? bound : self }

  var isPositive: Bool { minorUnits > 0 }
}
