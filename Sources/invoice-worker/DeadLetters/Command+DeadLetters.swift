import JSON
import AMQP
import Worker

extension Command {
  private static let limit = Option("--limit", "COUNT", summary: "at most this many (default: 100)")

  static let deadList = Command(
    CommandDescription(
      ["dead", "list"],
      summary: "list dead letters, the oldest first",
      details: """
        Nothing is removed, but each look counts as a delivery: the broker has no other way to show a message, so \
        x-delivery-count grows by one with every dead list, show, replay and discard. It says nothing about the request. \
        The broker may also change the order of its queue; the list is ordered by the time each letter became dead, and \
        its numbers, which criteria do not change, stay until a letter leaves. Of more than \(DeadLetterListing.most) \
        the oldest are listed.
        """,
      options: DeadLetterSelection.options + [limit, .json],
      examples: ["dead list", "dead list --code INTERNAL_ERROR"])
  ) { invocation throws(CommandFailure) in
    let broker = OperatorBroker(try invocation.configuration(), command: "dead")
    let count = try invocation.number(limit, in: 1...DeadLetterListing.most) ?? 100
    let selection = try DeadLetterSelection(invocation.arguments)
    let listing = try await DeadLetterBrowser(broker: broker).list()
    let chosen = listing.letters.filter(selection.takes)
    let letters = Array(chosen.prefix(count))
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for letter in letters { letter.write(to: &writer, withBody: false) }
        writer.endArray()
      }
    } else if letters.isEmpty {
      invocation.console.write(
        listing.total == 0
          ? "No dead letters.\n" : "None of the \(DeadLetterReport.count(listing.total)) match.\n")
    } else {
      invocation.console.write(Table.deadLetters(letters))
      // Beyond the list there may be more that match.
      let total = selection.isEverything ? listing.total : chosen.count
      if total > letters.count { invocation.console.write("\(letters.count) of \(total) shown.\n") }
    }
    return .success
  }

  static let deadShow = Command(
    CommandDescription(
      ["dead", "show"],
      summary:
        "show one dead letter with headers and body, by its number in the list or its identifier",
      details:
        "Nothing is removed; each look counts as a delivery (x-delivery-count). A number that is also an identifier means the position in the list.",
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
      throw .fault("the dead letter \(wanted) was removed in the meantime")
    }
    if invocation.isJSON {
      invocation.console.writeJSON { found.write(to: &$0, withBody: true) }
    } else {
      invocation.console.write(text(of: found, width: invocation.console.outputWidth))
    }
    return .success
  }

  private static func text(of letter: DeadLetter, width: Int?) -> String {
    var table = Table.ofValues("Dead letter", letter.number.map { String($0) } ?? "")
    table.append(values: [
      "Request": letter.identifier,
      "Source": letter.source,
      "Type": letter.type,
      "Content type": letter.delivery.properties.contentType,
      "Content encoding": letter.delivery.properties.contentEncoding,
      "Correlation": letter.delivery.properties.correlationId,
      "What happened": letter.isOfWorker ? "" : letter.message,
    ])
    for entry in letter.delivery.properties.headers?.entries ?? [] {
      // What the sender wrote is shown as such, whatever it is called.
      table.append([
        letter.isOfSender(entry) ? "Sender's header \(entry.name)" : entry.name,
        DeadLetter.text(entry.value),
      ])
    }
    let size = letter.delivery.bodySize
    let body = String(decoding: letter.delivery.body, as: UTF8.self)
    let shown = body.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableText.escaping(String($0), limit: .max) }.joined(separator: "\n")
    return "\(table.text(width: width))\nBody, \(size) bytes:\n\(shown)\n"
  }
}
