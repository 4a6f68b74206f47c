import Messages

/// invoice-worker-contract(7).
enum ContractManual {
  static func sections(_ commands: [CommandDescription]) -> String {
    let topics = commands.flatMap(\.topics)
    return """
      .Sh DESCRIPTION
      A request is published to the exchange
      .Ql invoice.requests
      with its type as the routing key, persistent and with a publisher confirm.
      The body is a JSON object, with
      .Va message_id
      as the request identifier,
      .Va type
      as the type and
      .Va app_id
      as the source; or a CloudEvents 1.0 message in structured JSON, which says the same in
      .Va id , type , source
      and
      .Va data .
      Under the same identifier the same request has one effect, and one answer, however often it is sent.
      .Pp
      Each request is answered by one
      .Ql invoice\\-request.completed.v1 ,
      published to the exchange
      .Ql invoice.events
      and sent to the queue of
      .Va reply_to .
      .Sh REQUESTS
      Fields that are required are marked with an asterisk.
      \(topics.map(request).joined(separator: "\n"))
      .Sh EVENTS
      Published to
      .Ql invoice.events
      as CloudEvents, with the type as the routing key.
      An event may come twice, under the same
      .Va id .
      .Bl -bullet -compact
      \(EventType.allCases.map { ".It\n\(Mdoc.text($0.rawValue))" }.joined(separator: "\n"))
      .El
      .Sh QUEUES
      The classes of work, each a queue.
      .Bl -bullet -compact
      \(WorkQueue.allCases.map { ".It\n\(Mdoc.text($0.name))" }.joined(separator: "\n"))
      .El
      """
  }

  private static func request(_ topic: HelpTopic) -> String {
    var lines = [".Ss \(Mdoc.argument(topic.name))", Mdoc.text(Mdoc.sentence(topic.summary))]
    if !topic.details.isEmpty { lines += [".Pp", Mdoc.text(topic.details)] }
    if !topic.fields.isEmpty {
      let items = topic.fields.map { field in
        (
          "Va \(Mdoc.argument(field.name + (field.isRequired ? "*" : "")))",
          Mdoc.sentence(field.summary)
        )
      }
      lines.append(Mdoc.list(items))
    }
    lines += [".Pp", topic.examples.count == 1 ? "Example:" : "Examples:"]
    lines.append(Mdoc.literal(topic.examples.map { "invoice-worker \($0)" }))
    return lines.joined(separator: "\n")
  }
}
