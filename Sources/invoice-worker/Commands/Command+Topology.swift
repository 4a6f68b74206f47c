import Worker

extension Command {
  private static let virtualHost = Option(
    "--vhost", "NAME", summary: "the virtual host everything belongs to (default: /)")

  static let topologyDefinitions = Command(
    CommandDescription(
      ["topology", "definitions"],
      summary: "print the broker objects as a RabbitMQ definitions file",
      details: """
        The file holds what topology apply declares and the policies that limit queue lengths, which \
        only an import can make.
        """,
      options: [virtualHost],
      examples: [
        "topology definitions > definitions.json && rabbitmqctl import_definitions definitions.json"
      ])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.value(virtualHost) ?? "/"
    invocation.console.write(Topology.standard.definitions(virtualHost: name))
    return .success
  }
}
