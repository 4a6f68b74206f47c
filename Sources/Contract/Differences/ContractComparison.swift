package import JSON

/// Compares two AsyncAPI documents of the contract. Pure: what was printed by an earlier version is as good as what this one
/// makes.
package struct ContractComparison: Sendable {
  let old: JSONTree
  let new: JSONTree

  /// - Returns: nil when one of them is no contract.
  package init?(from old: JSONTree, to new: JSONTree) {
    for document in [old, new] {
      guard document["asyncapi"]?.text != nil, document["operations"] != nil,
        document["components"]?["messages"] != nil
      else { return nil }
    }
    self.old = old
    self.new = new
  }

  /// What has changed: requests and events in the order of the old document, then what is new, then the broker's objects.
  package var changes: [ContractChange] { messages + topology }

  private var messages: [ContractChange] {
    var changes: [ContractChange] = []
    let before = old["operations"]?.members ?? []
    let after = new["operations"]?.members ?? []
    for operation in before {
      let name = name(of: operation.name, in: old)
      guard let now = after.first(where: { $0.name == operation.name }) else {
        changes.append(.breaking(name, "is not there any more"))
        continue
      }
      guard operation.value["action"] == now.value["action"] else {
        changes.append(.breaking(name, "goes in the other direction"))
        continue
      }
      let direction: SchemaComparison.Direction =
        now.value["action"]?.text == "receive" ? .toWorker : .fromWorker
      let comparison = SchemaComparison(direction: direction, old: old, new: new)
      changes += comparison.changes(
        payload(of: operation.name, in: old), payload(of: operation.name, in: new), at: name)
      if address(of: operation.name, in: old) != address(of: operation.name, in: new) {
        changes.append(.breaking(name, "has another routing key or exchange"))
      }
    }
    for operation in after where !before.contains(where: { $0.name == operation.name }) {
      changes.append(.compatible(name(of: operation.name, in: new), "is new"))
    }
    return changes
  }

  private func message(_ key: String, in document: JSONTree) -> JSONTree? {
    document["components"]?["messages"]?[key]
  }

  private func name(of key: String, in document: JSONTree) -> String {
    message(key, in: document)?["name"]?.text ?? key
  }

  private func payload(of key: String, in document: JSONTree) -> JSONTree {
    message(key, in: document)?["payload"] ?? .null
  }

  private func address(of key: String, in document: JSONTree) -> [JSONTree?] {
    let channel = document["channels"]?[key]
    return [channel?["address"], channel?["bindings"]?["amqp"]?["exchange"]?["name"]]
  }

  /// Bindings that go may leave a queue empty that somebody reads; another argument cannot be applied to a queue that exists.
  private var topology: [ContractChange] {
    var changes: [ContractChange] = []
    for (list, kind) in [("exchanges", "exchange"), ("queues", "queue")] {
      let before = old["x-topology"]?[list]?.elements ?? []
      let after = new["x-topology"]?[list]?.elements ?? []
      for object in before {
        let place = "\(kind) \(object["name"]?.text ?? "")"
        guard let now = after.first(where: { $0["name"] == object["name"] }) else {
          changes.append(.breaking(place, "is not there any more"))
          continue
        }
        if now["arguments"] != object["arguments"] || now["type"] != object["type"] {
          changes.append(.breaking(place, "has other arguments"))
        }
      }
      for object in after where !before.contains(where: { $0["name"] == object["name"] }) {
        changes.append(.compatible("\(kind) \(object["name"]?.text ?? "")", "is new"))
      }
    }
    return changes + bindings
  }

  private var bindings: [ContractChange] {
    let before = old["x-topology"]?["bindings"]?.elements ?? []
    let after = new["x-topology"]?["bindings"]?.elements ?? []
    func sentence(_ binding: JSONTree) -> String {
      "binding of \(binding["queue"]?.text ?? "") by \(binding["routingKey"]?.text ?? "")"
    }
    return before.filter { !after.contains($0) }.map {
      .breaking(sentence($0), "is not there any more")
    } + after.filter { !before.contains($0) }.map { .compatible(sentence($0), "is new") }
  }
}
