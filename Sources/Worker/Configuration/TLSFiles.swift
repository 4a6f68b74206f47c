/// The PEM files of a connection over amqps://. Their contents are read by whoever connects.
package struct TLSFiles: Hashable, Sendable {
  /// The authorities to trust; nil: the system's.
  package let certificateAuthorities: String?
  /// The client's own certificate and key; nil: none is shown.
  package let client: Client?

  package init(
    certificateAuthorities: String? = nil,
    client: Client? = nil
  ) {
    self.certificateAuthorities = certificateAuthorities
    self.client = client
  }

  package struct Client: Hashable, Sendable {
    package let certificate: String
    package let privateKey: String

    package init(
      certificate: String,
      privateKey: String
    ) {
      self.certificate = certificate
      self.privateKey = privateKey
    }
  }
}
