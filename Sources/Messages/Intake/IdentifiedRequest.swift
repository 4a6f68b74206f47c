package import Billing

/// A request with the key it is stored under.
package struct IdentifiedRequest: Hashable, Sendable {
  package var header: IdentifiedHeader
  package let request: any Request

  package init(header: IdentifiedHeader, request: any Request) {
    self.header = header
    self.request = request
  }

  package static func == (a: IdentifiedRequest, b: IdentifiedRequest) -> Bool {
    a.header == b.header && AnyHashable(a.request) == AnyHashable(b.request)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(header)
    hasher.combine(request)
  }
}
