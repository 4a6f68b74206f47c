import AMQP
import CivilTime
import Foundation
import TestBroker
import Testing

extension BrokerCommandTests {
  @Test(
    "A rejected request is a dead letter that can be looked at and stays", .timeLimit(.minutes(10)))
  func deadLetters() async throws {
    try await Self.withInstallation { environment in
      let rejected = try Program.run(
        "request", "invoice.generate.v1", "--id", "bad-1", "--set", "nonsense=1", "--force",
        "--wait",
        environment: environment)
      #expect(rejected.status == 4, "\(rejected.errors)")
      let unknown = try Program.run(
        "request", "invoice.generat.v1", "--id", "bad-2", "--force", "--wait",
        environment: environment)
      #expect(unknown.status == 4 && unknown.errors.contains("did you mean invoice.generate.v1?"))

      // The dead letter is published after the completion was: wait for both.
      var list = try Program.run("dead", "list", environment: environment)
      let deadline = ContinuousClock.now.advanced(by: .seconds(180))
      while !(list.output.contains("bad-1") && list.output.contains("bad-2")),
        ContinuousClock.now < deadline
      {
        list = try Program.run("dead", "list", environment: environment)
      }
      #expect(list.status == 0)
      #expect(list.output.contains("REQUEST_INVALID"))
      #expect(list.output.contains("REQUEST_TYPE_UNKNOWN"))
      for name in ["bad-1", "1"] {
        let shown = try Program.run("dead", "show", name, environment: environment)
        #expect(shown.status == 0 && shown.output.contains("fault-code"), "\(shown.errors)")
      }
      #expect(try Program.run("dead", "show", "none", environment: environment).status == 1)
      let after = try Program.run("dead", "list", "--json", environment: environment)
      let letters = try #require(
        try JSONSerialization.jsonObject(with: Data(after.output.utf8)) as? [[String: Any]])
      #expect(letters.count == 2, "looking takes nothing away")
      for (criteria, identifiers) in [
        (["--code", "REQUEST_INVALID"], ["bad-1"]), (["--type", "invoice.generat.v1"], ["bad-2"]),
        (["--source", "invoice-worker-cli"], ["bad-1", "bad-2"]), (["--older-than", "1d"], []),
        (["--source", "crm", "--code", "REQUEST_INVALID"], []),
      ] {
        let list = try Program.run(["dead", "list"] + criteria, environment: environment)
        #expect(list.status == 0, "\(criteria): \(list.errors)")
        for identifier in ["bad-1", "bad-2"] {
          #expect(
            list.output.contains(identifier) == identifiers.contains(identifier),
            "\(criteria): \(list.output)")
        }
        if identifiers.isEmpty { #expect(list.output == "None of the 2 dead letters match.\n") }
      }
    }
  }

  @Test("Dead letters are replayed and discarded as chosen", .timeLimit(.minutes(10)))
  func replayAndDiscard() async throws {
    try await Self.withInstallation { environment in
      func dead(_ words: String...) throws -> Program.Result {
        try Program.run(["dead"] + words, environment: environment)
      }
      func letters() throws -> [[String: Any]] {
        let list = try dead("list", "--json")
        return try #require(
          try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
      }
      func awaitLetters(_ condition: ([[String: Any]]) -> Bool) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(180))
        while !condition(try letters()) {
          guard ContinuousClock.now < deadline else {
            Issue.record("the dead letters are \(try letters())")
            return
          }
        }
      }
      for id in ["bad-1", "bad-2"] {
        let sent = try Program.run(
          "request", "invoice.generate.v1", "--id", id, "--set", "nonsense=1", "--force",
          "--wait",
          environment: environment)
        #expect(sent.status == 4)
      }
      let long = try Program.sampleFile(String(repeating: " ", count: 300_000) + "{}")
      defer { try? FileManager.default.removeItem(at: long) }
      let cut = try Program.run(
        "request", "invoice.generate.v1", "--id", "long", "--file", long.path, "--force", "--wait",
        environment: environment)
      #expect(cut.status == 4 && cut.output.contains("LIMIT_EXCEEDED"), "\(cut)")
      try await awaitLetters { $0.count == 3 }

      // What is not said is asked for, and nobody can answer.
      #expect(try dead("replay", "--yes").status == 64)
      #expect(try dead("replay", "--all", "--code", "X", "--yes").status == 64)
      #expect(try dead("replay", "--older-than", "soon", "--yes").status == 64)
      let silent = try dead("replay", "bad-1")
      #expect(silent.status == 64 && silent.errors.contains("--yes"))
      let preview = try dead("replay", "--code", "REQUEST_INVALID", "--dry-run")
      #expect(preview.status == 0 && preview.output.contains("2 dead letters would be replayed"))
      #expect(try dead("replay", "nobody", "--yes").status == 1)
      #expect(
        try dead("discard", "--older-than", "1d", "--yes").output == "0 dead letters discarded\n")
      #expect(try letters().count == 3)

      // It is rejected again, by a new event, and parked again: behind the others.
      let replayed = try dead("replay", "bad-1", "--rate", "5", "--yes", "--json")
      #expect(replayed.status == 0, "\(replayed.errors)")
      #expect(replayed.output == #"{"replayed":1,"kept":[],"missing":[]}"# + "\n")
      try await awaitLetters {
        $0.count == 3 && $0.last?["requestIdentifier"] as? String == "bad-1"
      }
      let stored = try Program.run(
        "requests", "show", "bad-1", "--json", environment: environment)
      #expect(stored.output.contains(#""replayOf":""#), "\(stored.output)")

      let refused = try dead("replay", "long", "--yes")
      #expect(refused.status == 1 && refused.errors.contains("only the beginning of its body"))
      #expect(refused.output == "0 dead letters replayed\n")
      #expect(try letters().count == 3, "it stays")

      #expect(try dead("discard", "bad-2", "--yes").output == "1 dead letter discarded\n")
      #expect(
        try letters().compactMap { $0["requestIdentifier"] as? String }.sorted() == [
          "bad-1", "long",
        ])
      #expect(try dead("discard", "--all", "--yes").output == "2 dead letters discarded\n")
      #expect(try letters().isEmpty)
    }
  }

  @Test("Looking again and again changes no number", .timeLimit(.minutes(10)))
  func stableNumbers() async throws {
    try await Self.withInstallation(worker: false) { environment in
      let count = 50
      let publisher = try PublishConnection(
        configuration: ConnectionConfiguration(
          url: try AMQPURL(environment["AMQP_URL"] ?? ""), name: "test"))
      let running = Task { await publisher.run() }
      var messages: [OutgoingMessage] = []
      for number in 1...count {
        let time = UTCInstant(microsecondsSince1970: 1_795_000_000_000_000 + Int64(number))
        messages.append(
          try OutgoingMessage(
            exchange: "invoice.dead", routingKey: "invoice.generate", isMandatory: true,
            properties: MessageProperties(
              headers: [
                "fault-code": "X", "fault-queue": "invoice.generate",
                "fault-last-at": .string(time.description),
                "fault-completion-id": .string("E\(number)"),
              ],
              deliveryMode: .persistent, messageId: "r-\(number)"),
            body: Array("body \(number)".utf8)))
      }
      let outcomes = await publisher.publish(messages)
      #expect(outcomes == Array(repeating: .confirmed, count: count))
      await publisher.close()
      await running.value

      for _ in 1...3 {
        let list = try Program.run("dead", "list", "--json", environment: environment)
        let letters = try #require(
          try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
        #expect(
          letters.compactMap { $0["requestIdentifier"] as? String } == (1...count).map { "r-\($0)" }
        )
        #expect(letters.compactMap { $0["number"] as? Int } == Array(1...count))
        let few = try Program.run("dead", "list", "--limit", "2", environment: environment)
        #expect(few.output.contains("r-2") && few.output.contains("2 of \(count) shown."))
        for number in [1, 40] {
          let shown = try Program.run("dead", "show", "\(number)", environment: environment)
          #expect(shown.output.contains("\nbody \(number)\n"), "\(shown)")
        }
      }
      let taken = try Program.run(
        "dead", "discard", "2", "r-4", "--yes", "--json", environment: environment)
      #expect(taken.output == #"{"discarded":2,"kept":[],"missing":[]}"# + "\n")
      let first = try Program.run(
        "dead", "discard", "--code", "X", "--limit", "1", "--yes", environment: environment)
      #expect(first.output == "1 dead letter discarded\n")
      let rest = try Program.run(
        "dead", "list", "--json", "--limit", "3", environment: environment)
      let letters = try #require(
        try JSONSerialization.jsonObject(with: Data(rest.output.utf8)) as? [[String: Any]])
      #expect(letters.compactMap { $0["requestIdentifier"] as? String } == ["r-3", "r-5", "r-6"])
    }
  }
}
