extension Account {
  /// Where supplies to the account take place (<doc:Tax>).
  var taxAddress: Address { shippingAddress ?? billingAddress }

  /// The same for a line with addresses of its own: those it has not are the account's.
  func taxAddress(shipping: Address?, billing: Address?) -> Address {
    shipping ?? shippingAddress ?? billing ?? billingAddress
  }
}
