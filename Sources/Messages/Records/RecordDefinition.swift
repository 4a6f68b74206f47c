package import Billing

/// A kind of record as `records.upsert.v1` knows it: its type, and the form of its fields. One line each in ``all``.
package struct RecordDefinition: Sendable {
  package let type: RecordType
  /// Reads the fields of the record with this `id`, besides `type` and `id`.
  let read: @Sendable (_ id: String, inout ObjectReader) -> Record?

  /// Every kind there is, in the order in which sentences and documents list them.
  package static let all: [RecordDefinition] = [
    RecordDefinition(.account, AccountForm.self, Record.account),
    RecordDefinition(.contact, ContactForm.self, Record.contact),
    RecordDefinition(.legalEntity, LegalEntityForm.self, Record.legalEntity),
    RecordDefinition(.paymentTerm, PaymentTermForm.self, Record.paymentTerm),
    RecordDefinition(.taxTreatment, TaxTreatmentForm.self, Record.taxTreatment),
    RecordDefinition(.taxRate, TaxRateForm.self, Record.taxRate),
    RecordDefinition(.sequencePolicy, SequencePolicyForm.self, Record.sequencePolicy),
    RecordDefinition(.order, OrderForm.self, Record.order),
    RecordDefinition(
      .savedPaymentMethod, SavedPaymentMethodForm.self, Record.savedPaymentMethod),
    RecordDefinition(.billingContract, BillingContractForm.self, Record.billingContract),
    RecordDefinition(
      .billingScheduleGroup, BillingScheduleGroupForm.self, Record.billingScheduleGroup),
    RecordDefinition(.billingSchedule, BillingScheduleForm.self, Record.billingSchedule),
    RecordDefinition(.usageRecord, UsageRecordForm.self, Record.usageRecord),
    RecordDefinition(.billingSuspension, BillingSuspensionForm.self, Record.billingSuspension),
    RecordDefinition(.debitMemo, DebitMemoForm.self, Record.debitMemo),
    RecordDefinition(.holidayCalendar, HolidayCalendarForm.self, Record.holidayCalendar),
    RecordDefinition(.invoiceScheduler, InvoiceSchedulerForm.self, Record.invoiceScheduler),
    RecordDefinition(.emailTemplate, EmailTemplateForm.self, Record.emailTemplate),
  ]

  private static let byName: [String: RecordDefinition] = Dictionary(
    // Traps on purpose: the table is the program's own, and a type in it twice is a mistake of ours.
    uniqueKeysWithValues: all.map { ($0.type.rawValue, $0) })

  private init<Form: RecordFieldsForm>(
    _ type: RecordType, _: Form.Type, _ record: @escaping @Sendable (Form.Value) -> Record
  ) {
    self.type = type
    read = { id, fields in Form(id: id).read(&fields).map(record) }
  }

  /// The kind that a record's `type` names.
  init?(name: String) {
    guard let definition = Self.byName[name] else { return nil }
    self = definition
  }

  /// The record's fields as data, `type` and `id` among them.
  package var shape: ObjectShape {
    ObjectShape { fields in
      _ = fields.required("type", RecordTypeForm(types: [self]), RecordForm.typeSentence)
      _ = RecordForm.readID(&fields)
      _ = read("", &fields)
    }
  }
}
