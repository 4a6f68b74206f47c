import AMQP
import Billing
import CivilTime
import Foundation
import Messages
import SQLiteStorage
import Storage
import Testing

@testable import Worker

/// The note that a run is to be canceled (<doc:Architecture#Runs>): who makes it, and what it holds back.
@Suite struct CancelNoteTests {
  private static let run = InvoiceRun.ID("R")

  /// A session on a database with a run that has nothing to bill, and is Running.
  private func withRun(_ body: (StoreSession, SQLiteOpener) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "cancel-test-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let opener = SQLiteOpener(path: directory.appending(path: "store.db").path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let session = try StoreSession(opener, for: .processing)
    try session.transaction { transaction throws(StoreError) in
      let now = try transaction.now()
      var effects = RunEffects()
      effects.started = [
        InvoiceRun(
          id: Self.run, kind: .generate, runDate: now.date,
          terms: RunTerms(targetDate: now.date, invoiceDate: now.date), startedAt: now)
      ]
      try transaction.write([effects], at: now)
    }
    try body(session, opener)
  }

  private func cancel(
    _ run: InvoiceRun.ID = Self.run, replayOf event: String? = nil
  ) -> ReceivedRequest {
    var headers = HeaderTable()
    headers[DeliveryHeader.replayOf] = event.map { .string($0) }
    return ReceivedRequest(
      .sample(
        MessageProperties(
          headers: headers, messageId: "c", type: "invoice-run.cancel.v1", appId: "test"),
        body: Array("{\"invoiceRunId\": \"\(run.text)\"}".utf8), exchange: ""),
      at: .sample)
  }

  private func settle(_ received: ReceivedRequest, in session: StoreSession) throws {
    var transaction = BatchTransaction(
      workerName: "w", eventSource: "/test", taxEngine: RateTableTaxEngine())
    _ = try transaction.run([received], in: session, deleting: SentRows(), handingOver: 100)
  }

  private func isNoted(_ session: StoreSession) throws -> Bool {
    try Queries(session).isCancelWanted(Self.run)
  }

  @Test("A cancel that is given up notes nothing, nor does its repetition; its replay does")
  func givenUp() throws {
    try withRun { session, _ in
      try settle(cancel().givingUp(after: "a fault"), in: session)
      #expect(try !isNoted(session))
      try settle(cancel(), in: session)
      #expect(try !isNoted(session))
      #expect(try session.runProgress(Self.run)?.status == .running)

      let failed = try #require(try Queries(session).requests(identifier: "c").first).outcome
      #expect(failed.isInternalError)
      try settle(cancel(replayOf: "another"), in: session)
      #expect(try !isNoted(session))
      try settle(cancel(replayOf: failed.completionEventId), in: session)
      #expect(try isNoted(session), "no chunk began while the replay waited for those under way")
      #expect(try session.runProgress(Self.run)?.status == .canceled)
    }
  }

  @Test("A cancel that uses another request's identifier notes nothing")
  func identifierUsedTwice() throws {
    try withRun { session, _ in
      try settle(cancel("nobody's"), in: session)
      try settle(cancel(), in: session)
      #expect(try !isNoted(session))
      #expect(try session.runProgress(Self.run)?.status == .running)
    }
  }

  @Test(
    "While a cancel is wanted no message of the run is worked on; when no attempt ended in time, it is again"
  )
  func held() throws {
    try withRun { session, opener in
      var transaction = RunTransaction(
        workerName: "w", eventSource: "/test", taxEngine: RateTableTaxEngine())
      func isSelected() throws(StoreError) -> Bool {
        try transaction.run(
          RunMessage(runId: Self.run, number: RunChunk.selection), .whole(begun: 0), in: session,
          deleting: SentRows(), handingOver: 100
        ).isDone
      }
      try session.noteCancelWanted(Self.run)
      #expect(try !isSelected())
      #expect(try session.isAnythingOpen(of: Self.run))
      let past = UTCInstant.sample
      _ = try opener.open(for: .processing).execute(
        "UPDATE invoice_run_cancel SET wanted_until = \(past) WHERE wanted_until > \(past)")
      #expect(try isSelected())
      #expect(try !session.isAnythingOpen(of: Self.run))
    }
  }
}
