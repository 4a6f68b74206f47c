import Contract
import Foundation
import JSON
import Messages
import Testing
import Worker

@Suite struct AsyncAPITests {
  private static let document = AsyncAPIDocument(.v30, programVersion: "1.0.0").tree

  private static func definitions() throws -> JSONTree {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "compose/rabbitmq/definitions.json")
    return try JSONTree(json: String(contentsOf: file, encoding: .utf8))
  }

  private static func set(_ list: JSONTree?, _ names: [String]) -> Set<String> {
    Set(
      (list?.elements ?? []).map { object in
        names.map { name in
          let value = object[name].flatMap { $0 == [:] ? nil : $0 }
          return value.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "-"
        }.joined(separator: " ")
      })
  }

  @Test("The document, the topology and the definitions file name the same broker objects")
  func brokerObjects() throws {
    let definitions = try Self.definitions()
    let topology = Self.document["x-topology"]
    for (list, names) in [
      ("exchanges", ["name", "type", "arguments"]), ("queues", ["name", "arguments"]),
    ] {
      let objects = Self.set(topology?[list], names)
      #expect(!objects.isEmpty && objects == Self.set(definitions[list], names))
    }
    let bindings = Self.set(topology?["bindings"], ["exchange", "queue", "routingKey"])
    #expect(
      bindings == Self.set(definitions["bindings"], ["source", "destination", "routing_key"]))
    #expect(
      Self.set(topology?["exchanges"], ["name"]).count == Topology.standard.exchanges.count)
    #expect(Self.set(topology?["queues"], ["name"]).count == Topology.standard.queues.count)
    #expect(bindings.count == Topology.standard.bindings.count)
  }

  @Test("Channels name objects of the topology; a request reaches the one queue of its type")
  func channels() throws {
    let topology = Topology.standard
    let channels = Self.document["channels"]?.members ?? []
    #expect(
      channels.count == RequestDefinition.all.count + EventForm.all.count + 3 + 1)
    for channel in channels {
      let binding = channel.value["bindings"]?["amqp"]
      let arguments = binding?["x-arguments"]?.members.map(\.name).sorted() ?? []
      if let name = binding?["exchange"]?["name"]?.text {
        let exchange = try #require(topology.exchanges.first { $0.name == name })
        #expect(binding?["exchange"]?["type"] == .string(exchange.kind.rawValue))
        #expect(arguments == exchange.arguments.keys.sorted())
      }
      if let name = binding?["queue"]?["name"]?.text {
        let queue = try #require(topology.queues.first { $0.name == name })
        #expect(arguments == queue.arguments.keys.sorted())
        #expect(!(channel.value["messages"]?.members.isEmpty ?? true))
      }
      #expect(binding?["exchange"] == nil || binding?["queue"] == nil, "never both")
    }
    for definition in RequestDefinition.all {
      let channel = Self.document["channels"]?[ContractSubject.request(definition).key]
      #expect(channel?["x-queues"] == [.string(definition.queue.name)], "\(definition.type)")
    }
  }

  @Test("Names have no dots, and every reference leads somewhere")
  func references() {
    for kind in ["messages", "schemas"] {
      let members = Self.document["components"]?[kind]?.members ?? []
      #expect(Set(members.map(\.name)).count == members.count)
      #expect(members.allSatisfy { !$0.name.contains(".") })
    }
    check(Self.document)
  }

  private func check(_ tree: JSONTree) {
    for member in tree.members {
      if member.name == "$ref", let path = member.value.text {
        let target = path.split(separator: "/").dropFirst()
          .reduce(Optional(Self.document)) { $0?[String($1)] }
        #expect(target != nil && target != .null, "\(path)")
      }
      check(member.value)
    }
    for element in tree.elements { check(element) }
  }

  @Test("YAML puts every text in quotation marks, and a member behind its dash")
  func yaml() {
    let tree: JSONTree = [
      "a": [["b": "yes", "c": [1, true]], [], "x: \"y\"\n"], "on": [:], "$ref": .null,
    ]
    #expect(
      tree.yaml == #"""
        a:
          - b: "yes"
            c:
              - 1
              - true
          - []
          - "x: \"y\"\n"
        "on": {}
        "$ref": null

        """#)
  }
}
