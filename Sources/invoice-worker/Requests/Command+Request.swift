import JSON
import Messages
import Worker

extension Command {
  private static let file = Option(
    "--file", "FILE", summary: "the request's data, a JSON object (- = standard input)")
  private static let set = Option(
    "--set", "PATH=VALUE", isRepeatable: true,
    summary: "set one member, by dotted path, to a text; PATH:=VALUE to JSON, as a number")
  private static let identifier = Option(
    "--id", "ID", summary: "the request identifier (default: a random one)")
  private static let source = Option(
    "--source", "SOURCE",
    summary: "the source that the identifier belongs to (default: \(RequestToSend.defaultSource))")
  private static let wait = Option("--wait", summary: "wait for the completion and show it")
  private static let force = Option(
    "--force", summary: "send it even if a worker would refuse its type or its fields")
  private static let timeout = Option(
    "--timeout", "SECONDS",
    summary: "how long --wait waits (default: \(RequestCommand.defaultTimeout))")

  static let request = Command(
    CommandDescription(
      ["request"],
      summary: "publish a request",
      details: """
        Before anything is sent, type and fields are checked as a worker checks them; what it would refuse is not sent, \
        and the exit status is that of its answer. --force sends it anyway, to a newer worker for example.
        The identifier is printed. Sending the same request under the same identifier again has no new effect \
        and is answered with the stored completion. With --wait the exit status is 0 for Succeeded, 2 for \
        PartiallySucceeded, 3 for Failed, 4 for Rejected, and 69 when no answer came in time.
        --set accountId=1001 sends the text "1001", because identifiers are texts; only true, false, null, and JSON that \
        begins with [, { or a quotation mark are sent as JSON. --set periods:=3 sends any JSON.
        """,
      operands: Operands("TYPE"),
      options: [file, set, identifier, source, wait, timeout, force, .json],
      examples: [
        "request invoice.generate.v1 --set accountId=ACC-1001 --set targetDate=2026-12-01 --set invoiceDate=2026-12-01 --set action=Posted --wait",
        "request invoice.preview.v1 --set accountId=ACC-1001 --set periods:=3 --set targetDate=2026-12-01 --set invoiceDate=2026-12-01 --wait",
      ],
      topics: RequestType.allCases.map(\.helpTopic))
  ) { invocation throws(CommandFailure) in
    let arguments = invocation.arguments
    let request = RequestToSend(
      type: arguments.operands[0],
      identifier: arguments.value(identifier) ?? RandomIdentifier.make(prefix: "r-"),
      source: arguments.value(source) ?? RequestToSend.defaultSource,
      body: try RequestCommand.body(file: arguments.value(file), settings: arguments.values(set)))
    try RequestCommand.check(request)
    let seconds = try invocation.number(timeout, in: 1...86_400) ?? RequestCommand.defaultTimeout
    let command = RequestCommand(request: request, invocation: invocation)
    if !arguments.has(force) {
      let isEmpty = !arguments.has(file) && !arguments.has(set)
      if isEmpty, RequestType(rawValue: request.type) != nil { throw .nothingToSend(request.type) }
      if let refusal = RequestCheck.refusal(of: request) { return command.refuse(refusal) }
    }
    return arguments.has(wait)
      ? try await command.sendAndWait(.seconds(seconds)) : try await command.send()
  }
}

extension CommandFailure {
  /// A request without data, which no type allows.
  fileprivate static func nothingToSend(_ type: String) -> CommandFailure {
    CommandFailure(
      status: .rejected,
      sentence:
        "there is nothing to send: give the request's data with --set or --file; invoice-worker request \(type) --help shows the fields and an example"
    )
  }
}
