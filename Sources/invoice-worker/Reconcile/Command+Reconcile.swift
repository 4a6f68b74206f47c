import AMQP
import Billing
import CivilTime
import JSON
import Storage
import Worker

extension Command {
  private static let queue = Option(
    "--queue", "NAME", summary: "read this queue, and put everything back")

  static let reconcile = Command(
    CommandDescription(
      ["reconcile"],
      summary: "after a restore: list what was told to consumers and the database does not know",
      details: """
        A database restored from a backup has lost what was committed since, and the broker has no request of it left. \
        What consumers kept tells what is missing: files of events, one a line, as watch --json writes them (- is \
        standard input), or a queue of events that nobody has read. Listed are the requests, for their senders to send \
        again under the same identifiers, and the numbers of invoices that were told and are not stored. Exit status 1 \
        when anything is missing. Stop the workers first: a number that is given again meanwhile looks stored.
        """,
      operands: Operands("[FILE…]", count: 0...1_000), options: [queue, .json],
      examples: ["reconcile completions.ndjson", "reconcile --queue invoice.notifications"])
  ) { invocation throws(CommandFailure) in
    let configuration = try invocation.configuration()
    let names = invocation.arguments.operands
    guard names.isEmpty != (invocation.arguments.value(queue) == nil) else {
      throw .usage("name files of events, or a queue with --queue, and not both")
    }
    let store = try OperatorStore(configuration)
    let now = try store.query { queries throws(StoreError) in try queries.now() }
    var result = Reconciliation(
      retainedSince: now.adding(
        microseconds: -Int64(configuration.retentionDays) * 86_400 * 1_000_000)
    ) { keys, numbers throws(CommandFailure) in
      try store.query { queries throws(StoreError) in
        Reconciliation.Known(
          requests: try queries.known(keys),
          numbers: try queries.known(invoiceNumbers: numbers))
      }
    }
    if let name = invocation.arguments.value(queue) {
      let broker = OperatorBroker(configuration, command: "reconcile")
      for event in try await events(in: name, broker) { try result.add(event) }
    } else {
      for name in names { try read(name, into: &result) }
    }
    try result.finish()
    show(result, invocation)
    return result.isClean ? .success : .fault
  }

  /// The longest event there is, and room.
  private static let longestLine = 16 << 20

  private static func read(
    _ name: String, into result: inout Reconciliation
  ) throws(CommandFailure) {
    var failure: CommandFailure?
    try RecordFile(name).forEachLine(limit: longestLine) { _, _, line in
      guard failure == nil, line.map({ !$0.allSatisfy { $0 == 0x20 || $0 == 0x0D } }) ?? true
      else { return }
      do throws(CommandFailure) {
        try result.add(line.flatMap { ToldEvent(Array($0)) })
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Read without being acknowledged, and given back when the connection ends, however it ends. What they tell is kept,
  /// and no body.
  private static func events(
    in name: String, _ broker: OperatorBroker
  ) async throws(CommandFailure) -> [ToldEvent?] {
    try await broker.withCommands(
      bodyLimit: BodyLimit(bytes: longestLine, keptBytes: longestLine)
    ) { commands throws(CommandFailure) in
      let passive = QueueDeclaration(name: name, isPassive: true)
      let waiting = try await broker.attempt { () throws(AMQPError) in
        try await commands.declare(passive).messageCount
      }
      var events: [ToldEvent?] = []
      var tags: [DeliveryTag] = []
      // As many as there were: those that arrive meanwhile are known to the database.
      for _ in 0..<waiting {
        let delivery = try await broker.attempt { () throws(AMQPError) in
          try await commands.get(name)
        }
        guard let delivery else { break }
        tags.append(delivery.tag)
        events.append(ToldEvent(Array(delivery.body)))
      }
      for tag in tags {
        try await broker.attempt { () throws(AMQPError) in
          try await commands.negativelyAcknowledge(tag, requeue: true)
        }
      }
      // Answered after everything before it: all is back when the next command looks.
      _ = try await broker.attempt { () throws(AMQPError) in try await commands.declare(passive) }
      return events
    }
  }

  private static func show(_ result: Reconciliation, _ invocation: Invocation) {
    if invocation.isJSON {
      return invocation.console.writeJSON { json(of: result, to: &$0) }
    }
    if result.unreadableCount > 0 {
      invocation.console.error(
        "Passed over, as no events: \(RunWords.count(result.unreadableCount, "line")).")
    }
    guard !result.isClean else {
      return invocation.console.write(
        "\(result.eventCount) events: the database knows all that they tell.\n")
    }
    var text = ""
    if !result.requests.isEmpty {
      var table = Table([
        .init("Source"), .init("Identifier"), .init("Type", drop: 2), .init("Outcome", drop: 1),
        .init("Completed", drop: 3),
      ])
      for event in result.requests {
        table.append([
          event.request?.source ?? "", event.request?.identifier ?? "", event.requestType ?? "",
          event.outcome ?? "", event.completedAt ?? "",
        ])
      }
      text += table.text(width: invocation.console.outputWidth)
      text +=
        "Not in the database: \(RunWords.count(result.requests.count, "request")). Have the senders send again.\n"
    }
    if !result.numbers.isEmpty {
      var table = Table([.init("Invoice")])
      for number in result.numbers { table.append([number]) }
      text += (text.isEmpty ? "" : "\n") + table.text(width: invocation.console.outputWidth)
      text +=
        "Told and not stored: \(RunWords.count(result.numbers.count, "invoice number")). Other invoices will get the same.\n"
    }
    invocation.console.write(text)
  }

  private static func json(of result: Reconciliation, to writer: inout JSONWriter) {
    let requests = result.requests.map { event in
      JSONTree.record([
        "source": .string(event.request?.source ?? ""),
        "identifier": .string(event.request?.identifier ?? ""),
        "type": event.requestType.map { .string($0) } ?? .null,
        "outcome": event.outcome.map { .string($0) } ?? .null,
        "completedAt": event.completedAt.map { .string($0) } ?? .null,
      ])
    }
    JSONTree.record([
      "events": .integer(result.eventCount), "unreadable": .integer(result.unreadableCount),
      "forgotten": .integer(result.forgottenCount), "requests": .array(requests),
      "invoiceNumbers": .array(result.numbers.map { .string($0) }),
    ]).write(to: &writer)
  }
}
