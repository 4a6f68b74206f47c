package import JSON
import Messages
package import Worker

/// The contract as an AsyncAPI document: the requests that the worker receives, the events that it sends, the broker objects
/// between. A team makes its client of it.
package struct AsyncAPIDocument: Sendable {
  package enum Version: String, Sendable, CaseIterable {
    case v30 = "3.0"
    case v31 = "3.1"
  }

  let version: Version
  /// Of the program.
  let programVersion: String
  let topology: Topology
  /// Where the broker objects are.
  let virtualHost: String

  package init(
    _ version: Version, programVersion: String, topology: Topology = .standard,
    virtualHost: String = "/"
  ) {
    self.version = version
    self.programVersion = programVersion
    self.topology = topology
    self.virtualHost = virtualHost
  }

  /// Where the completion goes that a request asks for; no queue's name is known before.
  static let replyChannel = "Reply"

  package var tree: JSONTree {
    [
      "asyncapi": .string("\(version.rawValue).0"),
      "id": "urn:invoice-worker:contract",
      "info": [
        "title": "Invoice worker", "version": .string(programVersion),
        "description": .string(Self.description),
      ],
      "defaultContentType": "application/json",
      "servers": ["broker": server],
      "channels": channels,
      "operations": operations,
      "components": components,
      "x-topology": topologyTree,
    ]
  }

  private static let description = """
    Makes invoices on requests from RabbitMQ. Publish a request to the exchange invoice.requests, persistent and with a publisher \
    confirm; its routing key and its property type are the request type, message_id is its identifier: the same identifier has one \
    effect. The answer is the event invoice-request.completed.v1, which also goes to reply_to. Instead of the plain form a request \
    may be a CloudEvents 1.0 message, structured (application/cloudevents+json) or binary (headers cloudEvents:id and so on). Events \
    are structured CloudEvents; they may come twice, under the same id, and later versions may add members.
    """

  private var server: JSONTree {
    [
      "host": "{host}:{port}", "protocol": "amqp", "protocolVersion": "0.9.1",
      "description": "RabbitMQ 3.10 or newer; two installations use two virtual hosts.",
      "variables": [
        "host": ["default": "localhost"], "port": ["default": "5672"],
      ],
      "security": [["type": "userPassword"]],
    ]
  }

  private var operations: JSONTree {
    var operations: [(name: String, value: JSONTree)] = []
    for definition in RequestDefinition.all {
      operations.append(operation(.request(definition), action: "receive"))
    }
    for form in EventForm.all { operations.append(operation(.event(form), action: "send")) }
    return .named(operations)
  }

  /// Seen from the worker, as the specification has it.
  private func operation(
    _ subject: ContractSubject, action: String
  ) -> (name: String, value: JSONTree) {
    let key = subject.key
    let isRequest = action == "receive"
    return (
      key,
      .members([
        "action": .string(action), "summary": .string(subject.sentence),
        "channel": Self.reference("channels/\(key)"),
        "messages": [Self.reference("channels/\(key)/messages/\(key)")],
        "reply": isRequest ? reply : nil,
        "bindings": [
          "amqp": .members([
            "deliveryMode": 2, "mandatory": true, "ack": isRequest ? true : nil,
            "bindingVersion": "0.3.0",
          ])
        ],
      ])
    )
  }

  private var reply: JSONTree {
    let completion = ContractSubject.event(EventForm(.requestCompleted)).key
    return [
      "address": ["location": "$message.header#/reply_to"],
      "channel": Self.reference("channels/\(Self.replyChannel)"),
      "messages": [
        Self.reference("channels/\(Self.replyChannel)/messages/\(completion)")
      ],
    ]
  }

  static func reference(_ path: String) -> JSONTree { ["$ref": .string("#/\(path)")] }
}
