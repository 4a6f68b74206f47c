/// By what an account is known to others: what a document says of its buyer.
package enum BuyerKey: Hashable, Sendable {
  /// Without spaces, in capitals.
  case vatId(String)
  case electronicAddress(ElectronicAddress)

  package init(vatId: String) {
    self = .vatId(vatId.uppercased().filter { !$0.isWhitespace })
  }
}
