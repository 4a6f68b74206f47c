import CivilTime
import Testing

@testable import Billing

@Suite("Bounces, and invoices that are voided") struct BounceTests {
  private func sent(
    to: [String] = ["ap@example.com"], as status: EmailDelivery.Status = .sent
  ) throws -> (EmailWorld, EmailDelivery) {
    var world = try EmailWorld()
    let invoice = try world.posted()
    let decision = world.send(invoice.id) { $0.to = to }
    let email = try #require(decision.effects.emails.queued.first)
    world.note(status, of: email)
    return (world, email)
  }

  @Test(
    "Sent becomes Bounced; Hard and Complaint suppress the address, Soft does not",
    arguments: EmailBounce.Kind.allCases)
  func kinds(kind: EmailBounce.Kind) throws {
    var (world, email) = try sent(to: ["AP@example.com"])
    let decision = world.handle(
      ReportBounce(emailId: email.id, kind: kind, diagnostic: "550 no such user"))
    #expect(decision.outcome == .succeeded)
    #expect(decision.effects.emails.changed.map(\.status) == [.bounced])
    #expect(decision.effects.emails.changed.map(\.diagnostic) == ["550 no such user"])
    #expect(decision.effects.emails.bounces.map(\.address) == ["AP@example.com"])
    #expect(decision.answer.emails.map(\.status) == [.bounced])
    let suppressed = [
      EmailSuppression(address: "ap@example.com", reason: "\(kind.rawValue): 550 no such user")
    ]
    #expect(decision.effects.emails.suppressed == (kind == .soft ? [] : suppressed))
  }

  @Test("One that has bounced is noted again without an event")
  func again() throws {
    var (world, email) = try sent()
    _ = world.handle(ReportBounce(emailId: email.id, kind: .soft))
    let again = world.handle(ReportBounce(emailId: email.id, kind: .hard))
    #expect(again.outcome == .succeeded && again.effects.emails.bounces.isEmpty)
    #expect(again.effects.emails.suppressed.map(\.address) == ["ap@example.com"])
    #expect(again.effects.emails.suppressed.map(\.reason) == ["Hard"])
  }

  @Test("Queued and Failed are EMAIL_NOT_SENT", arguments: [EmailDelivery.Status.queued, .failed])
  func notSent(status: EmailDelivery.Status) throws {
    var (world, email) = try sent(as: status)
    let decision = world.handle(ReportBounce(emailId: email.id, kind: .hard))
    #expect(decision.refusals == ["EMAIL_NOT_SENT /emailId"] && decision.outcome == .failed)
    #expect(decision.effects.isEmpty && decision.errorLogs.map(\.category) == [.invoiceEmail])
  }

  @Test("An unknown e-mail is refused where the request names it")
  func unknown() throws {
    var (world, _) = try sent()
    let decision = world.handle(
      ReportBounce(emailId: "none", pointer: "/messageId", kind: .hard))
    #expect(decision.refusals == ["EMAIL_NOT_FOUND /messageId"])
  }

  @Test("Of several recipients the address is needed, and it must be one of them")
  func addresses() throws {
    var (world, email) = try sent(to: ["a@x.example", "b@x.example"])
    #expect(
      world.handle(ReportBounce(emailId: email.id, kind: .hard)).refusals
        == ["REQUEST_INVALID /address"])
    #expect(
      world.handle(ReportBounce(emailId: email.id, address: "c@x.example", kind: .hard)).refusals
        == ["REQUEST_INVALID /address"])
    let one = world.handle(ReportBounce(emailId: email.id, address: "B@x.example", kind: .hard))
    #expect(one.effects.emails.suppressed.map(\.address) == ["b@x.example"])
  }

  @Test("An address that stands among recipients and copies, however it is written, is one")
  func sameAddress() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    let decision = world.send(invoice.id) {
      $0.to = ["a@x.example"]
      $0.cc = ["A@x.example"]
    }
    let email = try #require(decision.effects.emails.queued.first)
    world.note(.sent, of: email)
    let bounced = world.handle(ReportBounce(emailId: email.id, kind: .hard))
    #expect(bounced.effects.emails.suppressed.map(\.address) == ["a@x.example"])
  }

  @Test(
    "A Queued e-mail of an invoice that is voided is Failed with it; one that is refused is not")
  func voided() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    let queued = try #require(world.send(invoice.id).effects.emails.queued.first)
    var lifecycle = world.world
    lifecycle.note(queued: [queued])
    let refused = lifecycle.void(invoice.id, version: 99)
    #expect(refused.effects.emails.isEmpty && refused.outcome == .failed)
    let decision = lifecycle.void(invoice.id)
    #expect(decision.errors.isEmpty)
    #expect(decision.effects.emails.changed.map(\.status) == [.failed])
    #expect(
      decision.effects.emails.changed.first?.diagnostic
        == "The invoice was voided before it was sent.")
  }
}

@Suite("When an e-mail is tried again") struct EmailAttemptTests {
  private func email(attempts: Int) -> EmailDelivery {
    var email = EmailDelivery(
      id: "E", invoiceId: "I", to: ["a@x.example"], subject: "s", textBody: "t",
      request: RequestKey(source: "", identifier: "r"),
      queuedAt: UTCInstant(microsecondsSince1970: 0))
    email.attempts = attempts
    return email
  }

  @Test("After 1 min, 5 min, 30 min, 2 h; the fifth attempt is the last")
  func delays() {
    let now = UTCInstant(startOf: "2026-11-20")
    for (attempts, minutes) in zip(1...4, [1, 5, 30, 120] as [Int64]) {
      let transition = email(attempts: attempts).after(.deferred(diagnostic: "451"), at: now)
      let later = now.adding(microseconds: minutes * 60_000_000)
      #expect(transition == .later(later, diagnostic: "451"))
      let waiting = email(attempts: attempts).applying(transition)
      #expect(waiting.status == .queued && waiting.notBefore == later)
    }
    let last = email(attempts: 5).after(.deferred(diagnostic: "451"), at: now)
    #expect(last == .failed(nil, diagnostic: "451", refused: []))
    #expect(email(attempts: 5).applying(last).status == .failed)
  }

  @Test("Taken for some is Sent, and says whom the server refused")
  func refused() {
    let now = UTCInstant(startOf: "2026-11-20")
    let refused = [RefusedRecipient(address: "b@x.example", diagnostic: "550 no")]
    let sent = email(attempts: 1).after(.accepted(refused: refused), at: now)
    #expect(sent == .sent(refused: refused))
    #expect(email(attempts: 1).applying(sent).diagnostic == "b@x.example: 550 no")
    #expect(email(attempts: 1).applying(.sent(refused: [])).diagnostic == nil)
  }
}
