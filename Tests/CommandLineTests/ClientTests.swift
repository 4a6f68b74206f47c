import AMQP
import Foundation
import SQLite
import TestBroker
import TestSupport
import Testing

@testable import Worker

/// The programs of `compose/clients`, which users copy: they do what their README says, with the rights that
/// SECURITY.md gives.
@Suite("Clients", .serialized)
struct ClientTests {
  @Test(
    "The Python client bills once, has its answer again, and enters each posted invoice once",
    .timeLimit(.minutes(10)))
  func python() async throws { try await Self.check(.python) }

  @Test(
    "The clients in Go, Java, PHP and shell do the same (compose/test.sh --with clients)",
    .enabled(if: TestExtras.has("clients")), .timeLimit(.minutes(20)), arguments: Client.others)
  func others(client: Client) async throws { try await Self.check(client) }

  @Test(
    "The clients in JavaScript and C#, whose libraries Debian lacks, parse (compose/test.sh --with clients)",
    .enabled(if: TestExtras.has("clients")),
    arguments: [
      ["/usr/bin/node", "--check", "node/send-request.mjs"],
      ["/usr/bin/node", "--check", "node/receive-events.mjs"],
      ["/usr/bin/mcs", "--parse", "-langversion:7.2", "csharp/SendRequest.cs"],
      ["/usr/bin/mcs", "--parse", "-langversion:7.2", "csharp/ReceiveEvents.cs"],
    ])
  func parsed(words: [String]) throws {
    let file = Client.folder.appending(path: words[words.count - 1]).path
    let result = try Self.run(words.dropLast() + [file], [:])
    #expect(result.status == 0, "\(result)")
  }

  @Test("No client has more than 60 lines")
  func length() throws {
    let files = try #require(
      FileManager.default.enumerator(at: Client.folder, includingPropertiesForKeys: nil))
    var names: [String] = []
    for case let file as URL in files where !["", "md"].contains(file.pathExtension) {
      let lines = try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 61 && lines.last == "", "\(file.lastPathComponent)")
      names.append(file.lastPathComponent)
    }
    #expect(names.count == 15, "\(names)")
  }

  private static func check(_ client: Client) async throws {
    for words in client.build {
      let built = try run(words, client.environment)
      #expect(built.status == 0, "\(built)")
    }
    try await BrokerCommandTests.withInstallation { environment in
      let sample = try Program.run("import", BrokerCommandTests.sample, environment: environment)
      #expect(sample.status == 0, "\(sample)")
      let address = try #require(environment["AMQP_URL"])
      let witness = try await EventWitness(address)
      let ledger = FileManager.default.temporaryDirectory.appending(
        path: "ledger-\(UUID().uuidString).db")
      defer { try? FileManager.default.removeItem(at: ledger) }
      let reader = try signIn(
        client.receivingRights
          ?? LeastPrivilegeTests.patterns(
            of: "reader of events with a queue of its own, `ledger.…`"), address)
      let sender = try signIn(
        client.sendingRights ?? LeastPrivilegeTests.patterns(of: "sender"), address)

      let receiver = try RunningClient(client, at: reader, ledger: ledger)
      defer { receiver.kill() }
      try await receiver.awaitLine("Receiving from \(client.queue)")
      let invoices = try checkSending(client, sender, environment)
      for invoice in invoices { try await receiver.awaitLine("entered \(invoice)") }
      let event = try await witness.take()
      try await witness.publish(event, to: client.queue)
      try await receiver.awaitLine("seen before ")
      // Ended anywhere, it knows what it has entered.
      receiver.kill()
      try await witness.publish(event, to: client.queue)
      let next = try RunningClient(client, at: reader, ledger: ledger)
      defer { next.kill() }
      try await next.awaitLine("seen before ")
      next.kill()
      try await witness.close()
      #expect(try entries(of: ledger).sorted() == invoices.sorted())
    }
  }

  /// The invoices that the first answer names, as a receiver prints them.
  private static func checkSending(
    _ client: Client, _ address: String, _ environment: [String: String]
  ) throws -> [String] {
    func send(_ account: String, _ id: String, to address: String) throws -> Program.Result {
      try run(
        client.send + [account, "2026-12-01", id],
        client.environment.merging(["AMQP_URL": address]) { $1 })
    }
    let first = try send("ACC-1001", "order-77", to: address)
    #expect(first.status == 0, "\(first)")
    let completion = try #require(
      JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
    let data = try #require(completion["data"] as? [String: Any])
    #expect(data["outcome"] as? String == "Succeeded" && data["source"] as? String == "crm")
    let heads = try #require(data["invoices"] as? [[String: Any]])
    let invoices = heads.map { head in
      ["invoiceNumber", "totalAmountWithTax", "currency"].map { head[$0] as? String ?? "?" }
        .joined(separator: " ")
    }
    #expect(!invoices.isEmpty && !invoices.contains { $0.contains("?") }, "\(first)")
    let again = try send("ACC-1001", "order-77", to: address)
    #expect(again.status == 0 && again.output == first.output, "\(again)")
    let stored = try Program.run(
      "invoices", "list", "--account", "ACC-1001", "--json", environment: environment)
    let list = try JSONSerialization.jsonObject(with: Data(stored.output.utf8)) as? [Any]
    #expect(list?.count == invoices.count, "\(stored)")

    #expect(try send("ACC-2002", "order-77", to: address).status == 4, "a reused identifier")
    #expect(try send("ACC-9009", "order-78", to: address).status == 3, "no such account")
    let closed = address.replacing(/127\.0\.0\.1:\d+/, with: "127.0.0.1:1")
    let refused = try send("ACC-1001", "order-79", to: closed)
    #expect(refused.status == 1 && refused.output.isEmpty && !refused.errors.isEmpty, "\(refused)")
    return invoices
  }

  private static func entries(of ledger: URL) throws -> [String] {
    let connection = try SQLiteConnection(.file(ledger.path))
    let statement = try connection.statement("SELECT invoice, amount, currency FROM entry")
    var entries: [String] = []
    while try statement.step() {
      entries.append(try (0..<3).map { try statement.text(at: $0) }.joined(separator: " "))
    }
    return entries
  }

  private static func signIn(_ rights: [String], _ address: String) throws -> String {
    let broker = try TestBroker.shared()
    let name = "u" + UUID().uuidString.lowercased()
    try broker.addUser(name, password: name)
    try broker.setPermissions(
      user: name, virtualHost: try AMQPURL(address).virtualHost, configure: rights[0],
      write: rights[1], read: rights[2])
    return address.replacing("guest:guest@", with: "\(name):\(name)@")
  }

  private static func run(
    _ words: [String], _ environment: [String: String]
  ) throws -> Program.Result {
    try Program.run(
      Array(words.dropFirst()), environment: environment, program: URL(filePath: words[0]))
  }
}
