package import CivilTime
package import Monetary

/// One charge of an invoice.
package struct InvoiceLine: Hashable, Sendable {
  /// Its place on the invoice, from 1, after the invoice's identifier; of an ingested line the
  /// label its sender gave, which several may bear.
  package let id: String
  package var type: Kind
  package var parentLineId: String?
  package var billingScheduleId: BillingSchedule.ID?
  package var orderId: Order.ID?
  package var orderItemId: String?
  package var name: String
  /// The days billed, half-open; a OneTime charge may cover a single day. Only an ingested line
  /// may have none.
  package var period: CivilPeriod?
  package var quantity: ExactDecimal
  package var unitPrice: ExactDecimal
  package var unitOfMeasure: String?
  package var amount: Money
  package var taxProcessingStatus: TaxProcessingStatus
  package var taxes: [InvoiceLineTax]
  /// Of an ingested line that names one end of its period only; then it has no ``period``.
  package var openPeriod: OpenPeriod?
  /// How often the same period of the schedule was invoiced before.
  package var reissue = 0
  /// 0, or which line it is, from 1, of those that bill usage of its period that arrived after the period was billed.
  package var lateUsage = 0
  /// How its amount came about; nil for a full period's amount, and for a line of before version 13.
  package var calculation: LineCalculation?
  /// Of usage lines only.
  package var usage: LineUsage?
  /// nil for a generated line.
  package var ingested: IngestedLineDetails?

  package init(
    id: String,
    type: Kind = .charge,
    parentLineId: String? = nil,
    billingScheduleId: BillingSchedule.ID? = nil,
    orderId: Order.ID? = nil,
    orderItemId: String? = nil,
    name: String,
    period: CivilPeriod?,
    quantity: ExactDecimal,
    unitPrice: ExactDecimal,
    unitOfMeasure: String? = nil,
    amount: Money,
    taxProcessingStatus: TaxProcessingStatus,
    taxes: [InvoiceLineTax] = [],
    calculation: LineCalculation? = nil,
    usage: LineUsage? = nil,
    ingested: IngestedLineDetails? = nil
  ) {
    self.id = id
    self.type = type
    self.parentLineId = parentLineId
    self.billingScheduleId = billingScheduleId
    self.orderId = orderId
    self.orderItemId = orderItemId
    self.name = name
    self.period = period
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.unitOfMeasure = unitOfMeasure
    self.amount = amount
    self.taxProcessingStatus = taxProcessingStatus
    self.taxes = taxes
    self.calculation = calculation
    self.usage = usage
    self.ingested = ingested
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case charge = "Charge"
    case adjustment = "Adjustment"
  }
}
