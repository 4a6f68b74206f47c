import CRabbitMQ

/// What a broker says of itself when a client signs in.
package struct BrokerIdentity: Sendable, Equatable {
  /// `RabbitMQ`; empty where the broker does not say.
  package let product: String
  /// `3.10.8`; empty where the broker does not say.
  package let version: String
  /// When the first certificate of the broker's chain expires, in seconds since 1970; nil without TLS.
  package let certificateEnd: Int64?

  init(of session: BrokerSession, usesTLS: Bool) {
    let table = unsafe amqp_get_server_properties(session.handle.state)
    let properties = unsafe table.map { unsafe HeaderTable(copying: $0.pointee, depth: 1) } ?? [:]
    func text(_ name: String) -> String {
      guard case .string(let text) = properties[name] else { return "" }
      return text
    }
    product = text("product")
    version = text("version")
    certificateEnd = usesTLS ? session.certificateEnd : nil
  }
}

extension BrokerSession {
  /// Of the certificates that the broker has shown.
  fileprivate var certificateEnd: Int64? {
    guard let socket = unsafe amqp_get_socket(handle.state) else { return nil }
    let end = unsafe crabbitmq_certificate_time(socket)
    return end > 0 ? end : nil
  }
}
