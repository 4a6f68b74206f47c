import Contract
import JSON

extension Command {
  private static let minimal = Option(
    "--minimal", summary: "only what must be there (this is what is printed without an option)")
  private static let full = Option(
    "--full", summary: "everything that may be there together")

  static let contractExample = Command(
    CommandDescription(
      ["contract", "example"],
      summary: "print an example of a request, a record or an event",
      details: """
        Examples of requests and records are made from the table of fields, and the decoder is asked whether each is right. Of an \
        event the example is its data. What stands in it is made up: the identifiers name nothing that exists.
        invoice-worker contract schema --help lists the types.
        """,
      operands: Operands("TYPE"), options: [minimal, full],
      examples: [
        "contract example invoice.generate.v1 > request.json",
        "contract example invoice.ingest.v1 --full",
      ])
  ) { invocation throws(CommandFailure) in
    let arguments = invocation.arguments
    if arguments.has(minimal), arguments.has(full) {
      throw .usage("give --minimal or --full, not both")
    }
    let subject = try ContractSubject(argument: arguments.operands[0])
    let example = subject.example(arguments.has(full) ? .full : .minimal)
    invocation.console.write(Array(example.lines.utf8))
    return .success
  }
}
