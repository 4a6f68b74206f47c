import Messages

/// The help of each request type: `request TYPE --help` (<doc:Requests#Types>). The decoder defines the
/// fields; a test keeps this list in step with it.
extension RequestType {
  var helpTopic: HelpTopic {
    HelpTopic(
      name: rawValue, summary: summary, details: details, fields: fields + Self.sharedFields,
      examples: examples)
  }

  private var summary: String {
    switch self {
    case .generateInvoices: "make invoices from billing schedules"
    case .previewInvoices: "show the invoices that would be made, and store nothing"
    case .upsertRecords: "store records: accounts, orders, billing schedules and so on"
    case .recordUsage: "store usage that Usage schedules bill"
    case .suspendBilling: "suspend billing of an account, group or schedule from a day on"
    case .resumeBilling: "end a suspension: bill again from a day on"
    case .ingestInvoice: "store one invoice that was made elsewhere"
    case .calculateTax: "calculate the estimated tax of a draft again"
    case .cancelInvoices: "take drafts back; what they billed is open again"
    case .recoverBillingSchedules: "make billing schedules in Error ready for invoicing again"
    }
  }

  private var details: String {
    switch self {
    case .generateInvoices, .previewInvoices:
      "Give exactly one of accountId, orderId, billingScheduleIds and billingContracts."
    case .upsertRecords:
      "All of the records are stored, or none. invoice-worker import sends whole files, and names faulty lines."
    case .recordUsage:
      "All of the usage is stored, or none. A record that was stored before changes nothing."
    case .suspendBilling:
      "Give exactly one of accountId, billingScheduleGroupId and billingScheduleId."
    case .ingestInvoice:
      "invoice-worker ingest sends whole files of them, and UBL documents."
    case .cancelInvoices:
      "Each draft is canceled or refused by itself, the latest first. A posted invoice cannot be canceled."
    case .resumeBilling, .calculateTax, .recoverBillingSchedules: ""
    }
  }

  private var fields: [HelpTopic.Field] {
    switch self {
    case .generateInvoices:
      Self.selectors + Self.dates + [
        .required("action", "Draft, or Posted: with a number, final"),
        .optional("zeroAmountInvoices", "true makes invoices with a total of zero, too"),
        .optional("reinvoice", "true bills a named cycle again that is already invoiced"),
      ]
    case .previewInvoices:
      Self.selectors + Self.dates + [
        .optional("periods", "how many invoices in a row, 1 to 24 (default: 1)"),
        .optional("zeroAmountInvoices", "true shows invoices with a total of zero, too"),
        .optional("reinvoice", "true shows a named cycle again that is already invoiced"),
      ]
    case .upsertRecords:
      [.required("records", "an array of records, each with type, id and the fields of its type")]
    case .recordUsage:
      [
        .required(
          "usageRecords", "an array of {id, billingScheduleId, quantity, usageDate}")
      ]
    case .suspendBilling:
      [
        .required("suspensionId", "the suspension's identifier, of your choice"),
        .optional("accountId", "every schedule of this account"),
        .optional("billingScheduleGroupId", "every schedule of this group"),
        .optional("billingScheduleId", "this schedule"),
        .required("suspendDate", "the first target date that is suspended"),
        .optional("resumeDate", "the first day that is billed again (default: open)"),
      ]
    case .resumeBilling:
      [
        .required("suspensionId", "the suspension that ends"),
        .required("resumeDate", "the first day that is billed again"),
      ]
    case .ingestInvoice:
      [
        .required(
          "invoice", "the document: billingAccountId, currency, invoiceDate, lines and more"),
        .optional("taxCalculationStatus", "of its taxes: Pending, Estimated, Posted and so on"),
        .optional("shouldCalculateTax", "true has the worker calculate the taxes"),
      ]
    case .calculateTax:
      [.required("invoiceId", "the draft's identifier, not a number")]
    case .cancelInvoices:
      [
        .required("invoiceIds", "an array of the drafts' identifiers, 200 at most"),
        .optional("reason", "why, for people; kept with each invoice"),
      ]
    case .recoverBillingSchedules:
      [.required("billingScheduleIds", "an array of identifiers")]
    }
  }

  private static let selectors: [HelpTopic.Field] = [
    .optional("accountId", "every schedule of this account"),
    .optional("orderId", "every schedule of this order"),
    .optional("billingScheduleIds", "these schedules, an array of identifiers"),
    .optional(
      "billingContracts",
      "these contracts, an array of {billingContractId, billingCycle: {startDate, endDate}}"),
  ]

  private static let dates: [HelpTopic.Field] = [
    .required("targetDate", "what is due before this day"),
    .optional("targetDateInclusive", "true: on this day, too"),
    .required("invoiceDate", "the date of the invoices"),
  ]

  /// Of every request (<doc:Requests#A-request>).
  private static let sharedFields: [HelpTopic.Field] = [
    .optional("correlationId", "a text of yours; events about this request carry it"),
    .optional("requestedBy", "who asked for it: {userId, name, email}"),
  ]

  private var examples: [String] {
    let dates = "--set targetDate=2026-12-01 --set invoiceDate=2026-12-01"
    let words =
      switch self {
      case .generateInvoices:
        [
          "--set accountId=ACC-1001 \(dates) --set action=Posted --wait",
          #"--set 'billingScheduleIds=["BS-3001","BS-3002"]' \#(dates) --set action=Draft --wait"#,
        ]
      case .previewInvoices:
        ["--set accountId=ACC-2002 --set periods:=3 \(dates) --wait"]
      case .upsertRecords:
        [
          #"--set 'records=[{"type":"Order","id":"ORD-81","accountId":"ACC-1001","orderNumber":"2026-000081"}]' --wait"#
        ]
      case .recordUsage:
        [
          #"--set 'usageRecords=[{"id":"U-1","billingScheduleId":"BS-2003","quantity":"150","usageDate":"2026-12-03"}]' --wait"#
        ]
      case .suspendBilling:
        [
          "--set suspensionId=SUS-2001 --set billingScheduleId=BS-2001 --set suspendDate=2027-02-01 --wait"
        ]
      case .resumeBilling:
        ["--set suspensionId=SUS-5002 --set resumeDate=2026-12-15 --wait"]
      case .ingestInvoice:
        [
          "--set invoice.uniqueIdentifier=ERP-2026-000125 --set invoice.billingAccountId=ACC-1001"
            + " --set invoice.currency=EUR --set invoice.invoiceDate=2026-11-20 --set invoice.status=Draft"
            + #" --set 'invoice.lines=[{"name":"Support","quantity":"2","unitPrice":"100.00","chargeAmount":"200.00","taxTreatmentId":"STANDARD"}]'"#
            + " --set taxCalculationStatus=Estimated --wait"
        ]
      case .calculateTax:
        [
          #"--set invoiceId="$(invoice-worker invoices list --status Draft --limit 1 --json | jq -r '.[0].invoiceId')" --wait"#
        ]
      case .cancelInvoices:
        [
          #"--set invoiceIds="$(invoice-worker invoices list --status Draft --limit 1 --json | jq -c '[.[0].invoiceId]')" --set reason='wrong price' --wait"#
        ]
      case .recoverBillingSchedules:
        [#"--set 'billingScheduleIds=["BS-4003"]' --wait"#]
      }
    let own = words.map { "request \(rawValue) \($0)" }
    // The tax of a draft, so there must be one.
    return self == .calculateTax
      ? ["request invoice.generate.v1 --set orderId=ORD-78 \(dates) --set action=Draft --wait"]
        + own
      : own
  }
}

extension HelpTopic.Field {
  fileprivate static func required(_ name: String, _ summary: String) -> HelpTopic.Field {
    HelpTopic.Field(name: name, isRequired: true, summary: summary)
  }

  fileprivate static func optional(_ name: String, _ summary: String) -> HelpTopic.Field {
    HelpTopic.Field(name: name, isRequired: false, summary: summary)
  }
}
