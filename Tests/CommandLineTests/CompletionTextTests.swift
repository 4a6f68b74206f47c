import Contract
import JSON
import Messages
import Testing

@testable import invoice_worker

/// What `request … --wait` shows.
@Suite("Completions for people")
struct CompletionTextTests {
  private func text(_ members: String) throws -> String {
    let event =
      #"{"type":"invoice-request.completed.v1","data":{"requestIdentifier":"r","outcome":"Succeeded""#
      + ",\(members)}}"
    return CompletionText.text(of: try CompletionText.read(Array(event.utf8)))
  }

  @Test("A preview is a heading and the lines of each invoice that would be made")
  func preview() throws {
    let text = try text(
      """
      "invoices": [], "skipped": [], "previews": [
        {"invoiceId": null, "accountId": "A", "currency": "EUR", "invoiceDate": "2026-01-02",
         "dueDate": "2026-02-01", "totalAmount": "100.00", "totalTaxAmount": "25.00",
         "totalAmountWithTax": "125.00", "lines": [
           {"billingScheduleId": "S", "name": "Support", "startDate": "2026-01-01",
            "endDate": "2026-01-31", "quantity": "2", "unitPrice": "50", "amount": "100.00",
            "taxes": [{"name": "VAT", "rate": "25", "amount": "25.00"}]}]},
        {"accountId": "A", "currency": "EUR", "invoiceDate": "2026-02-01", "dueDate": null,
         "totalAmountWithTax": "-4.00", "lines": []}]
      """)
    #expect(
      text == """
        Succeeded

        2026-01-02 for A: 125.00 EUR, of which tax 25.00, due 2026-02-01
        Schedule  Product  From        Through     Quantity  Price  Amount  Tax
        S         Support  2026-01-01  2026-01-31         2  50.00  100.00  VAT 25 %: 25.00

        2026-02-01 for A: -4.00 EUR
        Schedule  Product  From  Through  Quantity  Price  Amount  Tax

        Nothing of this is stored; taxes are estimated.

        """)
    #expect(try self.text(#""previews": []"#).hasSuffix("\nNothing would be invoiced.\n"))
    #expect(try !self.text(#""invoices": []"#).contains("Nothing"))
  }

  @Test("What moves money is a row each, and of invoices what is open where that is not all")
  func ledger() throws {
    let text = try text(
      """
      "invoices": [
        {"invoiceId": "i", "invoiceNumber": "N-1", "status": "Posted", "accountId": "A",
         "currency": "EUR", "totalAmount": "80.00", "totalTaxAmount": "20.00",
         "totalAmountWithTax": "100.00", "dueDate": "2026-02-01", "balance": "40.00",
         "shownStatus": "PartiallyPaid", "billingScheduleIds": ["S"], "errors": []}],
      "payments": [{"paymentId": "P", "currency": "EUR", "amount": "60.00", "method": "Card",
                    "unappliedAmount": "0.00"}],
      "applications": [{"applicationId": "a", "source": {"type": "Payment", "id": "P"},
                        "invoiceId": "i", "currency": "EUR", "amount": "60.00"}]
      """)
    #expect(
      text == """
        Succeeded

        Invoice  Status         Account  Due         Currency  Amount    Tax   Total   Open  Schedules
        N-1      PartiallyPaid  A        2026-02-01  EUR        80.00  20.00  100.00  40.00  S

        Record       Name  Amount  Currency  Left  About
        Payment      P      60.00  EUR       0.00  Card
        Application  a      60.00  EUR             Payment P to invoice i

        """, "\(text)")
  }

  @Test("A long preview says how much of it is not shown")
  func longPreview() throws {
    let line = #"{"billingScheduleId": "S", "amount": "1.00"}"#
    let lines = [String](repeating: line, count: 22).joined(separator: ",")
    let text = try text("\"previews\": [{\"accountId\": \"A\\u001b\", \"lines\": [\(lines)]}]")
    #expect(text.split(separator: "\n").count { $0.hasPrefix("S ") } == 20)
    #expect(text.contains("and 2 more lines; --json shows all\n"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test("E-mails have a row each: what becomes of them, of which invoice, and to whom")
  func emails() throws {
    let text = try text(
      """
      "invoices": [{"invoiceId": "i", "invoiceNumber": "N-1", "errors": []}],
      "emails": [
        {"emailId": "E1", "invoiceId": "i", "to": ["a@example.com", "b@example.com"], "status": "Queued"},
        {"emailId": "E2", "invoiceId": null, "to": ["c@example.com"], "status": "Bounced"}]
      """)
    #expect(
      text.hasSuffix(
        """

        E-mail  Status   Invoice  To
        E1      Queued   N-1      a@example.com b@example.com
        E2      Bounced           c@example.com

        """), "\(text)")
  }

  @Test("A task has what was said of it, and the one that it stands for")
  func tasks() throws {
    let text = try text(
      """
      "invoices": [], "tasks": [{"taskId": "T2", "invoiceId": "i", "task": "Charge", "status": "Failed",
        "retryOf": "T1", "amount": "60.00", "currency": "EUR", "message": "Card declined"}]
      """)
    #expect(text.contains("Charge Failed, invoice i, after T1: Card declined"), "\(text)")
  }

  @Test("Schedules that are ready again have their latest invoice")
  func recovered() throws {
    let text = try text(
      """
      "invoices": [], "schedules": [
        {"billingScheduleId": "S1", "latestInvoice": {"invoiceId": "i", "invoiceNumber": "N-1", "status": "Posted"}},
        {"billingScheduleId": "S2", "latestInvoice": null}]
      """)
    #expect(
      text.hasSuffix(
        """

        Ready again  Latest invoice  Its status
        S1           N-1             Posted
        S2

        """), "\(text)")
  }

  @Test("A run says all that it did, passed over and warns of")
  func run() throws {
    let text = try text(
      """
      "invoices": [], "invoiceRun": {"invoiceRunId": "R", "kind": "Email", "status": "Canceled", "errorCount": 1,
        "counters": {"emailsQueued": 2, "skipped": {"OptedOut": 3, "AlreadySent": 1}},
        "warnings": [{"errorCode": "EMAIL_DAILY_LIMIT", "errorMessage": "2 of 2 e-mails wait."}]}
      """)
    #expect(
      text.contains(
        "Run R (Email) is Canceled: 2 e-mails queued, passed over: OptedOut 3, AlreadySent 1, 1 error.\n"
      ),
      "\(text)")
    #expect(text.contains("EMAIL_DAILY_LIMIT") && text.contains("2 of 2 e-mails wait."))
  }

  @Test(
    "Why one of several invoices was refused is said, once, also where there is such an invoice")
  func refused() throws {
    let fault = #"{"errorCode": "INVOICE_NOT_DRAFT", "errorMessage": "It is Posted."}"#
    let text = try text(
      #""invoices": [{"invoiceId": "i", "invoiceNumber": "N-1", "errors": [\#(fault)]}], "#
        + #""attempts": 2, "conflictsWith": "e-1", "errors": []"#)
    #expect(text.ranges(of: "It is Posted.").count == 1, "\(text)")
    #expect(text.contains("Tried 2 times\n") && text.contains("event e-1\n"), "\(text)")
    let twice = try self.text(
      #""invoices": [{"invoiceId": "i", "errors": [\#(fault)]}], "errors": [\#(fault)]"#)
    #expect(twice.ranges(of: "It is Posted.").count == 1, "\(twice)")
  }

  /// Members of a completion that a table, a line or the heading does not show, and why.
  private static let unshown: Set<String> = [
    // Who sent it knows.
    "requestIdentifier", "requestType", "source", "correlationId", "requestedBy",
    // The outcome says it.
    "isSuccess",
    // When, which logs and --json have.
    "receivedAt", "completedAt",
  ]

  @Test("Every member of a completion is shown, or is known to who asked")
  func members() throws {
    let shown: [String: String] = [
      "outcome": "Succeeded", "invoices": #"[{"invoiceId":"MARK","errors":[]}]"#,
      "creditMemos": #"[{"creditMemoId":"MARK"}]"#, "payments": #"[{"paymentId":"MARK"}]"#,
      "applications": #"[{"applicationId":"MARK"}]"#, "refunds": #"[{"refundId":"MARK"}]"#,
      "reversals": #"[{"reversalId":"MARK"}]"#, "tasks": #"[{"taskId":"MARK"}]"#,
      "emails": #"[{"emailId":"MARK"}]"#, "schedules": #"[{"billingScheduleId":"MARK"}]"#,
      "invoiceRun": #"{"invoiceRunId":"MARK","status":"Running"}"#,
      "previews": #"[{"accountId":"MARK","lines":[]}]"#,
      "billingContracts": #"[{"billingContractId":"MARK"}]"#,
      "skipped": #"[{"billingScheduleId":"MARK","reason":"NotDue"}]"#, "skippedCount": "77",
      "errors": #"[{"errorCode":"C","errorMessage":"MARK"}]"#,
      "warnings": #"[{"errorCode":"C","errorMessage":"MARK"}]"#,
      "errorLogNumbers": #"["MARK"]"#, "attempts": "77", "replayOf": #""MARK""#,
      "conflictsWith": #""MARK""#,
    ]
    for member in EventForm(.requestCompleted).data.members.map(\.name)
    where !Self.unshown.contains(member) {
      let value = try #require(shown[member], "\(member) is neither shown nor known to who asked")
      guard member != "outcome" else { continue }
      let text = try text(#""\#(member)": \#(value)"#)
      #expect(text.contains("MARK") || text.contains("77"), "\(member): \(text)")
    }
  }

  @Test("Billing contracts have a row each: cycle, what became of it, invoices by number, tasks")
  func contracts() throws {
    let text = try text(
      """
      "invoices": [{"invoiceId": "i-1", "invoiceNumber": "INV-1", "errors": []}],
      "billingContracts": [
        {"billingContractId": "C", "billingCycle": {"startDate": "2026-01-01", "endDate": "2026-01-31"},
         "isSuccess": true, "invoiceIds": ["i-1"], "tasks": ["Charge", "Send"], "errors": []},
        {"billingContractId": "D", "billingCycle": null, "isSuccess": true, "invoiceIds": [],
         "tasks": [], "errors": []},
        {"billingContractId": "E", "billingCycle": {"startDate": "2026-01-01", "endDate": "2026-01-31"},
         "isSuccess": false, "invoiceIds": [], "tasks": [],
         "errors": [{"errorCode": "BILLING_CYCLE_ALREADY_INVOICED", "errorMessage": "Again."}]}]
      """)
    #expect(
      text.contains(
        """
        Contract  Cycle from  Through     Result                          Invoices  Tasks
        C         2026-01-01  2026-01-31  invoiced                        INV-1     Charge Send
        D                                 nothing due
        E         2026-01-01  2026-01-31  BILLING_CYCLE_ALREADY_INVOICED

        """), "\(text)")
  }

  @Test("CLI 1: what was passed over has its reason and what to do, and nothing was invoiced")
  func skipped() throws {
    let members = """
      "requestType": "invoice.generate.v1", "invoices": [], "skippedCount": 4, "skipped": [
        {"billingScheduleId": "S1", "reason": "NotReady", "nextBillingDate": "2026-11-01"},
        {"billingScheduleId": "S2", "reason": "NotDue", "nextBillingDate": "2027-01-01"},
        {"billingScheduleId": "S3", "reason": "NotDue", "nextBillingDate": "2027-01-01",
         "draftInvoiceId": "01a2"},
        {"billingScheduleId": "S4", "reason": "CompletelyBilled", "nextBillingDate": null}],
      "warnings": [
        {"errorCode": "BILLING_SCHEDULE_NOT_READY", "errorMessage": "EL-7: no rate.",
         "errorSource": {"type": "BillingSchedule", "id": "S1"}},
        {"errorCode": "BILLING_SCHEDULE_NOT_READY", "errorMessage": "Not listed.",
         "errorSource": {"type": "BillingSchedule", "id": "S9"}}],
      "errorLogNumbers": ["EL-7"]
      """
    #expect(
      try text(members) == """
        Succeeded, 4 schedules skipped
        Nothing was invoiced.

        Schedule  Reason            What to do
        S1        NotReady          EL-7: no rate. Its next billing date is 2026-11-01.
        S2        NotDue            Its next billing date is 2027-01-01: ask with a target date after it.
        S3        NotDue            Draft 01a2 holds what was due of it. Its next billing date is 2027-01-01: ask with a target date after it.
        S4        CompletelyBilled  Nothing is left to bill.

        Warning                     Record              At  What happened, and what to do
        BILLING_SCHEDULE_NOT_READY  BillingSchedule S9      Not listed.
        Error logs: EL-7

        """)
    let event = try EventView(
      reading: Array(
        (#"{"type":"invoice-request.completed.v1","time":"T","data":{"requestIdentifier":"r","outcome":"Succeeded","#
          + members + "}}").utf8))
    #expect(
      EventLine.text(event).contains(
        "r Succeeded: nothing was invoiced, 4 skipped (S1 NotReady, S2 NotDue until 2027-01-01, "
          + "S3 NotDue until 2027-01-01 on draft 01a2 and 1 more)"), "\(EventLine.text(event))")
  }
}
