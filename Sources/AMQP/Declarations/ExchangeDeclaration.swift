/// What exchange.declare says.
package struct ExchangeDeclaration: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case fanout, topic
  }

  package var name: String
  package var kind: Kind
  /// Only asks whether the exchange is there.
  package var isPassive: Bool
  package var isDurable: Bool
  package var arguments: HeaderTable

  package init(
    name: String, kind: Kind, isPassive: Bool = false, isDurable: Bool = true,
    arguments: HeaderTable = [:]
  ) {
    self.name = name
    self.kind = kind
    self.isPassive = isPassive
    self.isDurable = isDurable
    self.arguments = arguments
  }
}
