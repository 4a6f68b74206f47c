import JSON
import AMQP
import Worker

extension Command {
  private static let limit = Option("--limit", "COUNT", summary: "at most so many (default: 100)")

  static let deadList = Command(
    CommandDescription(
      ["dead", "list"],
      summary: "list dead letters, the oldest first",
      details: "Nothing is taken out: every message goes back to its place.",
      options: [limit, .json],
      examples: ["dead list"])
  ) { invocation throws(CommandFailure) in
    let broker = OperatorBroker(try invocation.configuration(), command: "dead")
    let count = try invocation.number(limit, in: 1...100_000) ?? 100
    var letters: [DeadLetter] = []
    let total = try await DeadLetterBrowser(broker: broker, bodyLimit: BodyLimit(bytes: 0)).browse(
      upTo: count
    ) {
      letters.append($0)
      return true
    }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for letter in letters { letter.write(to: &writer, withBody: false) }
        writer.endArray()
      }
    } else if letters.isEmpty {
      invocation.console.write("No dead letters.\n")
    } else {
      let more = total > letters.count ? "\(letters.count) of \(total) shown.\n" : ""
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
        "Nothing is taken out. A number that is also an identifier means the place in the list.",
      operands: Operands("NUMBER|ID"), options: [.json],
      examples: ["dead show 1", "dead show r-17"])
  ) { invocation throws(CommandFailure) in
    let broker = OperatorBroker(try invocation.configuration(), command: "dead")
    let wanted = invocation.arguments.operands[0]
    var found: DeadLetter?
    _ = try await DeadLetterBrowser(broker: broker, bodyLimit: BodyLimit(bytes: 16 << 20)).browse(
      upTo: Int.max
    ) { letter in
      guard String(letter.number) == wanted || letter.identifier == wanted else { return true }
      found = letter
      return false
    }
    guard let found else {
      throw .fault(
        "there is no dead letter \(wanted); invoice-worker dead list shows what there is")
    }
    if invocation.isJSON {
      invocation.console.writeJSON { found.write(to: &$0, withBody: true) }
    } else {
      invocation.console.write(text(of: found))
    }
    return .success
  }

  private static func text(of letter: DeadLetter) -> String {
    var table = Table([.init("Dead letter"), .init(String(letter.number))])
    for (name, value) in [
      ("Request", letter.identifier), ("Source", letter.source), ("Type", letter.type),
      ("Content type", letter.delivery.properties.contentType ?? ""),
      ("Correlation", letter.delivery.properties.correlationID ?? ""),
    ] where !value.isEmpty {
      table.append([name, value])
    }
    for entry in letter.delivery.properties.headers?.entries ?? [] {
      table.append([entry.name, DeadLetter.text(entry.value)])
    }
    let size = letter.delivery.bodySize
    let body = String(decoding: letter.delivery.body, as: UTF8.self)
    let shown = body.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableText.escaping(String($0), limit: .max) }.joined(separator: "\n")
    return "\(table.text)\nBody, \(size) bytes:\n\(shown)\n"
  }
}
