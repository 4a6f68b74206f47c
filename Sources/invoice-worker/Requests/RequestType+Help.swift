import Messages

/// The help of each request type: `request TYPE --help` (<doc:Requests#Types>). Its fields and what it does are those of the
/// table on which the decoder runs; what stands here is what people should know besides.
extension RequestType {
  var helpTopic: HelpTopic {
    let definition = RequestDefinition(typeName: rawValue)
    return HelpTopic(
      name: rawValue, summary: definition?.sentence.asSummary ?? "",
      details: ((definition?.shape.choices.map(\.asSentence) ?? []) + [details])
        .filter { !$0.isEmpty }.joined(separator: " "),
      fields: definition?.shape.fields.compactMap(HelpTopic.Field.init) ?? [],
      examples: examples)
  }

  private var details: String {
    switch self {
    case .upsertRecords:
      "All of the records are stored, or none. invoice-worker import sends whole files, and names faulty lines."
    case .recordUsage:
      "All of the usage is stored, or none. A record that was stored before changes nothing."
    case .ingestInvoice:
      "invoice-worker ingest sends whole files of them, and UBL documents."
    case .cancelInvoices:
      "Each draft is canceled or refused by itself, the latest first. A posted invoice cannot be canceled."
    case .generateInvoices, .previewInvoices, .suspendBilling, .resumeBilling, .calculateTax,
      .recoverBillingSchedules:
      ""
    }
  }

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
  /// nil for a field that the worker keeps.
  fileprivate init?(_ field: FieldDescription) {
    guard field.presence != .kept else { return nil }
    self.init(
      name: field.name, isRequired: field.presence == .required,
      summary: field.sentence.asSummary)
  }
}

extension ObjectShape.Choice {
  fileprivate var asSentence: String {
    "Give \(isRequired ? "exactly" : "at most") one of \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")."
  }
}

extension String {
  /// A sentence as a list has it: without the capital letter of its first word, and without the full stop.
  fileprivate var asSummary: String {
    let words = hasSuffix(".") ? dropLast() : self[...]
    // A name such as JSON or IBAN keeps its letters.
    let isName = words.dropFirst().first?.isUppercase ?? false
    return isName ? String(words) : words.prefix(1).lowercased() + words.dropFirst()
  }
}
