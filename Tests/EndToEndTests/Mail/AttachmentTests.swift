import Billing
import Mail
import Storage
import Synchronization
import TestMail
import TestSupport
import TestWorker
import Testing
import Worker

/// What is made when an e-mail is sent, and what becomes of the e-mail where it cannot be.
@Suite struct AttachmentTests {
  /// Makes of each account's invoice what the test says.
  private final class Documents: AttachmentRendering {
    enum Making: Sendable {
      case bytes(Int)
      case fault(AttachmentFault)
    }

    private let makings: Mutex<[String: Making]>

    init(_ makings: [String: Making]) { self.makings = Mutex(makings) }

    var rendersPdf: Bool { true }

    func set(_ making: Making, of account: String) {
      makings.withLock { $0[account] = making }
    }

    func render(
      _ attachment: EmailAttachment, of source: DocumentSource
    ) async throws(AttachmentFault) -> RenderedAttachment {
      let account = source.invoices.first?.accountId.text ?? ""
      switch makings.withLock({ $0[account] }) {
      case .bytes(let count):
        return RenderedAttachment(
          MailMessage.Attachment(
            name: "\(account).pdf", contentType: "application/pdf",
            bytes: [UInt8](repeating: 0x2E, count: count)),
          // Said in the log, and no reason not to send it.
          remark: "a picture is left out", missingLetters: "boxes of \(account.prefix(1))")
      case .fault(let fault): throw fault
      case nil: throw .impossible(.internalError, "nothing is said of \(account)")
      }
    }
  }

  @Test(
    "10 MiB are sent, a byte more is Failed; what cannot be made now waits, what never can is Failed",
    arguments: TestStore.both)
  func made(on store: TestStore) async throws {
    let documents = Documents([
      "A1": .bytes(10 << 20), "A2": .bytes((10 << 20) + 1),
      "A3": .fault(.unavailable("the renderer is gone")),
      "A4": .fault(.impossible(.documentIncomplete, "too long to be drawn")),
    ])
    try await MailedInvoices.run(store, count: 4, documents: documents) { mailed in
      let system = mailed.system
      let ids = try system.column("SELECT id FROM invoice ORDER BY id")
      let queued = try await system.complete(
        SampleRequest(
          "invoice.send-email.v1", id: "send",
          ["invoiceIds": .array(ids.map { .text($0) }), "attachments": ["Pdf"]]))
      #expect(queued.outcome == "Succeeded", "\(String(decoding: queued.body, as: UTF8.self))")
      try await mailed.awaitStatus("Sent", of: 1)
      try await mailed.awaitStatus("Failed", of: 2)
      try await eventually("one waits, without an attempt") {
        try system.count(
          """
          SELECT count(*) FROM email_delivery WHERE status = 'Queued' AND attempts = 0
            AND diagnostic = 'the renderer is gone' AND not_before > queued_at
          """) == 1
      }
      let codes = try system.column(
        "SELECT error_code FROM error_log WHERE category = 'InvoiceEmail' ORDER BY 1")
      #expect(codes == ["ATTACHMENT_TOO_LARGE", "DOCUMENT_INCOMPLETE"])
      // No server heard of those.
      #expect(try mailed.server.messages.map(\.recipients) == [["a1@example.com"]])
      #expect(try mailed.server.arguments(of: "RCPT") == ["a1@example.com"])
      let attached = try mailed.server.messages.flatMap(\.parts).last
      #expect(attached?.name == "A1.pdf" && attached?.size == 10 << 20)

      documents.set(.bytes(3), of: "A3")
      try mailed.makeDue()
      try await mailed.awaitStatus("Sent", of: 2)
      #expect(
        try system.count("SELECT attempts FROM email_delivery WHERE recipients = 'a3@example.com'")
          == 1)
      let log = system.log
      #expect(log.contains("a picture is left out"))
      // Of three documents, by two workers, each of which says it once.
      #expect((1...2).contains(log.ranges(of: "boxes of A").count))
    }
  }

  @Test(
    "What outlasts or ends its renderer is tried five times, and Failed; what it happens to once is Sent",
    arguments: TestStore.both)
  func unfinished(on store: TestStore) async throws {
    let slow = AttachmentFault.unfinished("no page within 15 s")
    let documents = Documents(["A1": .fault(slow), "A2": .fault(slow)])
    try await MailedInvoices.run(store, count: 2, documents: documents) { mailed in
      let system = mailed.system
      let ids = try system.column("SELECT id FROM invoice ORDER BY id")
      let queued = try await system.complete(
        SampleRequest(
          "invoice.send-email.v1", id: "send",
          ["invoiceIds": .array(ids.map { .text($0) }), "attachments": ["Pdf"]]))
      #expect(queued.outcome == "Succeeded", "\(String(decoding: queued.body, as: UTF8.self))")
      func awaitAttempts(_ attempts: Int, of count: Int) async throws {
        try await eventually("\(count) have \(attempts) attempts") {
          try system.count(
            "SELECT count(*) FROM email_delivery WHERE attempts = \(attempts) AND diagnostic LIKE '%within 15 s%'"
          )
            == count
        }
      }
      try await awaitAttempts(1, of: 2)
      documents.set(.bytes(3), of: "A2")
      try mailed.endWaits()
      try await mailed.awaitStatus("Sent", of: 1)
      for attempt in 2...5 {
        try await awaitAttempts(attempt, of: 1)
        try mailed.endWaits()
      }
      try await mailed.awaitStatus("Failed", of: 1)
      #expect(
        try system.column("SELECT error_code FROM error_log WHERE category = 'InvoiceEmail'")
          == ["ATTACHMENT_NOT_MADE"])
      let said = try system.column(
        "SELECT error_message FROM error_log WHERE category = 'InvoiceEmail'")
      #expect(
        said.first?.contains("at attempt 5. Send the invoice with the attachment Ubl") == true)
      // No server heard of the one, and no day counts it.
      #expect(try mailed.server.messages.map(\.recipients) == [["a2@example.com"]])
      #expect(
        try system.count("SELECT count(*) FROM email_delivery WHERE counted_on IS NOT NULL") == 1)
    }
  }
}
