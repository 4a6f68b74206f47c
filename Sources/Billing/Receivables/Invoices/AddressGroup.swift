/// An address that an ingested invoice brings with it, under the label its lines name it by.
package struct AddressGroup: Hashable, Sendable {
  package let label: String
  package let address: Address

  package init(label: String, address: Address) {
    self.label = label
    self.address = address
  }
}
