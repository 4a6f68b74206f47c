import Foundation
import TestMail
import TestSupport
import TestWorker
import Testing
import Worker

/// Workers are killed around the moment at which a mail server takes an e-mail: none is lost, and only the one that was
/// under way may come twice.
@Suite struct MailKillTests {
  private static let points = [FaultPoint.beforeMail, .afterMail].flatMap { point in
    [1, 2].map { KillTests.KilledAt(point: point, pass: $0) }
  }

  @Test(
    "What was under way comes once more under its Message-ID, everything else once",
    arguments: points, TestStore.both)
  func killed(_ place: KillTests.KilledAt, on store: TestStore) async throws {
    try await MailedInvoices.run(store, count: 4, workers: 0) { mailed in
      let (system, server) = (mailed.system, mailed.server)
      // At one a second a worker has one connection, so that one e-mail is under way at a time.
      let victim = try mailed.startProcess(
        "victim",
        environment: [
          "INVOICE_WORKER_EMAIL_RATE": "1",
          "INVOICE_WORKER_FAULT_POINT": "\(place.point.rawValue):\(place.pass)",
        ])
      // Its answer is not waited for: the victim may be killed before it has published that.
      try await system.publish(mailed.request())
      #expect(try await victim.end().signal == SIGKILL, "it reached \(place.point.rawValue)")
      let isTaken = place.point == .afterMail
      let taken = try server.messages.compactMap(\.id)
      #expect(taken.count == (isTaken ? place.pass : place.pass - 1))
      // Of what was under way the attempt is noted, and nothing else.
      #expect(
        try system.count("SELECT count(*) FROM email_delivery WHERE status = 'Sent'")
          == place.pass - 1)
      #expect(
        try system.count(
          "SELECT count(*) FROM email_delivery WHERE status = 'Queued' AND attempts = 1") == 1)

      // As if the victim's lease were over.
      try mailed.makeDue()
      let successor = try mailed.startProcess("successor")
      try await mailed.awaitStatus("Sent", of: 4)
      let ids = try server.messages.compactMap(\.id)
      #expect(Set(ids).count == 4 && ids.count == (isTaken ? 5 : 4))
      if isTaken { #expect(ids.filter { $0 == taken.last }.count == 2) }
      #expect(try system.count("SELECT count(*) FROM email_delivery WHERE attempts = 2") == 1)
      #expect(try system.count("SELECT count(*) FROM email_delivery WHERE attempts = 1") == 3)
      #expect(
        try system.count("SELECT count(*) FROM invoice_event WHERE kind = 'EmailSent'") == 4)

      try await system.finish(stopping: [successor])
      // An event may come twice, under its identifier.
      try await eventually("each is reported") {
        Set(mailed.events("email.sent.v1").map(\.id)).count == 4
      }
    }
  }
}
