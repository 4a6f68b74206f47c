package import Billing

/// A request with the key it is claimed under.
package struct IdentifiedRequest: Hashable, Sendable {
  package let header: IdentifiedHeader
  package let request: Request

  package init(header: IdentifiedHeader, request: Request) {
    self.header = header
    self.request = request
  }
}
