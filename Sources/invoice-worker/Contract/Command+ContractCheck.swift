import Billing
import Contract
import JSON
import Messages

extension Command {
  private static let type = Option(
    "--type", "TYPE",
    summary:
      "the request type, kind of record or event that it is (default: what a CloudEvents message says)"
  )

  static let contractCheck = Command(
    CommandDescription(
      ["contract", "check"],
      summary: "check a file as a worker would, without a broker",
      details: """
        FILE (- = standard input) holds the data of a request, one record, the data of an event, or a whole CloudEvents message, \
        which says its type itself. Requests and records are read by the worker's own decoder, so that what passes here is not \
        Rejected there; what depends on stored records only a worker knows. The exit status is 0, or 4 with everything that is \
        wrong.
        """,
      operands: Operands("FILE"), options: [type, .json],
      examples: [
        "contract check request.json --type invoice.generate.v1"
      ])
  ) { invocation throws(CommandFailure) in
    let arguments = invocation.arguments
    let name = arguments.operands[0]
    let checked = try CheckedFile(
      RecordFile(name).wholeText(limit: 16 << 20), named: name,
      as: arguments.value(type).map { text throws(CommandFailure) in
        try ContractSubject(argument: text)
      })
    let faults = checked.faults
    let shown = name == "-" ? "standard input" : name
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        writer.key("type")
        writer.string(checked.typeName)
        writer.key("isValid")
        writer.bool(faults.isEmpty)
        writer.faults("errors", faults)
        writer.endObject()
      }
    } else if faults.isEmpty {
      invocation.console.write("\(shown) is a valid \(checked.typeName)\n")
    } else {
      invocation.console.error(
        "invoice-worker: \(shown) is no valid \(checked.typeName): \(faults.count == 1 ? "one fault" : "\(faults.count) faults")"
      )
      let width = invocation.console.isErrorATerminal ? invocation.console.errorWidth : nil
      invocation.console.error(CompletionText.text(of: faults, width: width))
    }
    return faults.isEmpty ? .success : .rejected
  }
}
