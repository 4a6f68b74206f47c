/// What a payment system knows a payment method by. Whoever prints it gets asterisks: it goes into one event, and into no log.
package struct PaymentToken: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }
}

extension PaymentToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "***" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
