import Billing

/// A request type as this version handles it: its queue and its form. One entry each in ``all``, which is all that the
/// decoder, the topology and whoever describes the contract go by.
package struct RequestDefinition: Sendable {
  package let type: RequestType
  /// The queue that the type is bound to; its limits hold for the type wherever it arrives.
  package let queue: WorkQueue
  /// What the request asks for, in one sentence.
  package let sentence: String
  /// The data's fields as data, those that every request may have at the end.
  package var shape: ObjectShape {
    ObjectShape { fields in
      _ = read(&fields)
      _ = RequestAttributes(&fields)
    }
  }
  /// Reads what is asked for; nil after a fault was recorded.
  let read: @Sendable (inout ObjectReader) -> (any Request)?

  package static let all: [RequestDefinition] = [
    RequestDefinition(
      .generateInvoices, .generate, GenerateInvoicesForm(),
      "Makes invoices from the billing schedules that are due."),
    RequestDefinition(
      .previewInvoices, .generate, PreviewInvoicesForm(),
      "Shows the invoices that would be made, and stores nothing."),
    RequestDefinition(
      .upsertRecords, .records, UpsertRecordsForm(), "Stores records, all of them or none."),
    RequestDefinition(
      .recordUsage, .records, RecordUsageForm(),
      "Stores usage that schedules with billingMethod Usage bill, all of it or none."),
    RequestDefinition(
      .suspendBilling, .manage, SuspendBillingForm(),
      "Bills nothing of an account, group or schedule from a day on."),
    RequestDefinition(
      .resumeBilling, .manage, ResumeBillingForm(),
      "Bills again what was suspended, from a day on."),
    RequestDefinition(
      .ingestInvoice, .ingest, IngestInvoiceForm(), "Stores one invoice that was made elsewhere."),
    RequestDefinition(
      .cancelInvoices, .manage, CancelInvoicesForm(),
      "Takes drafts back; what they billed is open again."),
    RequestDefinition(
      .calculateTax, .manage, CalculateTaxForm(), "Calculates the estimated tax of a draft again."),
    RequestDefinition(
      .recoverBillingSchedules, .manage, RecoverBillingSchedulesForm(),
      "Makes billing schedules in Error ready again."),
  ]

  private static let byName: [String: RequestDefinition] = Dictionary(
    // Traps on purpose: the table is the program's own, and a type in it twice is a mistake of ours.
    uniqueKeysWithValues: all.map { ($0.type.rawValue, $0) })

  private init(
    _ type: RequestType, _ queue: WorkQueue, _ form: some RequestForm, _ sentence: String
  ) {
    self.type = type
    self.queue = queue
    self.sentence = sentence
    read = { fields in form.read(&fields) }
  }

  /// The definition of the type of this name; nil for a type that is not known here.
  package init?(typeName: String) {
    guard let definition = Self.byName[typeName] else { return nil }
    self = definition
  }
}
