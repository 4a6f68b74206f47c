import Billing
import CivilTime
import JSON
import Monetary

extension JSONTree {
  /// An object of these members, in this order.
  static func record(_ members: KeyValuePairs<String, JSONTree>) -> JSONTree {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  /// A text, null when there is none.
  static func text(_ text: (some CustomStringConvertible)?) -> JSONTree {
    text.map { .string($0.description) } ?? .null
  }

  static func integer(_ number: (some BinaryInteger)?) -> JSONTree {
    number.map { .number(String($0)) } ?? .null
  }

  /// null where there is none.
  static func address(_ address: Address?) -> JSONTree {
    guard let address else { return .null }
    return .record([
      "street": .string(address.street), "city": .string(address.city),
      "postalCode": .string(address.postalCode), "state": .text(address.state),
      "country": .string(address.country),
    ])
  }
}
