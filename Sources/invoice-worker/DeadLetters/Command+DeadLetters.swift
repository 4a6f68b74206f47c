import AMQP
import JSON
import Web
import Worker

extension Command {
  private static let limit = Option("--limit", "COUNT", summary: "at most this many (default: 100)")

  static let deadList = Command(
    CommandDescription(
      ["dead", "list"],
      summary: "list dead letters, the oldest first",
      details: """
        Read from the database, where workers record what they park: no message of the queue is touched. Numbers, which criteria do not \
        change, stay until a letter leaves; beyond the oldest \(DeadLetterListing.most) there are none. A record goes when its \
        letter is replayed or discarded, after the days that requests are kept, and of more than 100,000 the oldest go. The \
        queue keeps its messages, and holds what the broker itself moved there as well: a sentence says when it holds more \
        than is recorded, and --in-queue lists the queue. Such a look removes nothing, but counts as a delivery: \
        x-delivery-count of every message grows by one with every look, replay and discard. It says nothing about the request.
        """,
      options: DeadLetterSelection.options + [limit, .inQueue, .json],
      examples: ["dead list", "dead list --code INTERNAL_ERROR"])
  ) { invocation throws(CommandFailure) in
    let configuration = try invocation.configuration()
    let broker = OperatorBroker(configuration, command: "dead")
    let count = try invocation.number(limit, in: 1...DeadLetterListing.most) ?? 100
    let selection = try DeadLetterSelection(invocation.arguments)
    guard !invocation.arguments.has(.inQueue) else {
      let listing = try await DeadLetterBrowser(broker: broker).list()
      let chosen = listing.letters.filter(selection.takes)
      // Beyond the list there may be more that match.
      let total = selection.isEverything ? listing.total : chosen.count
      list(
        Array(chosen.prefix(count)), of: "\(total)", all: "\(listing.total)", invocation)
      return .success
    }
    let rows = DeadLetterRows(try OperatorStore(configuration))
    let letters = try await rows.letters(selection, limit: count)
    let total = try await rows.count(selection, upTo: CappedCount.most)
    let all = try await rows.count(DeadLetterSelection(), upTo: CappedCount.most)
    list(letters, of: CappedCount.text(total), all: CappedCount.text(all), invocation)
    await DeadLetterDepth.tellOfMore(than: rows, broker, invocation.console)
    return .success
  }

  /// `total`: how many match. `all`: how many there are.
  private static func list(
    _ letters: [DeadLetter], of total: String, all: String, _ invocation: Invocation
  ) {
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for letter in letters { letter.write(to: &writer, withBody: false) }
        writer.endArray()
      }
    } else if letters.isEmpty {
      invocation.console.write(
        all == "0" ? "No dead letters.\n" : "None of the \(all) dead letters match.\n")
    } else {
      invocation.console.write(Table.deadLetters(letters))
      if total != "\(letters.count)" {
        invocation.console.write("\(letters.count) of \(total) shown.\n")
      }
    }
  }

  static let deadShow = Command(
    CommandDescription(
      ["dead", "show"],
      summary:
        "show one dead letter with headers and body, by its number in the list or its identifier",
      details: """
        Read from the database, which has the first 64 KiB of a body. With --in-queue the queue is looked at, numbers are those of \
        dead list --in-queue, and the look counts as a delivery (x-delivery-count). A number that is also an identifier means the position \
        in the list.
        """,
      operands: Operands("NUMBER|ID"), options: [.inQueue, .json],
      examples: ["dead show 1", "dead show r-17"])
  ) { invocation throws(CommandFailure) in
    let found =
      try await invocation.arguments.has(.inQueue) ? letterInQueue(invocation) : letter(invocation)
    if invocation.isJSON {
      invocation.console.writeJSON { found.write(to: &$0, withBody: true) }
    } else {
      invocation.console.write(text(of: found, width: invocation.console.outputWidth))
    }
    return .success
  }

  private static func letter(
    _ invocation: Invocation
  ) async throws(CommandFailure) -> DeadLetter {
    let rows = DeadLetterRows(try OperatorStore(try invocation.configuration()))
    let wanted = invocation.arguments.operands[0]
    let found = try await rows.letters(DeadLetterSelection(names: [wanted]), limit: 1_000)
    guard let named = found.first(named: wanted) else {
      throw .fault(DeadLetter.absence(of: wanted))
    }
    guard let letter = try await rows.whole(named) else {
      throw .fault("the dead letter \(wanted) was removed in the meantime")
    }
    return letter
  }

  private static func letterInQueue(
    _ invocation: Invocation
  ) async throws(CommandFailure) -> DeadLetter {
    let broker = OperatorBroker(try invocation.configuration(), command: "dead")
    let wanted = invocation.arguments.operands[0]
    let browser = DeadLetterBrowser(broker: broker)
    let listing = try await browser.list()
    guard let named = listing.letters.first(named: wanted) else {
      throw .fault(listing.absence(of: wanted))
    }
    guard let found = try await browser.whole(named) else {
      throw .fault("the dead letter \(wanted) was removed in the meantime")
    }
    return found
  }

  private static func text(of letter: DeadLetter, width: Int?) -> String {
    var table = Table.ofValues("Dead letter", letter.number.map { String($0) } ?? "")
    table.append(values: [
      "Request": letter.identifier,
      "Source": letter.source,
      "Type": letter.type,
      "Content type": letter.properties.contentType,
      "Content encoding": letter.properties.contentEncoding,
      "Correlation": letter.properties.correlationId,
      "What happened": letter.isOfWorker ? "" : letter.message,
    ])
    for entry in letter.properties.headers?.entries ?? [] {
      // What the sender wrote is shown as such, whatever it is called.
      table.append([
        letter.isOfSender(entry) ? "Sender's header \(entry.name)" : entry.name,
        DeadLetter.text(entry.value),
      ])
    }
    let body = String(decoding: letter.body, as: UTF8.self)
    let shown = body.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableText.escaping(String($0), limit: .max) }.joined(separator: "\n")
    let part =
      letter.isExcerpt ? ", the first \(letter.body.count) of them (--in-queue shows all)" : ""
    return "\(table.text(width: width))\nBody, \(letter.bodySize) bytes\(part):\n\(shown)\n"
  }
}

extension [DeadLetter] {
  /// The one that a word of a command line means: its number before an identifier.
  fileprivate func first(named wanted: String) -> DeadLetter? {
    first { $0.number.map { String($0) } == wanted } ?? first { $0.identifier == wanted }
  }
}
