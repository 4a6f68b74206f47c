import JSON

extension Topology {
  /// The definitions file that RabbitMQ imports (`rabbitmqctl import_definitions`, the management
  /// interface), policies with it. Users and permissions are the operator's and not in it.
  ///
  /// Members in a fixed order, one object a line, so that two versions compare line by line.
  /// Everything belongs to the virtual host, which the file makes where it is missing.
  package func definitions(virtualHost: String) -> [UInt8] {
    var text: [UInt8] = Array("{\n".utf8)
    text += section("vhosts", [virtualHost]) { $1.member("name", $0) }
    text += section("exchanges", exchanges) { exchange, object in
      object.member("name", exchange.name)
      object.member("vhost", virtualHost)
      object.member("type", exchange.kind.rawValue)
      object.flags(["durable": true, "auto_delete": false, "internal": false])
      object.member("arguments", exchange.arguments)
    }
    text += section("queues", queues) { queue, object in
      object.member("name", queue.name)
      object.member("vhost", virtualHost)
      object.flags(["durable": true, "auto_delete": false])
      object.member("arguments", queue.arguments)
    }
    text += section("bindings", bindings) { binding, object in
      object.member("source", binding.exchange)
      object.member("vhost", virtualHost)
      object.member("destination", binding.queue)
      object.member("destination_type", "queue")
      object.member("routing_key", binding.routingKey)
      object.member("arguments", [:])
    }
    text += section("policies", policies, isLast: true) { policy, object in
      object.member("vhost", virtualHost)
      object.member("name", policy.name)
      object.member("pattern", policy.pattern)
      object.member("apply-to", "queues")
      object.key("priority")
      object.integer(0)
      object.member("definition", policy.settings)
    }
    return text + Array("}\n".utf8)
  }

  private func section<Element>(
    _ name: String, _ elements: [Element], isLast: Bool = false,
    _ write: (Element, inout JSONWriter) -> Void
  ) -> [UInt8] {
    let lines = elements.map { element in
      var object = JSONWriter()
      object.beginObject()
      write(element, &object)
      object.endObject()
      return "    " + String(decoding: object.bytes, as: UTF8.self)
    }
    let body = lines.joined(separator: ",\n")
    return Array("  \"\(name)\": [\n\(body)\n  ]\(isLast ? "" : ",")\n".utf8)
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  fileprivate mutating func flags(_ flags: KeyValuePairs<String, Bool>) {
    for (name, value) in flags {
      key(name)
      bool(value)
    }
  }

  fileprivate mutating func member(_ name: String, _ arguments: [String: TopologyArgument]) {
    key(name)
    beginObject()
    for (name, value) in arguments.sorted(by: { $0.key < $1.key }) {
      key(name)
      switch value {
      case .text(let text): string(text)
      case .integer(let number): integer(number)
      }
    }
    endObject()
  }
}
