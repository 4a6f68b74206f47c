import CivilTime
import Monetary

/// Applications as senders ask for them (<doc:Lifecycle#Applying>).
extension Settling {
  /// Settles as the request says, all or nothing.
  ///
  /// - Throws: ``SettlementRefusal`` with every fault found, pointers into the request's data; nothing has moved then.
  mutating func settle(
    _ settlement: RequestedSettlement, from source: LedgerSource, effectiveDate: CivilDate?
  ) throws(SettlementRefusal) {
    switch settlement {
    case .applications(let applications):
      try apply(applications, from: source, effectiveDate: effectiveDate)
    case .oldestFirst:
      try applyOldestFirst(from: source, effectiveDate: effectiveDate)
    }
  }

  /// Applies all of them, or none and says why.
  ///
  /// - Throws: ``SettlementRefusal`` with every fault found; nothing has moved then.
  mutating func apply(
    _ applications: [RequestedApplication], from source: LedgerSource, effectiveDate: CivilDate?
  ) throws(SettlementRefusal) {
    let checked = try check(applications, from: source, effectiveDate: effectiveDate)
    try apply(checked)
  }

  /// What an application moves, found to be allowed.
  struct CheckedApplications {
    let source: Source
    let effectiveDate: CivilDate
    var amounts: [(invoiceId: Invoice.ID, amount: Money)] = []
  }

  mutating func apply(_ checked: CheckedApplications) throws(SettlementRefusal) {
    let before = self
    do throws(MonetaryError) {
      for (id, amount) in checked.amounts {
        try apply(amount, from: checked.source.id, to: id, effectiveDate: checked.effectiveDate)
      }
    } catch {
      self = before
      throw .overflow(checked.source.record)
    }
  }

  /// Every rule of applying.
  ///
  /// - Throws: ``SettlementRefusal`` with every fault found.
  func check(
    _ applications: [RequestedApplication], from id: LedgerSource, effectiveDate given: CivilDate?
  ) throws(SettlementRefusal) -> CheckedApplications {
    let source = try source(id)
    guard applications.count <= RequestedSettlement.most else {
      throw SettlementRefusal(
        .limitExceeded,
        "There are \(applications.count) applications; the limit is \(RequestedSettlement.most) a "
          + "request. Send several requests.", at: "/applications")
    }
    var faults = BoundedFaults(.errors)
    var date = today(of: source.accountId)
    do throws(SettlementRefusal) {
      date = try effectiveDate(given, from: source)
    } catch {
      for fault in error.faults { faults.append(fault) }
    }
    var checked = CheckedApplications(source: source, effectiveDate: date)
    var asked: [Invoice.ID: Int128] = [:]
    var sum: Int128 = 0
    for (index, application) in applications.enumerated() {
      do throws(Fault) {
        let amount = try amount(of: application, from: source, at: index)
        sum += amount.minorUnits
        let invoice = try invoice(of: application, from: source, at: index)
        let soFar = asked[invoice.id, default: 0] + amount.minorUnits
        asked[invoice.id] = soFar
        if let fault = beyond(invoice, asked: soFar, amount, at: index) { throw fault }
        if let day = invoice.bookDate, date < day {
          throw Fault(
            code: .effectiveDateInvalid,
            message: "Invoice \(invoice.name) counts from \(day) on: nothing can be applied to it "
              + "on \(date). Give a later effectiveDate.",
            pointer: "/effectiveDate", source: RecordReference(.invoice, invoice.id))
        }
        checked.amounts.append((invoice.id, amount))
      } catch {
        faults.append(error)
      }
    }
    if sum > source.left.minorUnits {
      faults.append(
        Fault(
          code: .amountExceedsUnapplied,
          message: "\(source.name) has \(source.left) left, and the applications come to "
            + "\(Self.text(sum, source.currency)). Apply at most what is left.",
          pointer: "/applications", source: source.record))
    }
    guard faults.isEmpty else { throw SettlementRefusal(faults.all()) }
    return checked
  }

  /// The day from which a settlement counts: today when none is given; tomorrow, where the sender's day may have begun
  /// already, counts as today.
  func effectiveDate(
    _ given: CivilDate?, from source: Source
  ) throws(SettlementRefusal) -> CivilDate {
    let date = try effectiveDate(given, of: source.accountId)
    guard source.bookDate <= date else {
      throw SettlementRefusal(
        .effectiveDateInvalid,
        "\(source.name) counts from \(source.bookDate) on: nothing of it can be applied on \(date). "
          + "Give a later effectiveDate.", at: "/effectiveDate", source: source.record)
    }
    return date
  }

  /// The same, before the source is looked at.
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

  private func amount(
    of application: RequestedApplication, from source: Source, at index: Int
  ) throws(Fault) -> Money {
    let pointer = "/applications/\(index)/amount"
    guard let amount = Money(exactly: application.amount, currency: source.currency) else {
      throw .notExact(application.amount, source.currency, at: pointer)
    }
    guard amount.isPositive else {
      throw Fault(
        code: .requestInvalid, message: "The amount of an application is more than 0.",
        pointer: pointer)
    }
    return amount
  }

  private func invoice(
    of application: RequestedApplication, from source: Source, at index: Int
  ) throws(Fault) -> Invoice {
    let pointer = "/applications/\(index)/invoiceId"
    let record = RecordReference(.invoice, application.invoiceId)
    guard let invoice = invoice(application.invoiceId) else {
      throw .unknownInvoice(application.invoiceId, at: pointer)
    }
    guard invoice.accountId == source.accountId else {
      throw Fault(
        code: .recordAccountMismatch,
        message: "Invoice \(invoice.name) is of account \(invoice.accountId), and "
          + "\(source.name.loweringFirst) of account \(source.accountId). Name an invoice of the "
          + "same account.", pointer: pointer, source: record)
    }
    guard invoice.currency == source.currency else {
      throw Fault(
        code: .currencyMismatch,
        message: "Invoice \(invoice.name) is in \(invoice.currency.code), and "
          + "\(source.name.loweringFirst) in \(source.currency.code). Nothing is exchanged: settle "
          + "it in its own currency.", pointer: pointer, source: record)
    }
    do throws(ItemRefusal) {
      try invoice.requirePosted(toBe: "settled")
    } catch {
      throw Fault(code: error.code, message: error.message, pointer: pointer, source: record)
    }
    return invoice
  }

  /// The fault of asking more than an invoice has open.
  private func beyond(
    _ invoice: Invoice, asked: Int128, _ amount: Money, at index: Int
  ) -> Fault? {
    let open = max(invoice.balance.minorUnits, 0)
    guard asked > open else { return nil }
    let ask =
      asked == amount.minorUnits
      ? "\(amount) is to be applied to it"
      : "the applications to it come to \(Self.text(asked, invoice.currency))"
    let left =
      invoice.balance.isNegative
      ? "has nothing open: its balance is \(invoice.balance), and \(ask)."
      : "has \(invoice.balance) open, and \(ask)."
    return Fault(
      code: .amountExceedsBalance,
      message: "Invoice \(invoice.name) \(left) Apply at most what is open.",
      pointer: "/applications/\(index)/amount", source: RecordReference(.invoice, invoice.id))
  }

  /// A sum that may be beyond what an amount can hold.
  private static func text(_ sum: Int128, _ currency: Currency) -> String {
    (try? Money(minorUnits: sum, currency: currency))?.description ?? "more than an amount can hold"
  }
}

extension Invoice {
  /// As a sentence names it.
  var name: String { InvoiceName.of(id, number: number) }
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
      message: "The amount \(amount) cannot be expressed in \(currency.code), which has "
        + "\(currency.minorUnitDigits) digits after the point and at most 18 before it. Correct it.",
      pointer: pointer)
  }
}

extension String {
  /// In the middle of a sentence.
  var loweringFirst: String { prefix(1).lowercased() + dropFirst() }
}
