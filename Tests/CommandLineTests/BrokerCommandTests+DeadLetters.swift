import AMQP
import CivilTime
import Foundation
import TestBroker
import TestSupport
import Testing
import Worker

@testable import invoice_worker

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

      // Recorded in the transaction of the outcome; in the queue a moment later.
      let list = try Program.run("dead", "list", environment: environment)
      #expect(list.status == 0)
      #expect(list.output.contains("bad-1") && list.output.contains("bad-2"))
      #expect(list.output.contains("REQUEST_INVALID"))
      #expect(list.output.contains("REQUEST_TYPE_UNKNOWN"))
      for name in ["bad-1", "1"] {
        let shown = try Program.run("dead", "show", name, environment: environment)
        #expect(shown.status == 0 && shown.output.contains("fault-code"), "\(shown.errors)")
      }
      let none = try Program.run("dead", "show", "none", environment: environment)
      #expect(none.status == 1 && none.errors.contains("--in-queue"), "\(none)")
      let after = try Program.run("dead", "list", "--json", environment: environment)
      let letters = try #require(
        try JSONSerialization.jsonObject(with: Data(after.output.utf8)) as? [[String: Any]])
      #expect(letters.count == 2, "looking takes nothing away")
      // No look so far has touched the queue; this one does, and sees the same.
      try await eventually("both are in the queue") {
        let counts = try await Self.commands(environment) {
          try await $0.declare(QueueDeclaration(name: "invoice.dead", isPassive: true))
        }
        return counts.messageCount == 2
      }
      let first = try await Self.commands(environment) { commands in
        try await commands.get("invoice.dead")
      }
      #expect(first?.isRedelivered == false)
      let looked = try Program.run(
        "dead", "list", "--in-queue", "--json", environment: environment)
      #expect(looked.output == after.output, "the same letters, with the same numbers")
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
      // Recorded, and in the queue as well.
      func awaitLetters(_ condition: ([[String: Any]]) -> Bool) async throws {
        try await eventually("the dead letters are as expected") {
          let recorded = try dead("list", "--json").output
          return try dead("list", "--in-queue", "--json").output == recorded
            && condition(try letters())
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
      // No list is longer: a higher limit would be another one than was given.
      for kind in ["replay", "discard"] {
        let tooMany = try dead(kind, "--all", "--limit", "20001", "--yes")
        #expect(tooMany.status == 64 && tooMany.errors.contains("20000"), "\(tooMany)")
      }
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
      #expect(replayed.output == #"{"replayed":1,"gone":0,"kept":[],"missing":[]}"# + "\n")
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

  @Test(
    "What somebody has taken out of the queue is not replayed, and is discarded from the list",
    .timeLimit(.minutes(10)))
  func purged() async throws {
    try await Self.withInstallation { environment in
      func dead(_ words: String...) throws -> Program.Result {
        try Program.run(["dead"] + words, environment: environment)
      }
      func park(_ ids: String...) async throws {
        for id in ids {
          let sent = try Program.run(
            "request", "invoice.generate.v1", "--id", id, "--set", "nonsense=1", "--force",
            "--wait", environment: environment)
          #expect(sent.status == 4)
        }
        try await eventually("they are in the queue") {
          let counts = try await Self.commands(environment) {
            try await $0.declare(QueueDeclaration(name: "invoice.dead", isPassive: true))
          }
          return counts.messageCount == ids.count
        }
      }
      try await park("bad-1", "bad-2", "bad-3")
      try await Self.commands(environment) { commands in
        while let delivery = try await commands.get("invoice.dead") {
          try await commands.acknowledge(delivery.tag)
        }
      }
      var replayed = try dead("replay", "bad-1", "--yes")
      // Until the broker's confirm is stored it may still be on its way.
      try await eventually("it is missed") {
        replayed = try dead("replay", "bad-1", "--yes")
        return replayed.errors.contains("not in the queue")
      }
      #expect(replayed.status == 1 && replayed.output == "0 dead letters replayed\n", "\(replayed)")
      #expect(try dead("list").output.contains("bad-1"), "its record stays")
      let discarded = try dead("discard", "bad-1", "--yes")
      #expect(discarded.status == 0 && discarded.output == "0 dead letters discarded\n")
      #expect(discarded.errors.contains("1 dead letter was no longer in the queue"))
      let list = try dead("list").output
      #expect(!list.contains("bad-1") && list.contains("bad-2") && list.contains("bad-3"))
      try await eventually("all are off the list") {
        let rest = try dead("discard", "--all", "--yes", "--json")
        return try rest.output.hasPrefix(#"{"discarded":0,"gone":"#)
          && dead("list").output == "No dead letters.\n"
      }
    }
  }

  @Test(
    "What ends the work before its end takes no report of what was done", .timeLimit(.minutes(10)))
  func endedEarly() async throws {
    try await Self.withInstallation(worker: false) { environment in
      try await Self.publish(1...3, environment)
      let configuration = try Configuration(reading: { environment[$0] }, facts: .current())
      let broker = OperatorBroker(configuration, command: "test")
      let report = try await DeadLetterRun(broker: broker, limit: .max).run(where: { _ in true }) {
        _ throws(CommandFailure) in
        // Somebody takes the whole queue away meanwhile: there is no next one to ask for.
        try await broker.withCommands { commands throws(CommandFailure) in
          try await broker.attempt { () throws(AMQPError) in
            try await commands.deleteQueue("invoice.dead")
          }
        }
        return nil
      }
      #expect(report.done == 1 && report.failure != nil && !report.hasSeenAll, "\(report)")
    }
  }

  private static func commands<Value: Sendable>(
    _ environment: [String: String],
    _ body: (CommandConnection) async throws -> Value
  ) async throws -> Value {
    let commands = try CommandConnection(
      configuration: ConnectionConfiguration(
        url: try AMQPURL(environment["AMQP_URL"] ?? ""), name: "test"))
    try await commands.connect()
    let value = try await body(commands)
    // What was fetched and not acknowledged goes back.
    try await commands.close()
    return value
  }

  /// Dead letters that no worker has recorded.
  private static func publish(
    _ numbers: ClosedRange<Int>, _ environment: [String: String]
  ) async throws {
    let publisher = try PublishConnection(
      configuration: ConnectionConfiguration(
        url: try AMQPURL(environment["AMQP_URL"] ?? ""), name: "test"))
    let running = Task { await publisher.run() }
    let messages = try numbers.map { number in
      let time = UTCInstant(microsecondsSince1970: 1_795_000_000_000_000 + Int64(number))
      return try OutgoingMessage(
        exchange: "invoice.dead", routingKey: "invoice.generate", isMandatory: true,
        properties: MessageProperties(
          headers: [
            "fault-code": "X", "fault-queue": "invoice.generate",
            "fault-last-at": .string(time.description),
            "fault-completion-id": .string("E\(number)"),
          ],
          deliveryMode: .persistent, messageId: "r-\(number)"),
        body: Array("body \(number)".utf8))
    }
    let outcomes = await publisher.publish(messages)
    #expect(outcomes == Array(repeating: .confirmed, count: messages.count))
    await publisher.close()
    await running.value
  }

  @Test("Looking again and again changes no number", .timeLimit(.minutes(10)))
  func stableNumbers() async throws {
    try await Self.withInstallation(worker: false) { environment in
      let count = 50
      try await Self.publish(1...count, environment)

      // Nobody has recorded them.
      let recorded = try Program.run("dead", "list", environment: environment)
      #expect(recorded.output == "No dead letters.\n")
      #expect(
        recorded.errors.contains(
          "The queue holds \(count) dead letters, \(count) more than are recorded"), "\(recorded)")
      #expect(
        try Program.run("dead", "discard", "r-4", "--yes", environment: environment).status == 1)
      for _ in 1...3 {
        let list = try Program.run("dead", "list", "--in-queue", "--json", environment: environment)
        let letters = try #require(
          try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
        #expect(
          letters.compactMap { $0["requestIdentifier"] as? String } == (1...count).map { "r-\($0)" }
        )
        #expect(letters.compactMap { $0["number"] as? Int } == Array(1...count))
        let few = try Program.run(
          "dead", "list", "--in-queue", "--limit", "2", environment: environment)
        #expect(few.output.contains("r-2") && few.output.contains("2 of \(count) shown."))
        for number in [1, 40] {
          let shown = try Program.run(
            "dead", "show", "\(number)", "--in-queue", environment: environment)
          #expect(shown.output.contains("\nbody \(number)\n"), "\(shown)")
        }
      }
      let taken = try Program.run(
        "dead", "discard", "2", "r-4", "--in-queue", "--yes", "--json", environment: environment)
      #expect(taken.output == #"{"discarded":2,"gone":0,"kept":[],"missing":[]}"# + "\n")
      let first = try Program.run(
        "dead", "discard", "--code", "X", "--limit", "1", "--in-queue", "--yes",
        environment: environment)
      #expect(first.output == "1 dead letter discarded\n")
      let rest = try Program.run(
        "dead", "list", "--in-queue", "--json", "--limit", "3", environment: environment)
      let letters = try #require(
        try JSONSerialization.jsonObject(with: Data(rest.output.utf8)) as? [[String: Any]])
      #expect(letters.compactMap { $0["requestIdentifier"] as? String } == ["r-3", "r-5", "r-6"])
    }
  }
}
