import JSON
import Messages
import Testing
import Worker

@testable import invoice_worker

@Suite("Output")
struct OutputTests {
  @Test("Columns are as wide as what they hold; numbers stand at the right; nothing trails")
  func table() {
    var table = Table([.init("Name"), .init("Count", isNumber: true), .init("Note")])
    table.append(["a", "5", ""])
    table.append(["longer name", "12345678", "x"])
    #expect(
      table.text == """
        Name            Count  Note
        a                   5
        longer name  12345678  x

        """)
  }

  @Test("Somebody's text cannot drive the terminal or begin a row")
  func escapes() {
    var table = Table([.init("Name")])
    table.append(["a\u{1B}[31m\nb"])
    #expect(table.text == "Name\na\\u{1b}[31m\\nb\n")
  }

  @Test("S16: what is echoed drives no terminal, and lines of the program's own stay lines")
  func escapedLines() throws {
    #expect(
      PrintableText.escapingLines("one\n\u{9B}2J\u{202E}two\n") == "one\n\\u{9b}2J\\u{202e}two\n")
    let word = "impo\u{1B}[2J\u{202E}\u{9B}rt"
    for words in [[word], ["import", "/nonexistent/\(word)"], ["invoices", "list", "--\(word)"]] {
      let result = try Program.run(words, environment: ["AMQP_URL": "amqp://127.0.0.1:1/"])
      #expect(result.status == 64)
      #expect(result.errors.contains("\\u{1b}[2J"), "\(result.errors)")
      for scalar in result.errors.unicodeScalars where scalar != "\n" {
        #expect(!(0x00..<0x20).contains(scalar.value) && !(0x7F..<0xA0).contains(scalar.value))
        #expect(scalar.value != 0x202E)
      }
    }
  }

  @Test(
    "An event is one line that says what happened",
    arguments: [
      (
        #"{"type":"invoice.posted.v1","time":"T","data":{"invoiceNumber":"INV-1","accountId":"A","currency":"EUR","totalAmountWithTax":"11.90","dueDate":"2026-12-31"}}"#,
        "INV-1 for A: 11.90 EUR, due 2026-12-31"
      ),
      (
        #"{"type":"invoice.drafted.v1","time":"T","data":{"invoiceId":"i-1","invoiceNumber":null,"accountId":"A","currency":"JPY","totalAmountWithTax":"5","dueDate":"2026-12-31"}}"#,
        "i-1 for A: 5 JPY, due 2026-12-31"
      ),
      (
        #"{"type":"invoice-request.completed.v1","time":"T","data":{"requestIdentifier":"r","outcome":"PartiallySucceeded","invoices":[{"invoiceId":"i"},{"invoiceId":null,"errors":[]}],"skippedCount":3}}"#,
        "r PartiallySucceeded: 1 invoice, 1 refused, 3 skipped"
      ),
      (
        #"{"type":"error-log.recorded.v1","time":"T","data":{"errorLogNumber":"EL-1","errorCode":"X","errorMessage":"why","primaryRecord":{"type":"Account","id":"A"},"relatedRecord":null}}"#,
        "EL-1 X Account A: why"
      ),
      (
        #"{"type":"invoice.voided.v1","time":"T","data":{"invoiceNumber":"N-1","accountId":"A","currency":"EUR","totalAmountWithTax":"5.00","dueDate":"2026-12-31","creditMemo":{"creditMemoNumber":"CM-1"}}}"#,
        "N-1 for A: 5.00 EUR, due 2026-12-31, by CM-1"
      ),
      (
        #"{"type":"invoice.updated.v1","time":"T","data":{"invoiceNumber":"N-1","accountId":"A","currency":"EUR","totalAmountWithTax":"5.00","dueDate":"2026-12-31","changes":[{"field":"dueDate","from":null,"to":"x"},{"field":"description"}]}}"#,
        "N-1 for A: dueDate, description"
      ),
      (
        #"{"type":"invoice.paid.v1","time":"T","data":{"invoiceNumber":"N-1","accountId":"A","currency":"EUR","totalAmountWithTax":"5.00","dueDate":"2026-12-31","settledBy":{"type":"Payment","id":"P-1"}}}"#,
        "N-1 for A, by Payment P-1"
      ),
      (
        #"{"type":"invoice.balance-changed.v1","time":"T","data":{"invoiceNumber":"N-1","accountId":"A","currency":"EUR","totalAmountWithTax":"5.00","dueDate":"2026-12-31","previousBalance":"5.00","balance":"3.00"}}"#,
        "N-1 for A: from 5.00 to 3.00 EUR"
      ),
      (
        #"{"type":"invoice.overdue.v1","time":"T","data":{"invoiceNumber":"N-1","accountId":"A","currency":"EUR","totalAmountWithTax":"5.00","dueDate":"2026-12-31","instalment":{"dueDate":"2026-11-30","openAmount":"3.00"}}}"#,
        "N-1 for A: 3.00 EUR, due 2026-11-30"
      ),
      (
        #"{"type":"credit-memo.posted.v1","time":"T","data":{"creditMemoNumber":"CM-1","accountId":"A","payable":"5.00","currency":"EUR"}}"#,
        "CM-1 for A: 5.00 EUR"
      ),
      (
        #"{"type":"payment.recorded.v1","subject":"P-1","data":{"accountId":"A","amount":"5.00","currency":"EUR"}}"#,
        "P-1 for A: 5.00 EUR"
      ),
      (
        #"{"type":"invoice-request.completed.v1","data":{"requestIdentifier":"r","outcome":"Succeeded","payments":[{"paymentId":"P"}],"applications":[{},{}]}}"#,
        "r Succeeded: 1 payment, 2 applications"
      ),
      (
        #"{"type":"invoice-request.completed.v1","data":{"requestIdentifier":"r","requestType":"payment.record.v1","outcome":"Succeeded","warnings":[{"errorCode":"PAYMENT_ALREADY_RECORDED","errorMessage":"m"}]}}"#,
        "r Succeeded: PAYMENT_ALREADY_RECORDED"
      ),
      (
        #"{"type":"invoice-request.completed.v1","data":{"requestIdentifier":"r","requestType":"records.upsert.v1","outcome":"Succeeded"}}"#,
        "r Succeeded"
      ),
      (#"{"type":"other.v1","subject":"s-1"}"#, "s-1"),
    ])
  func eventLine(event: String, says: String) throws {
    let line = EventLine.text(try EventView(reading: Array(event.utf8)))
    #expect(line.hasSuffix("  \(says)\n"), "\(line)")
    #expect(line.filter { $0 == "\n" }.count == 1)
  }

  @Test(
    "The exit status follows the outcome",
    arguments: [
      ("Succeeded", invoice_worker.ExitStatus.success), ("PartiallySucceeded", .partiallySucceeded),
      ("Failed", .failed), ("Rejected", .rejected), ("Postponed", .internalError),
    ])
  func exitStatus(outcome: String, status: invoice_worker.ExitStatus) throws {
    let event =
      #"{"type":"invoice-request.completed.v1","data":{"requestIdentifier":"r","outcome":"\#(outcome)"}}"#
    let completion = try CompletionText.read(Array(event.utf8))
    #expect(CompletionText.exitStatus(of: completion.outcome) == status)
  }

  @Test("The bar fits any terminal and never goes past its end", arguments: [1, 20, 40, 80, 300])
  func bar(width: Int) {
    for done in [0, 1, 50, 100, 200] {
      let line = ProgressBar.line(
        done: done, total: 100, of: "records", note: "3 refused", width: width)
      // The last column stays free: a cursor behind it would begin a new line.
      #expect(line.count <= width - 1, "\(line)")
      // The bar appears where ten columns are left beside the numbers, " 100/100 records, 3 refused" at most.
      let marks = line.count { $0 == "#" || $0 == "-" }
      #expect(width >= 80 ? marks == 40 : width == 40 ? marks >= 10 : marks == 0, "\(line)")
    }
    #expect(
      ProgressBar.line(done: 50, total: 100, of: "records", note: "", width: 80).contains(
        "50/100 records"))
  }
}
