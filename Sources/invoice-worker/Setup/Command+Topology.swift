import JSON
import AMQP
import Worker

extension Command {
  private static let virtualHost = Option(
    "--vhost", "NAME", summary: "the virtual host everything belongs to (default: /)")

  static let topologyApply = Command(
    CommandDescription(
      ["topology", "apply"],
      summary: "declare exchanges, queues and bindings at the broker",
      details: """
        What exists with the same arguments stays as it is; bindings of earlier versions that are not needed \
        any more are removed. Run it before you upgrade the workers. Policies (length limits, delivery limits, \
        placement of queue leaders) cannot be declared over AMQP: import the file of topology definitions for them.
        """,
      options: [.json],
      examples: ["topology apply"])
  ) { invocation throws(CommandFailure) in
    let broker = OperatorBroker(try invocation.configuration(), command: "topology")
    let topology = Topology.standard
    try await broker.withCommands { commands throws(CommandFailure) in
      try await broker.attempt { () throws(AMQPError) in
        try await TopologyDeclaring.apply(topology, over: commands)
      }
    }
    let counts = [
      ("exchanges", topology.exchanges.count), ("queues", topology.queues.count),
      ("bindings", topology.bindings.count),
    ]
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        for (name, count) in counts {
          writer.key(name)
          writer.integer(count)
        }
        writer.endObject()
      }
    } else {
      let text = counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
      invocation.console.write(
        """
        Declared \(text) at \(broker.access.url).
        The \(topology.policies.count) policies (length and delivery limits, leader placement) are not among them; an operator adds them with:
          invoice-worker topology definitions > definitions.json && rabbitmqctl import_definitions definitions.json

        """)
    }
    return .success
  }

  static let topologyDefinitions = Command(
    CommandDescription(
      ["topology", "definitions"],
      summary: "print the broker objects as a RabbitMQ definitions file",
      details: """
        The file holds what topology apply declares and the policies (length and delivery limits, leader \
        placement), which only an import can make. It names no users: permissions are the operator's. An import \
        removes nothing: after an upgrade run topology apply as well, which removes obsolete bindings.
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
