import AMQP
import Billing
import JSON
import Messages
import Worker

/// Publishes one request, and shows its completion when that is waited for.
struct RequestCommand {
  static let defaultTimeout = 60

  let request: RequestToSend
  let invocation: Invocation

  func send() async throws(CommandFailure) -> ExitStatus {
    let broker = OperatorBroker(try invocation.configuration(), command: "request")
    try await RequestSender.with(broker) { sender throws(CommandFailure) in
      try await sender.send(request)
    }
    noteUnknownType()
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        writer.key("requestIdentifier")
        writer.string(request.identifier)
        writer.key("source")
        writer.string(request.source)
        writer.endObject()
      }
    } else {
      invocation.console.write("\(request.identifier)\n")
    }
    return .success
  }

  func sendAndWait(_ limit: Duration) async throws(CommandFailure) -> ExitStatus {
    let broker = OperatorBroker(try invocation.configuration(), command: "request")
    return try await EventReceiver.with(broker) { receiver throws(CommandFailure) in
      let sender = try await RequestSender.with(broker) { sender throws(CommandFailure) in
        try await sender.send(request, replyTo: receiver.queue)
        return sender
      }
      noteUnknownType()
      if !invocation.isJSON { invocation.console.write("\(request.identifier)\n") }
      invocation.console.noteWaiting("waiting for the completion …")
      let clock = ContinuousClock()
      let end = clock.now.advanced(by: limit)
      var isNoted = false
      while clock.now < end {
        for delivery in await receiver.next(within: end - clock.now)
        where delivery.properties.correlationId == request.identifier {
          guard let completion = CompletionText.completion(in: delivery.body),
            sender.isAnswer(completion, to: request)
          else {
            if !isNoted {
              invocation.console.error(
                "note: a message that is not the answer to this request arrived in its reply queue and was ignored"
              )
            }
            isNoted = true
            continue
          }
          return show(completion, delivery.body)
        }
      }
      throw .unavailable(
        "no completion of \(request.identifier) came within \(limit.components.seconds) s; the request stays in its queue: check that a worker runs, and look with invoice-worker requests show \(request.identifier)"
      )
    }
  }

  private func show(_ completion: CompletionView, _ body: [UInt8]) -> ExitStatus {
    if invocation.isJSON {
      invocation.console.write(body + [UInt8(ascii: "\n")])
    } else {
      invocation.console.write(
        CompletionText.text(of: completion, width: invocation.console.outputWidth))
    }
    return CompletionText.exitStatus(of: completion.outcome)
  }

  /// Says what a worker would answer to a request that was not sent, and with which exit status `--wait` would end.
  func refuse(_ refusal: Refusal) -> ExitStatus {
    let console = invocation.console
    if invocation.isJSON {
      console.writeJSON { writer in
        writer.beginObject()
        writer.key("requestIdentifier")
        writer.string(request.identifier)
        writer.key("source")
        writer.string(request.source)
        writer.key("isSent")
        writer.bool(false)
        writer.key("outcome")
        writer.string(refusal.outcome.rawValue)
        writer.faults("errors", refusal.faults)
        writer.endObject()
      }
    } else {
      console.error(
        "invoice-worker: the request was not sent: a worker would answer \(refusal.outcome.rawValue); --force sends it anyway"
      )
      let width = console.isErrorATerminal ? console.errorWidth : nil
      console.error(CompletionText.text(of: refusal.faults, width: width))
    }
    noteUnknownType()
    return CompletionText.exitStatus(of: refusal.outcome)
  }

  /// A type that this version does not know, and the one that was probably meant.
  private func noteUnknownType() {
    guard RequestType(rawValue: request.type) == nil else { return }
    let meant = Suggestion.nearest(to: request.type, among: RequestType.allCases.map(\.rawValue))
      .map { "; did you mean \($0)?" }
    invocation.console.error(
      "note: \(PrintableText.escaping(request.type)) is no request type this version knows\(meant ?? "")"
    )
  }

  /// The data of a request: the file's object, or an empty one, with the settings made.
  static func body(file: String?, settings: [String]) throws(CommandFailure) -> [UInt8] {
    var tree = JSONTree.object([])
    if let file {
      let bytes = try RecordFile(file).wholeText(limit: 8 << 20)
      guard !settings.isEmpty else {
        // As it is, to the byte: two sendings of one file are the same request.
        return bytes
      }
      do throws(JSONError) {
        tree = JSONTree(try JSONDocument(reading: bytes).root)
      } catch {
        throw CommandFailure(
          status: .rejected,
          sentence: "\(file) is not valid JSON, so --set sets nothing in it: \(error)")
      }
    }
    do throws(UsageError) {
      for setting in settings { try tree.apply(setting: setting) }
    } catch {
      throw CommandFailure(error)
    }
    return tree.bytes
  }

  /// What would make the broker or the worker unable to answer by name is refused here.
  static func check(_ request: RequestToSend) throws(CommandFailure) {
    guard
      PrintableASCII.contains(
        request.identifier, length: PrintableASCII.requestIdentifierLength)
    else {
      throw .usage("--id must be 1 to 128 characters of printable ASCII without a space")
    }
    guard PrintableASCII.contains(request.source, length: PrintableASCII.sourceLength) else {
      throw .usage("--source must be at most 255 characters of printable ASCII without a space")
    }
    guard PrintableASCII.contains(request.type, length: 1...255) else {
      throw .usage("TYPE must be 1 to 255 characters of printable ASCII without a space")
    }
  }
}
