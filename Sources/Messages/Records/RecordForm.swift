import Billing

/// A record of an upsert: its `type` decides what else it holds.
struct RecordForm: ObjectForm {
  struct Value {
    let reference: RecordReference
    let entry: UpsertRecords.Entry
  }

  /// Types that the contract has and this version does not handle.
  private static let unsupportedTypes: Set<String> = [
    "EmailTemplate",
    "SavedPaymentMethod", "InvoiceScheduler",
  ]

  func readMembers(_ fields: inout ObjectReader) -> Value? {
    let type = fields.required("type", UpsertedTypeForm(unsupported: Self.unsupportedTypes))
    let id = fields.required("id", .opaqueIdentifier)
    guard let type else {
      // Without its type nothing is known of the rest.
      fields.ignoreTheRest()
      return nil
    }
    fields.faults.unusable = []
    let earlierFaults = fields.faults.count
    let record = read(type, id ?? "", &fields)
    guard let id else { return nil }
    let unusable = fields.faults.unusable
    let reference = RecordReference(type: type, id: id)
    guard unusable.isEmpty else {
      return Value(reference: reference, entry: .unusable(reference, unusable))
    }
    guard let record else { return nil }
    if fields.faults.count == earlierFaults {
      // Only now: a field that could not be read would count as left out.
      for fault in record.fieldFaults { fields.faults.refuse(fault) }
    }
    return Value(reference: reference, entry: .record(record))
  }

  private func read(
    _ type: RecordType, _ id: String, _ fields: inout ObjectReader
  ) -> Record? {
    switch type {
    case .account: AccountFields.read(RecordID(id), &fields).map(Record.account)
    case .contact: ContactFields.read(RecordID(id), &fields).map(Record.contact)
    case .legalEntity: LegalEntityFields.read(RecordID(id), &fields).map(Record.legalEntity)
    case .paymentTerm: PaymentTermFields.read(RecordID(id), &fields).map(Record.paymentTerm)
    case .taxTreatment: TaxTreatmentFields.read(RecordID(id), &fields).map(Record.taxTreatment)
    case .taxRate: TaxRateFields.read(RecordID(id), &fields).map(Record.taxRate)
    case .sequencePolicy:
      SequencePolicyFields.read(RecordID(id), &fields).map(Record.sequencePolicy)
    case .order: OrderFields.read(RecordID(id), &fields).map(Record.order)
    case .billingContract:
      BillingContractFields.read(RecordID(id), &fields).map(Record.billingContract)
    case .billingScheduleGroup:
      BillingScheduleGroupFields.read(RecordID(id), &fields).map(Record.billingScheduleGroup)
    case .billingSchedule:
      BillingScheduleFields.read(RecordID(id), &fields).map(Record.billingSchedule)
    case .usageRecord:
      UsageRecordFields.read(RecordID(id), &fields).map(Record.usageRecord)
    case .billingSuspension:
      BillingSuspensionFields.read(RecordID(id), &fields).map(Record.billingSuspension)
    case .debitMemo: DebitMemoFields.read(RecordID(id), &fields).map(Record.debitMemo)
    case .invoice, .request: nil
    }
  }
}
