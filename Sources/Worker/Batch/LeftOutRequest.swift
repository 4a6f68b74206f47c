package import Billing

/// A request that its transaction has left as it was, for want of what only a tax engine can say: to be asked, outside of any
/// transaction, and planned again.
package struct LeftOutRequest: Sendable {
  package let received: ReceivedRequest
  package let awaited: TaxesAwaited

  package init(_ received: ReceivedRequest, awaiting awaited: TaxesAwaited) {
    self.received = received
    self.awaited = awaited
  }
}
