import AMQP
import Worker

/// What a worker publishes for one request, as the broker sees it, so that another program can publish the same.
struct PublishedEvents {
  struct Event {
    let routingKey: String
    /// Bytes of its body.
    let size: Int
  }

  let contentType: String
  let appId: String
  let events: [Event]

  /// Those of one request of so many lines for the account of that number: a worker makes them, and they are read from the queues.
  static func sample(
    on bench: Bench, lines: Int, account number: Int
  ) async throws -> PublishedEvents {
    let identifier = "generate-\(number)"
    try await SingleWorker.run(on: bench, .sqlite, named: "events") { system in
      let workload = Workload(accounts: 1, linesPerRequest: lines, first: number)
      try await system.prepare(workload)
      let answer = try await system.measure(
        "invoice.generate.v1", identifier: identifier, body: workload.generation(number))
      guard answer.isSuccess else {
        throw ChildProcess.Failure(description: "the request was refused")
      }
    }
    // The worker has ended, so that the broker has confirmed everything.
    let connection = try CommandConnection(configuration: bench.configuration("events"))
    try await connection.connect()
    var taken: [Delivery] = []
    for queue in [QueueName.changes, QueueName.notifications] {
      taken.append(try await event(about: identifier, in: queue, over: connection))
    }
    try await connection.close()
    return PublishedEvents(
      contentType: taken[0].properties.contentType ?? "", appId: taken[0].properties.appId ?? "",
      events: taken.map { Event(routingKey: $0.routingKey, size: $0.body.count) })
  }

  /// Those before it, about the records, are passed over.
  private static func event(
    about identifier: String, in queue: String, over connection: CommandConnection
  ) async throws -> Delivery {
    while let delivery = try await connection.get(queue) {
      try await connection.acknowledge(delivery.tag)
      if delivery.properties.correlationId == identifier { return delivery }
    }
    throw ChildProcess.Failure(description: "\(queue) has no event about \(identifier)")
  }
}
