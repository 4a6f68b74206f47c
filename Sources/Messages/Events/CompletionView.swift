package import Billing
package import JSON

/// A completion as a consumer reads it, for tables and the exit status of the command line.
package struct CompletionView: Hashable, Sendable {
  package struct Fault: Hashable, Sendable {
    package let code: String
    package let message: String
    package let pointer: String?
    /// Type and identifier of the record at fault.
    package let sourceType: String?
    package let sourceId: String?
  }

  package struct Invoice: Hashable, Sendable {
    /// nil when no invoice was made for the grouping key.
    package let id: String?
    package let number: String?
    package let status: String?
    package let accountId: String?
    package let billingScheduleIds: [String]
    package let currency: String?
    package let totalAmount: String?
    package let totalTaxAmount: String?
    package let totalAmountWithTax: String?
    package let dueDate: String?
    package let balance: String?
    package let shownStatus: String?
    package let errors: [Fault]
  }

  /// A schedule that was considered and not billed.
  package struct Skipped: Hashable, Sendable {
    package let billingScheduleId: String
    package let reason: String
    package let nextBillingDate: String?
    package let draftInvoiceId: String?
  }

  /// An e-mail that the request queued, or is about.
  package struct Email: Hashable, Sendable {
    package let id: String
    /// nil for a notice.
    package let invoiceId: String?
    package let to: [String]
    package let status: String
  }

  /// A schedule that is ready again.
  package struct Recovered: Hashable, Sendable {
    package let billingScheduleId: String
    /// Its latest invoice, by number where it has one; nil where there is none.
    package let latestInvoice: String?
    package let latestInvoiceStatus: String?
  }

  /// Of the event, the same whenever it is repeated.
  package let eventId: String?
  package let requestIdentifier: String
  /// As the request named it that had this outcome.
  package let correlationId: String?
  package let requestType: String?
  package let requestSource: String?
  /// Name, address and user identifier, those that were given.
  package let requestedBy: [String]
  /// nil when it is one that this version does not know.
  package let outcome: Outcome?
  package let isSuccess: Bool
  package let invoices: [Invoice]
  /// What was added to the ledger.
  package let records: [LedgerRecordView]
  package let emails: [Email]
  package let recovered: [Recovered]
  /// What would be invoiced; nil for a request that is no preview.
  package let previews: [PreviewView]?
  /// A result for each contract, in the request's order; empty for a request that names none.
  package let contracts: [ContractResultView]
  /// The run that the request is about; nil for other requests.
  package let invoiceRun: InvoiceRunView?
  /// Those that are listed: of very many the first.
  package let skipped: [Skipped]
  package let skippedCount: Int
  package let errors: [Fault]
  package let warnings: [Fault]
  package let errorLogNumbers: [String]
  /// How often the request was tried.
  package let attempts: Int
  package let completedAt: String?
  /// The event whose outcome this one replaced, by a replay.
  package let replayOf: String?
  /// The event of the request that had the identifier before.
  package let conflictsWith: String?

  /// nil when the event is no completion of a request.
  package init?(_ event: EventView) {
    guard event.type == EventType.requestCompleted.rawValue, let data = event.data,
      let requestIdentifier = data.text("requestIdentifier")
    else { return nil }
    eventId = event.id
    self.requestIdentifier = requestIdentifier
    correlationId = data.text("correlationId")
    requestType = data.text("requestType")
    requestSource = data.text("source")
    let person = data.object("requestedBy")
    requestedBy = ["name", "email", "userId"].compactMap { person?.text($0) }
    outcome = data.text("outcome").flatMap(Outcome.init(rawValue:))
    isSuccess = data.flag("isSuccess") ?? false
    invoices = data.objects("invoices").map(Invoice.init)
    records = LedgerRecordView.all(of: data)
    emails = data.objects("emails").map(Email.init)
    recovered = data.objects("schedules").map(Recovered.init)
    if case .array? = data["previews"] {
      previews = data.objects("previews").map(PreviewView.init)
    } else {
      previews = nil
    }
    contracts = data.objects("billingContracts").map(ContractResultView.init)
    invoiceRun = data.object("invoiceRun").flatMap(InvoiceRunView.init)
    skipped = data.objects("skipped").map(Skipped.init)
    skippedCount = data.integer("skippedCount") ?? data.objects("skipped").count
    errors = data.objects("errors").map(Fault.init)
    warnings = data.objects("warnings").map(Fault.init)
    errorLogNumbers = data.texts("errorLogNumbers")
    attempts = data.integer("attempts") ?? 1
    completedAt = data.text("completedAt")
    replayOf = data.text("replayOf")
    conflictsWith = data.text("conflictsWith")
  }
}

extension CompletionView.Fault {
  /// The faults of a JSON array, as ``JSONWriter`` writes it.
  ///
  /// - Throws: ``JSON/JSONError`` when it is no JSON.
  package static func reading(_ json: String) throws(JSONError) -> [Self] {
    guard case .array(let faults) = try JSONDocument(reading: Array(json.utf8)).root else {
      return []
    }
    return faults.compactMap { if case .object(let fault) = $0 { Self(fault) } else { nil } }
  }

  init(_ object: JSONObject) {
    code = object.text("errorCode") ?? ""
    message = object.text("errorMessage") ?? ""
    pointer = object.text("pointer")
    sourceType = object.object("errorSource")?.text("type")
    sourceId = object.object("errorSource")?.text("id")
  }
}

extension CompletionView.Skipped {
  fileprivate init(_ object: JSONObject) {
    billingScheduleId = object.text("billingScheduleId") ?? ""
    reason = object.text("reason") ?? ""
    nextBillingDate = object.text("nextBillingDate")
    draftInvoiceId = object.text("draftInvoiceId")
  }
}

extension CompletionView.Email {
  fileprivate init(_ object: JSONObject) {
    id = object.text("emailId") ?? ""
    invoiceId = object.text("invoiceId")
    to = object.texts("to")
    status = object.text("status") ?? ""
  }
}

extension CompletionView.Recovered {
  fileprivate init(_ object: JSONObject) {
    billingScheduleId = object.text("billingScheduleId") ?? ""
    let invoice = object.object("latestInvoice")
    latestInvoice = invoice?.text("invoiceNumber") ?? invoice?.text("invoiceId")
    latestInvoiceStatus = invoice?.text("status")
  }
}

extension CompletionView.Invoice {
  fileprivate init(_ object: JSONObject) {
    id = object.text("invoiceId")
    number = object.text("invoiceNumber")
    status = object.text("status")
    accountId = object.text("accountId")
    billingScheduleIds = object.texts("billingScheduleIds")
    currency = object.text("currency")
    totalAmount = object.text("totalAmount")
    totalTaxAmount = object.text("totalTaxAmount")
    totalAmountWithTax = object.text("totalAmountWithTax")
    dueDate = object.text("dueDate")
    balance = object.text("balance")
    shownStatus = object.text("shownStatus")
    errors = object.objects("errors").map(CompletionView.Fault.init)
  }
}
