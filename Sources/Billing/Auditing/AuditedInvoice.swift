package import Monetary

/// An invoice's head with the sums of its rows, for the audit: everything in minor units.
package struct AuditedInvoice: Sendable {
  package let id: String
  package let number: String?
  package let status: InvoiceStatus
  package let settlementStatus: Invoice.SettlementStatus
  package let currency: Currency
  package let isCreditNote: Bool
  package let stated: Figures
  /// Which value of its sequence its number holds; nil: one from outside, or from before values were kept.
  package var numberValue: Int64?
  /// Of its lines, their taxes, what stands on it and was converted of it.
  package var sums = Sums()

  package struct Figures: Sendable {
    package let total: Int128
    package let tax: Int128
    package let withTax: Int128
    package let payable: Int128
    package let paid: Int128
    package let credited: Int128
    package let writtenOff: Int128
    package let converted: Int128
    package let balance: Int128

    package init(
      total: Money, tax: Money, withTax: Money, payable: Money, paid: Money, credited: Money,
      writtenOff: Money, converted: Money, balance: Money
    ) {
      self.total = total.minorUnits
      self.tax = tax.minorUnits
      self.withTax = withTax.minorUnits
      self.payable = payable.minorUnits
      self.paid = paid.minorUnits
      self.credited = credited.minorUnits
      self.writtenOff = writtenOff.minorUnits
      self.converted = converted.minorUnits
      self.balance = balance.minorUnits
    }
  }

  package struct Sums: Sendable {
    package var lines: Int128 = 0
    package var taxes: Int128 = 0
    package var paid: Int128 = 0
    package var credited: Int128 = 0
    package var writtenOff: Int128 = 0
    package var converted: Int128 = 0
    /// nil: no instalments.
    package var instalments: Int128?
    package var lineCount = 0

    package mutating func addInstalment(_ amount: Int128) {
      instalments = (instalments ?? 0) + amount
    }
  }

  package init(
    id: String, number: String?, status: InvoiceStatus,
    settlementStatus: Invoice.SettlementStatus, currency: Currency, isCreditNote: Bool,
    stated: Figures
  ) {
    self.id = id
    self.number = number
    self.status = status
    self.settlementStatus = settlementStatus
    self.currency = currency
    self.isCreditNote = isCreditNote
    self.stated = stated
  }

  /// What does not hold, nothing where all does.
  package var breaches: [AuditBreach] {
    var breaches: [AuditBreach] = []
    func expect(
      _ promise: AuditPromise, _ what: String, _ stated: Int128, _ found: Int128
    ) {
      guard stated != found else { return }
      breaches.append(
        AuditBreach(
          promise,
          "Invoice \(name): \(what) is stored as \(text(stated)), its rows come to \(text(found))."
        ))
    }
    expect(.invoiceSums, "totalAmount", stated.total, sums.lines)
    expect(.invoiceSums, "totalTaxAmount", stated.tax, sums.taxes)
    expect(.invoiceSums, "totalAmountWithTax", stated.withTax, sums.lines + sums.taxes)
    if let parts = sums.instalments {
      expect(.invoiceSums, "payable, in instalments,", stated.payable, parts)
    }
    expect(.invoiceBalances, "paidAmount", stated.paid, sums.paid)
    expect(.invoiceBalances, "creditedAmount", stated.credited, sums.credited)
    expect(.invoiceBalances, "writtenOffAmount", stated.writtenOff, sums.writtenOff)
    expect(.invoiceBalances, "convertedAmount", stated.converted, sums.converted)
    let due = (isCreditNote ? -stated.payable : stated.payable) + stated.converted
    if status == .canceled {
      expect(.invoiceBalances, "the balance of a canceled invoice", stated.balance, 0)
    } else {
      expect(.invoiceBalances, "balance", stated.balance, due - stated.paid - stated.credited)
      if stated.balance < min(0, due) || stated.balance > max(0, due) {
        breaches.append(
          AuditBreach(
            .invoiceBalances,
            "Invoice \(name): the balance \(text(stated.balance)) is not between 0 and \(text(due))."
          ))
      }
    }
    if status == .voided {
      expect(.invoiceBalances, "the balance of a voided invoice", stated.balance, 0)
    }
    let isSettled = settlementStatus == .settled
    if status == .posted, isSettled != (stated.balance == 0) {
      breaches.append(
        AuditBreach(
          .invoiceBalances,
          "Invoice \(name) is \(settlementStatus.rawValue) with a balance of \(text(stated.balance))."
        ))
    }
    return breaches + breachesOfNumber
  }

  private var breachesOfNumber: [AuditBreach] {
    guard status == .posted || status == .voided else { return [] }
    guard let number else {
      return [AuditBreach(.numbers, "Invoice \(name) is \(status.rawValue) and has no number.")]
    }
    guard let numberValue,
      NumberGap.text(of: numberValue, like: number, value: numberValue) == nil
    else { return [] }
    return [
      AuditBreach(
        .numbers, "Invoice \(name): its number does not hold \(numberValue), its value.")
    ]
  }

  private var name: String { InvoiceName.of(Invoice.ID(id), number: number) }

  private func text(_ minorUnits: Int128) -> String {
    (try? Money(minorUnits: minorUnits, currency: currency))?.description
      ?? "\(minorUnits) minor units of \(currency)"
  }
}
