import AMQP
import SQLite
import TestBroker
import TestWorker
import Testing

@Suite struct LeastPrivilegeTests {
  @Test func `a worker with the permissions of the contract does everything it has to`()
    async throws
  {
    var options = RunningSystem.Options()
    options.workers = 0
    try await RunningSystem.run(options) { system in
      let user = newIdentifier("worker")
      try system.broker.addUser(user, password: user)
      try system.broker.setPermissions(
        user: user, virtualHost: system.url.virtualHost, configure: "^$",
        write: #"^(invoice\.(events|dead|retry\..+)|amq\.default)$"#,
        read: #"^invoice\.(generate|ingest|manage|records|run|unrouted)$"#)
      try system.startWorker(user: user)

      // Consumes, publishes events, replies, parks, puts into a retry queue.
      try await system.store(
        SampleRecords.account("POISON"), SampleRecords.schedule("S", account: "POISON"))
      try await system.commands { try await $0.declare(QueueDeclaration(name: "reply")) }
      try await system.complete(
        SampleRequest("invoice.frobnicate.v1", id: "strange", [:]).with { $0.replyTo = "reply" })
      #expect(try await system.take(from: "reply").data["requestIdentifier"].text == "strange")
      _ = try await system.dead.first("the dead letter") { $0.properties.messageId == "strange" }
      try system.database().execute(
        "CREATE TRIGGER t BEFORE INSERT ON invoice BEGIN SELECT RAISE(ABORT, 'no'); END")
      try await system.recording("invoice.retry.10s") { retries in
        try await system.publish(.generate(id: "poison", ["accountId": "POISON"]))
        _ = try await retries.first("the retried copy") { $0.properties.messageId == "poison" }
      }
    }
  }
}
