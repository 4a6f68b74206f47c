import JSON
import Worker

/// What a broker has of a virtual host, as `rabbitmqctl export_definitions` or the management interface writes it: the
/// only way to see bindings, policies and arguments without changing something.
struct ExportedDefinitions: Hashable, Sendable {
  var exchanges: [String: [String: TopologyArgument]] = [:]
  var queues: [String: [String: TopologyArgument]] = [:]
  var bindings: Set<Topology.Binding> = []
  var policies: [String: Topology.Policy] = [:]

  /// Reads the objects of this virtual host; of a file that is one virtual host's, all.
  ///
  /// - Throws: when the bytes are no JSON.
  init(reading bytes: [UInt8], virtualHost: String) throws(JSONError) {
    guard case .object(let root) = try JSONDocument(reading: bytes).root else {
      throw JSONError(.unexpectedByte, at: 0)
    }
    for object in root.objects("exchanges", of: virtualHost) {
      if let name = object.string("name") { exchanges[name] = object.arguments("arguments") }
    }
    for object in root.objects("queues", of: virtualHost) {
      if let name = object.string("name") { queues[name] = object.arguments("arguments") }
    }
    for object in root.objects("bindings", of: virtualHost) {
      guard object.string("destination_type") == "queue", let exchange = object.string("source"),
        let queue = object.string("destination"), let key = object.string("routing_key")
      else { continue }
      bindings.insert(Topology.Binding(exchange: exchange, queue: queue, routingKey: key))
    }
    for object in root.objects("policies", of: virtualHost) {
      guard let name = object.string("name"), let pattern = object.string("pattern") else {
        continue
      }
      policies[name] = Topology.Policy(
        name: name, pattern: pattern, settings: object.arguments("definition"))
    }
  }

  private static let importing = DoctorCheck.Repair.command(
    "invoice-worker topology definitions > definitions.json && rabbitmqctl import_definitions definitions.json"
  )
  private static let declaringAgain = DoctorCheck.Repair.advice(
    "delete it when it is empty, then run invoice-worker topology apply")

  /// What is not as it has to be, of objects that are there; those that are not, a look at the broker finds.
  func checks(against topology: Topology) -> [DoctorCheck] {
    arguments(topology) + bound(topology) + policed(topology)
  }

  private func arguments(_ topology: Topology) -> [DoctorCheck] {
    let expected =
      topology.exchanges.map { ("exchange \($0.name)", $0.arguments, exchanges[$0.name]) }
      + topology.queues.map { ("queue \($0.name)", $0.arguments, queues[$0.name]) }
    let wrong = expected.flatMap { name, wanted, found in
      Self.differences(wanted, found ?? wanted).map {
        DoctorCheck.failed(.topology, "arguments", "\(name): \($0)", Self.declaringAgain)
      }
    }
    return wrong.isEmpty ? [.fine(.topology, "arguments", "as they have to be")] : wrong
  }

  private func bound(_ topology: Topology) -> [DoctorCheck] {
    let missing = topology.bindings.filter { !bindings.contains($0) }.map {
      DoctorCheck.failed(.topology, "bindings", "\(Self.text(of: $0)) is missing", .topologyApply)
    }
    let obsolete = topology.obsoleteBindings.filter { bindings.contains($0) }.map {
      DoctorCheck.failed(
        .topology, "bindings", "\(Self.text(of: $0)) is of an earlier version", .topologyApply)
    }
    let wrong = missing + obsolete
    return wrong.isEmpty
      ? [.fine(.topology, "bindings", "all \(topology.bindings.count) are there")] : wrong
  }

  private func policed(_ topology: Topology) -> [DoctorCheck] {
    let wrong = topology.policies.flatMap { wanted -> [DoctorCheck] in
      guard let found = policies[wanted.name] else {
        return [.failed(.topology, "policies", "\(wanted.name) is missing", Self.importing)]
      }
      let pattern =
        found.pattern == wanted.pattern
        ? [] : ["its pattern should be \(wanted.pattern), and it is \(found.pattern)"]
      return (pattern + Self.differences(wanted.settings, found.settings)).map {
        .failed(.topology, "policies", "\(wanted.name): \($0)", Self.importing)
      }
    }
    return wrong.isEmpty
      ? [.fine(.topology, "policies", "all \(topology.policies.count) are there")] : wrong
  }

  /// One sentence for each that differs, is missing or is too much, in the order of their names.
  private static func differences(
    _ wanted: [String: TopologyArgument], _ found: [String: TopologyArgument]
  ) -> [String] {
    Set(wanted.keys).union(found.keys).sorted().compactMap { name in
      guard wanted[name] != found[name] else { return nil }
      guard let right = wanted[name] else { return "\(name) should not be set" }
      return "\(name) should be \(text(of: right)), and "
        + (found[name].map { "it is \(text(of: $0))" } ?? "is not set")
    }
  }

  private static func text(of argument: TopologyArgument) -> String {
    switch argument {
    case .text(let text): text
    case .integer(let number): String(number)
    }
  }

  private static func text(of binding: Topology.Binding) -> String {
    "\(binding.exchange) → \(binding.queue) by \(binding.routingKey.isEmpty ? "any key" : binding.routingKey)"
  }
}

extension JSONObject {
  fileprivate func string(_ name: String) -> String? {
    guard case .string(let text)? = self[name] else { return nil }
    return text
  }

  /// The objects of a section that are the virtual host's, or say of none whose they are.
  fileprivate func objects(_ section: String, of virtualHost: String) -> [JSONObject] {
    guard case .array(let values)? = self[section] else { return [] }
    return values.compactMap { value in
      guard case .object(let object) = value,
        object.string("vhost").map({ $0 == virtualHost }) ?? true
      else { return nil }
      return object
    }
  }

  /// Texts and whole numbers; a topology has no others, and what is not kept here differs from what there should be.
  fileprivate func arguments(_ name: String) -> [String: TopologyArgument] {
    guard case .object(let object)? = self[name] else { return [:] }
    var arguments: [String: TopologyArgument] = [:]
    for member in object {
      switch member.value {
      case .string(let text): arguments[member.name] = .text(text)
      case .number(let text):
        arguments[member.name] = Int64(text).map { .integer($0) } ?? .text(text)
      case .bool(let flag): arguments[member.name] = .text(String(flag))
      case .object, .array, .null: arguments[member.name] = .text("another kind of value")
      }
    }
    return arguments
  }
}
