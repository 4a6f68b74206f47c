import Foundation
import TestMail
import TestSupport
import TestWorker
import Testing
import Worker

/// Rounds of two workers that send e-mails: one is killed, at a point of an e-mail's way or from outside, the other is killed
/// or stopped behind it. In between no worker holds an e-mail, and the waits and leases are ended as time would.
struct KilledMailWorkers {
  private let mailed: MailedInvoices
  private var random: SeededGenerator
  /// What was still Queued behind workers that were killed, by their names: of these, nothing that the server had taken from
  /// them was noted.
  private(set) var leftBehind: [String: Set<String>] = [:]

  init(_ mailed: MailedInvoices, seed: UInt64) {
    self.mailed = mailed
    random = SeededGenerator(seed: seed)
  }

  /// How many e-mails are neither Sent nor Failed, with those that are not queued yet.
  var unsettled: Int {
    get throws {
      try mailed.addresses.count
        - mailed.system.count(
          "SELECT count(*) FROM email_delivery WHERE status IN ('Sent', 'Failed')")
    }
  }

  mutating func run(_ round: Int) async throws {
    let point: FaultPoint? = [.afterMail, .beforeMail, nil, .afterMail][round % 4]
    let pass = Int.random(in: 1...8, using: &random)
    let victim = "victim-\(round)"
    let other = "other-\(round)"
    let refusals = refusals
    // One round begins with a server that refuses connections.
    if round == 2 { try await mailed.server.listen(false) }
    let process = try mailed.startProcess(
      victim,
      environment: point.map { ["INVOICE_WORKER_FAULT_POINT": "\($0.rawValue):\(pass)"] } ?? [:])
    // The first one is alone: it reaches its point.
    let companion = round == 0 ? nil : try mailed.startProcess(other)
    if round == 2 { try await awaitRefusal(after: refusals) }
    if point != nil {
      try await eventually("\(victim) is killed, or nothing is left to send") {
        if !process.isRunning { return true }
        try mailed.endWaits()
        return try unsettled == 0
      }
    } else {
      try mailed.endWaits()
      // The moment of the kill is not waited for; any is right.
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...1_500, using: &random)))
    }
    process.kill()
    #expect(try await process.end().signal == SIGKILL)
    var killed = [victim]
    if let companion {
      if Bool.random(using: &random) {
        companion.kill()
        #expect(try await companion.end().signal == SIGKILL)
        killed.append(other)
      } else {
        try await companion.finish()
      }
    }
    let queued = Set(
      try mailed.system.column("SELECT email_id FROM email_delivery WHERE status = 'Queued'"))
    for name in killed { leftBehind[name] = queued }
    try mailed.makeDue()
  }

  private var refusals: Int { mailed.system.log.matches(of: /the mail server is away/).count }

  private func awaitRefusal(after earlier: Int) async throws {
    try await eventually("a worker finds nobody there") { refusals > earlier }
    try await mailed.server.listen(true)
  }

  /// Lets two workers that nobody kills finish the rest.
  func finish() async throws {
    let workers = [try mailed.startProcess("last-1"), try mailed.startProcess("last-2")]
    try await eventually("every e-mail is Sent or Failed", within: patience * 3) {
      try mailed.endWaits()
      return try unsettled == 0
    }
    try await mailed.system.finish(stopping: workers)
  }
}
