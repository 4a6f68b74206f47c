import Contract
import JSON

extension Command {
  static let contractSchema = Command(
    CommandDescription(
      ["contract", "schema"],
      summary: "print the JSON Schema of a request, a record or an event",
      details: """
        The schema (2020-12) is made from the table of fields that the worker's decoder runs on. A request and a record have no \
        members besides those; an event may get more, so ignore what you do not know. Of an event it describes data.
        \(ContractSubject.listed)
        """,
      operands: Operands("TYPE"),
      examples: ["contract schema invoice.generate.v1", "contract schema BillingSchedule"])
  ) { invocation throws(CommandFailure) in
    let subject = try ContractSubject(argument: invocation.arguments.operands[0])
    invocation.console.write(Array(subject.schemaDocument.lines.utf8))
    return .success
  }
}
