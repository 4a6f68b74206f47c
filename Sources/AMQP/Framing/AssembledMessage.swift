/// A complete message: method, header and body.
package struct AssembledMessage: Sendable, Equatable {
  package let head: MessageHead
  package let properties: MessageProperties
  package let body: [UInt8]
  package let bodySize: UInt64
  package let isTruncated: Bool
}
