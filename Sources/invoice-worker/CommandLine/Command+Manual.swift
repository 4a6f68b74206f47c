extension Command {
  static let manual = Command(
    CommandDescription(
      ["man"],
      summary: "write a page of the manual, for man(1)",
      details: """
        invoice-worker.1 is about the commands, invoice-worker.env.5 about the variables, invoice-worker-contract.7 about \
        requests, events and queues. To read one: invoice-worker man | man -l -
        """,
      operands: Operands("[PAGE]", count: 0...1, values: ManualPage.allCases.map(\.rawValue)),
      examples: ["man"] + ManualPage.allCases.map { "man \($0.rawValue)" })
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands.first ?? ManualPage.program.rawValue
    guard let page = ManualPage(rawValue: name) else {
      throw CommandFailure(
        .unknown("page", name, known: ManualPage.allCases.map(\.rawValue)),
        help: "invoice-worker man --help lists them")
    }
    let text = page.text(
      date: ProgramVersion.manualDate, commands: Command.all.map(\.description))
    invocation.console.writeDocument(Array(text.utf8))
    return .success
  }
}
