import AMQP
import Messages
import Worker

/// Whether every object of ``Worker/Topology/standard`` is there, as it has to be, and what waits in it.
struct TopologyChecks {
  let broker: OperatorBroker
  /// What an operator has exported; nil where nobody has.
  let definitions: ExportedDefinitions?

  struct Result {
    var checks: [DoctorCheck]
    /// Workers that take requests, as far as the queues tell.
    var workers = 0
  }

  private struct Found {
    var missing: [String] = []
    var different: [String] = []
    var mayNotCompare = false
    /// Messages and consumers by queue.
    var depths: [String: (messages: Int, consumers: Int)] = [:]
  }

  private static let exporting = DoctorCheck.Repair.command(
    "rabbitmqctl export_definitions now.json && invoice-worker doctor --definitions now.json")

  func examine() async -> Result {
    var found = Found()
    do throws(AMQPError) {
      let connection = try await broker.connect()
      try await lookForExchanges(connection, &found)
      try await lookForQueues(connection, &found)
      try await connection.close()
    } catch {
      return Result(checks: [.notChecked(.topology, "objects", "\(error)", .topologyApply)])
    }
    let compared =
      definitions.map { $0.checks(against: .standard) } ?? (arguments(found) + unseen())
    let checks = objects(found) + compared + leaders() + waiting(found.depths)
    return Result(
      checks: checks, workers: found.depths[WorkQueue.generate.name]?.consumers ?? 0)
  }

  private func lookForExchanges(
    _ connection: CommandConnection, _ found: inout Found
  ) async throws(AMQPError) {
    for exchange in Topology.standard.exchanges {
      var declaration = ExchangeDeclaration(exchange)
      declaration.isPassive = true
      do throws(AMQPError) {
        try await connection.declare(declaration)
      } catch .channelClosed(let reply) where reply.code == BrokerReply.notFound {
        found.missing.append("exchange \(exchange.name)")
        continue
      }
      try await compare("exchange \(exchange.name)", &found) { () throws(AMQPError) in
        try await connection.declare(ExchangeDeclaration(exchange))
      }
    }
  }

  private func lookForQueues(
    _ connection: CommandConnection, _ found: inout Found
  ) async throws(AMQPError) {
    for queue in Topology.standard.queues {
      var declaration = QueueDeclaration(queue)
      declaration.isPassive = true
      do throws(AMQPError) {
        let counts = try await connection.declare(declaration)
        found.depths[queue.name] = (Int(counts.messageCount), Int(counts.consumerCount))
      } catch .channelClosed(let reply) where reply.code == BrokerReply.notFound {
        found.missing.append("queue \(queue.name)")
        continue
      }
      try await compare("queue \(queue.name)", &found) { () throws(AMQPError) in
        try await connection.declare(QueueDeclaration(queue))
      }
    }
  }

  /// Declaring what is there changes nothing: the broker compares, and refuses what differs.
  private func compare(
    _ name: String, _ found: inout Found, _ declare: () async throws(AMQPError) -> Void
  ) async throws(AMQPError) {
    guard !found.mayNotCompare else { return }
    do throws(AMQPError) {
      try await declare()
    } catch .channelClosed(let reply) {
      switch reply.code {
      case BrokerReply.preconditionFailed:
        found.different.append("\(name): \(Self.difference(reply))")
      case BrokerReply.accessRefused: found.mayNotCompare = true
      default: throw .channelClosed(reply)
      }
    }
  }

  /// The broker says "inequivalent arg 'x' for queue 'q' in vhost '/': received … but current is …": what it received is
  /// what there should be.
  private static func difference(_ reply: BrokerReply) -> String {
    guard let words = reply.text.firstRange(of: "inequivalent arg "),
      let colon = reply.text[words.upperBound...].firstRange(of: ": received ")
    else { return "\(reply)" }
    let argument = reply.text[words.upperBound...].prefix { $0 != " " }
    let values = reply.text[colon.upperBound...]
      .replacing(" but current is ", with: ", and it is ")
    return "\(argument) should be \(values)"
  }

  private func objects(_ found: Found) -> [DoctorCheck] {
    let topology = Topology.standard
    let count = topology.exchanges.count + topology.queues.count
    guard !found.missing.isEmpty else {
      return [.fine(.topology, "objects", "all \(count) exchanges and queues are there")]
    }
    return found.missing.map { .failed(.topology, $0, "is missing", .topologyApply) }
  }

  private func arguments(_ found: Found) -> [DoctorCheck] {
    if found.mayNotCompare {
      return [
        .notChecked(.topology, "arguments", "this user may not declare", Self.exporting)
      ]
    }
    guard !found.different.isEmpty else {
      return [.fine(.topology, "arguments", "as they have to be")]
    }
    return found.different.map {
      .failed(
        .topology, "arguments", $0,
        .advice("delete it when it is empty, then run invoice-worker topology apply"))
    }
  }

  /// AMQP has no question for these.
  private func unseen() -> [DoctorCheck] {
    [
      .notChecked(.topology, "bindings", "AMQP cannot ask for them", Self.exporting),
      .notChecked(.topology, "policies", "AMQP cannot ask for them", Self.exporting),
    ]
  }

  /// Nor for this, and no file says it.
  private func leaders() -> [DoctorCheck] {
    [
      .notChecked(
        .topology, "leaders", "only a node of the cluster knows where they are",
        .command("rabbitmq-queues rebalance quorum # where they are not spread"))
    ]
  }

  private func waiting(_ depths: [String: (messages: Int, consumers: Int)]) -> [DoctorCheck] {
    var checks: [DoctorCheck] = []
    for work in WorkQueue.allCases {
      guard let depth = depths[work.name] else { continue }
      if depth.consumers > 0 {
        checks.append(
          .fine(
            .topology, work.name,
            "\(depth.messages) waiting, \(RunWords.count(depth.consumers, "consumer"))"))
      } else if depth.messages > 0 {
        checks.append(
          .failed(
            .topology, work.name, "\(depth.messages) waiting, and nobody takes them",
            .command("invoice-worker run --queues \(work.shortName)")))
      } else {
        checks.append(
          .notice(
            .topology, work.name, "nothing waits, and no worker runs",
            .command("invoice-worker run")))
      }
    }
    if let dead = depths[QueueName.dead]?.messages {
      checks.append(
        dead == 0
          ? .fine(.topology, QueueName.dead, "no dead letters")
          : .notice(
            .topology, QueueName.dead, "\(dead) dead letters",
            .command("invoice-worker dead list")))
    }
    let retries = RetryQueue.allCases.reduce(0) { $0 + (depths[$1.rawValue]?.messages ?? 0) }
    checks.append(.fine(.topology, "retries", "\(retries) waiting to be tried again"))
    return checks
  }
}
