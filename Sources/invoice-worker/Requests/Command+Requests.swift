import Billing
import CivilTime
import JSON
import Messages
import Storage

extension Command {
  private static let source = Option(
    "--source", "SOURCE", summary: "only the request of this source")

  static let requestsShow = Command(
    CommandDescription(
      ["requests", "show"],
      summary: "show what became of a request",
      details: """
        An identifier belongs to its source: without --source the requests of every source that used it are shown. \
        With --json the answer is an array with one object for each.
        """,
      operands: Operands("ID"), options: [source, .json],
      examples: ["requests show r-17", "requests show r-17 --source invoice-worker-cli"])
  ) { invocation throws(CommandFailure) in
    let identifier = invocation.arguments.operands[0]
    let wanted = invocation.arguments.value(source)
    let store = try OperatorStore(invocation.configuration())
    let requests = try store.query { queries throws(StoreError) in
      try queries.requests(identifier: identifier)
    }.filter { wanted == nil || $0.key.source == wanted }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for request in requests { writer.request(request) }
        writer.endArray()
      }
    }
    guard !requests.isEmpty else {
      throw .fault(
        "no outcome of a request \(identifier)\(wanted.map { " of source \($0)" } ?? "") is stored: it may still wait in its queue, or was never sent"
      )
    }
    if !invocation.isJSON {
      for request in requests {
        invocation.console.write(try text(of: request, width: invocation.console.outputWidth))
      }
    }
    return .success
  }

  private static func text(
    of request: StoredRequest, width: Int?
  ) throws(CommandFailure) -> String {
    let completion = try CompletionText.read(request.outcome.completionBody)
    var table = Table.ofValues("Request", request.key.identifier)
    table.append(values: [
      "Source": request.key.source,
      "Type": request.type,
      "Requested by": completion.requestedBy.joined(separator: ", "),
      "Received": request.receivedAt.description,
      "Completed": request.outcome.completedAt.description,
      "Attempts": String(request.outcome.attempts),
      "Dead letter": request.outcome.isParked ? "yes" : "no",
    ])
    return table.text(width: width) + "\n" + CompletionText.text(of: completion, width: width)
  }
}

extension JSONWriter {
  /// A request with its outcome and its completion, as `requests show` and its page have it.
  mutating func request(_ request: StoredRequest) {
    beginObject()
    for (name, value) in [
      ("requestIdentifier", request.key.identifier), ("source", request.key.source),
      ("requestType", request.type), ("receivedAt", request.receivedAt.description),
      ("completedAt", request.outcome.completedAt.description),
      ("outcome", request.outcome.outcome.rawValue),
    ] {
      key(name)
      string(value)
    }
    key("attempts")
    integer(request.outcome.attempts)
    key("isParked")
    bool(request.outcome.isParked)
    key("completion")
    fragment(request.outcome.completionBody)
    endObject()
  }
}
