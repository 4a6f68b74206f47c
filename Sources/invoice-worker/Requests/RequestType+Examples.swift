import Messages

extension RequestType {
  /// Command lines without the program's name. Each works on the sample records after those before it, in the order of the
  /// types.
  var examples: [String] {
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
      case .postInvoices:
        [
          #"--set invoiceIds="$(invoice-worker invoices list --status Draft --limit 1 --json | jq -c '[.[0].invoiceId]')" --wait"#
        ]
      case .updateInvoice:
        [
          #"--set invoiceId="$(\#(Self.posted) | jq -r '.[0].invoiceId')" --set set.purchaseOrderNumber=PO-4711 --wait"#
        ]
      case .voidInvoices:
        [
          #"--set invoiceIds="$(\#(Self.posted) | jq -c '[.[0].invoiceId]')" --set reasonCode=WrongPrice --wait"#
        ]
      case .writeOffInvoices:
        [
          #"--set invoices="$(\#(Self.posted) | jq -c '[.[0] | {invoiceId, reasonCode: "BadDebt", amount: "1.00"}]')" --wait"#
        ]
      case .convertToCredit:
        [
          #"--set invoiceId="$(invoice-worker invoices show CN-2026-77 --json | jq -r .invoiceId)" --wait"#
        ]
      case .runTasks:
        [
          #"--set invoiceIds="$(\#(Self.posted) | jq -c '[.[0].invoiceId]')" --set 'tasks=["Sync","Send"]' --id r-21 --wait"#
        ]
      case .reportTask:
        [
          #"--set taskId="$(invoice-worker requests show r-21 --json | jq -r '.[0].completion.data.tasks[0].taskId')" --set status=Succeeded --wait"#
        ]
      case .createCreditMemo:
        [
          "--set creditMemo.accountId=ACC-1001 --set creditMemo.currency=EUR --set creditMemo.creditDate=2026-11-20"
            + #" --set 'creditMemo.lines=[{"name":"Goodwill","amount":"25.00","tax":{"strategy":"Ignore"}}]' --wait"#
        ]
      case .applyCreditMemo:
        [
          #"--set creditMemoId="$(\#(Self.goodwill))" --set autoApply=OldestFirst --id r-31 --wait"#
        ]
      case .unapplyCreditMemo:
        [
          #"--set applicationIds="$(invoice-worker requests show r-31 --json | jq -c '[.[0].completion.data.applications[].applicationId]')" --wait"#
        ]
      case .voidCreditMemo:
        [#"--set creditMemoId="$(\#(Self.goodwill))" --set unapply=true --wait"#]
      case .recordPayment:
        [
          "--set payment.paymentId=PAY-1001 --set payment.accountId=ACC-1001 --set payment.currency=EUR"
            + " --set payment.amount=500.00 --set payment.receivedDate=2026-11-20 --wait"
        ]
      case .applyPayment:
        ["--set paymentId=PAY-1001 --set autoApply=OldestFirst --wait"]
      case .unapplyPayment:
        ["--set paymentId=PAY-1001 --wait"]
      case .recordRefund:
        [
          "--set refundId=REF-1001 --set paymentId=PAY-1001 --set amount=100.00 --set refundDate=2026-11-20 --wait"
        ]
      case .reversePayment:
        [
          "--set reversalId=REV-1001 --set paymentId=PAY-1001 --set reversalDate=2026-11-20 --set reason=Returned --wait"
        ]
      case .startInvoiceRun:
        [
          #"--set invoiceRunId=RUN-2026-12 \#(dates) --set action=Draft --set 'criteria.currencies=["EUR"]' --wait"#,
          "\(dates) --set preview=true --wait",
        ]
      case .cancelInvoiceRun:
        []
      case .recoverInvoiceRun, .postInvoiceRun:
        ["--set invoiceRunId=RUN-2026-12 --wait"]
      case .sendEmail:
        [
          #"--set invoiceIds="$(\#(Self.posted) | jq -c '[.[0].invoiceId]')" --set 'to=["ap@example.com"]' --wait"#
        ]
      case .reportBounce:
        [
          #"--set emailId="$(invoice-worker emails list --limit 1 --json | jq -r '.[0].emailId')" --set kind=Hard --wait"#
        ]
      case .unsuppress:
        ["--set address=ap@example.com --wait"]
      case .retryTaxCommit:
        [#"--set invoiceIds="$(\#(Self.posted) | jq -c '[.[0].invoiceId]')" --wait"#]
      }
    let own = words.map { "request \(rawValue) \($0)" }
    return before + own
  }

  /// What must be there for the example to show something.
  private var before: [String] {
    switch self {
    case .calculateTax:
      [
        "request invoice.generate.v1 --set orderId=ORD-78 --set targetDate=2026-12-01 --set invoiceDate=2026-12-01"
          + " --set action=Draft --wait"
      ]
    case .convertToCredit:
      [
        "request invoice.ingest.v1 --set invoice.uniqueIdentifier=CN-2026-77 --set invoice.billingAccountId=ACC-1001"
          + " --set invoice.currency=EUR --set invoice.invoiceDate=2026-11-20 --set invoice.documentType=CreditNote"
          + " --set invoice.status=Posted --set invoice.invoiceNumber=CN-2026-77 --set invoice.postedDate=2026-11-20"
          + #" --set 'invoice.lines=[{"name":"Support","quantity":"1","unitPrice":"100.00","chargeAmount":"100.00","taxTreatmentId":"UNTAXED"}]'"#
          + " --set taxCalculationStatus=Posted --wait"
      ]
    case .cancelInvoiceRun:
      [
        "request invoice-run.start.v1 --set invoiceRunId=RUN-2027-01 --set targetDate=2027-01-01 --set invoiceDate=2027-01-01"
          + " --set action=Draft --wait && invoice-worker request invoice-run.cancel.v1 --set invoiceRunId=RUN-2027-01"
          + " --set cancelDrafts=true --wait"
      ]
    case .recoverInvoiceRun: ["runs watch RUN-2026-12"]
    default: []
    }
  }

  /// The posted invoices of an account, the latest first.
  private static let posted =
    #"invoice-worker invoices list --account ACC-1001 --json | jq 'map(select(.status == "Posted" and .creationMode == "Generated"))'"#

  /// The memo that the example before made.
  private static let goodwill =
    #"invoice-worker credit-memos list --account ACC-1001 --json | jq -r 'map(select(.sourceAction == "Standalone"))[0].creditMemoId'"#
}
