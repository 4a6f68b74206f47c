import JSON
import AMQP
import Worker

extension Command {
  private static let limit = Option("--limit", "COUNT", summary: "at most so many (default: 100)")

  static let deadList = Command(
    CommandDescription(
      ["dead", "list"],
      summary: "list dead letters in the order they were parked",
      details: """
        Nothing is taken out, but each look counts a delivery: the broker knows no other way to show a message, so \
        x-delivery-count grows by one with every dead list, show, replay and discard. It means nothing of the request. \
        The broker may also change the order of its queue; the list goes by the time of parking instead, and numbers \
        stay until a letter leaves. Of more than \(DeadLetterListing.most) the oldest are listed.
        """,
      options: [limit, .json],
      examples: ["dead list"])
  ) { invocation throws(CommandFailure) in
    let broker = OperatorBroker(try invocation.configuration(), command: "dead")
    let count = try invocation.number(limit, in: 1...DeadLetterListing.most) ?? 100
    let listing = try await DeadLetterBrowser(broker: broker).list()
    let letters = Array(listing.letters.prefix(count))
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for letter in letters { letter.write(to: &writer, withBody: false) }
        writer.endArray()
      }
    } else if letters.isEmpty {
      invocation.console.write("No dead letters.\n")
    } else {
      let more =
        listing.total > letters.count
        ? "\(letters.count) of \(listing.total) shown.\n" : ""
      invocation.console.write(Table.deadLetters(letters).text + more)
    }
    return .success
  }

  static let deadShow = Command(
    CommandDescription(
      ["dead", "show"],
      summary:
        "show one dead letter with headers and body, by its number in the list or its identifier",
      details:
        "Nothing is taken out; each look counts a delivery (x-delivery-count). A number that is also an identifier means the place in the list.",
      operands: Operands("NUMBER|ID"), options: [.json],
      examples: ["dead show 1", "dead show r-17"])
  ) { invocation throws(CommandFailure) in
    let broker = OperatorBroker(try invocation.configuration(), command: "dead")
    let wanted = invocation.arguments.operands[0]
    let browser = DeadLetterBrowser(broker: broker)
    let listing = try await browser.list()
    let letters = listing.letters
    let named =
      letters.first { $0.number.map { String($0) } == wanted }
      ?? letters.first { $0.identifier == wanted }
    guard let named else { throw .fault(listing.absence(of: wanted)) }
    guard let found = try await browser.whole(named) else {
      throw .fault("the dead letter \(wanted) has just been taken out by somebody else")
    }
    if invocation.isJSON {
      invocation.console.writeJSON { found.write(to: &$0, withBody: true) }
    } else {
      invocation.console.write(text(of: found))
    }
    return .success
  }

  private static func text(of letter: DeadLetter) -> String {
    var table = Table.ofValues("Dead letter", letter.number.map { String($0) } ?? "")
    for (name, value) in [
      ("Request", letter.identifier), ("Source", letter.source), ("Type", letter.type),
      ("Content type", letter.delivery.properties.contentType ?? ""),
      ("Content encoding", letter.delivery.properties.contentEncoding ?? ""),
      ("Correlation", letter.delivery.properties.correlationID ?? ""),
      ("What happened", letter.isOfWorker ? "" : letter.message),
    ] where !value.isEmpty {
      table.append([name, value])
    }
    for entry in letter.delivery.properties.headers?.entries ?? [] {
      // What the sender wrote is shown as that, whatever it is called.
      table.append([
        letter.isOfSender(entry) ? "Sender's header \(entry.name)" : entry.name,
        DeadLetter.text(entry.value),
      ])
    }
    let size = letter.delivery.bodySize
    let body = String(decoding: letter.delivery.body, as: UTF8.self)
    let shown = body.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableText.escaping(String($0), limit: .max) }.joined(separator: "\n")
    return "\(table.text)\nBody, \(size) bytes:\n\(shown)\n"
  }
}
