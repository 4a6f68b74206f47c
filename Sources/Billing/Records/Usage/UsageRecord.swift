package import CivilTime
package import Monetary

/// A quantity that was used under a schedule on a day. It is billed once.
package struct UsageRecord: Hashable, Sendable, Identifiable {
  package let id: RecordID<UsageRecord>
  package var billingScheduleId: BillingSchedule.ID
  /// 0 or more.
  package var quantity: ExactDecimal
  package var usageDate: CivilDate
  package var revision: Int64?
  /// The invoice that bills it; kept by the worker, nil until then.
  package var invoiceId: Invoice.ID?

  package init(
    id: RecordID<UsageRecord>,
    billingScheduleId: BillingSchedule.ID,
    quantity: ExactDecimal,
    usageDate: CivilDate,
    revision: Int64? = nil,
    invoiceId: Invoice.ID? = nil
  ) {
    self.id = id
    self.billingScheduleId = billingScheduleId
    self.quantity = quantity
    self.usageDate = usageDate
    self.revision = revision
    self.invoiceId = invoiceId
  }

  /// Whether the two tell of the same usage, whoever knows more about its billing.
  func reportsTheSame(as other: UsageRecord) -> Bool {
    billingScheduleId == other.billingScheduleId && quantity == other.quantity
      && usageDate == other.usageDate
  }

  package var fieldFaults: [FieldFault] {
    quantity.isNegative
      ? [
        FieldFault(
          field: "quantity",
          sentence:
            "quantity must not be negative. Correct what is not billed yet by an upsert of its record."
        )
      ] : []
  }
}

extension UsageRecord: RecordKind {
  package static var type: RecordType { .usageRecord }
  package static var stage: RecordStage { .billing }
  package static var place: WritableKeyPath<RecordTables, [ID: UsageRecord]> { \.usageRecords }
  package var record: Record { .usageRecord(self) }

  package var links: [RecordLink] { [RecordLink("billingScheduleId", billingScheduleId)] }

  package func insert(into tables: inout RecordTables) { tables.insert(self) }
}
