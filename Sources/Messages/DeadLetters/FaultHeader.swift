/// One header of a dead letter, or of a copy that waits in a retry queue.
package struct FaultHeader: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case flag(Bool)
  }

  package let name: String
  package let value: Value

  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  /// What it takes on the wire at most: the name with its length, the type and the value.
  var size: Int {
    let value =
      switch value {
      case .text(let text): 4 + text.utf8.count
      case .integer: 8
      case .flag: 1
      }
    return 1 + name.utf8.count + 1 + value
  }
}
