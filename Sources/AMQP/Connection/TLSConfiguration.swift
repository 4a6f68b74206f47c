/// How an `amqps://` connection proves who is at the other end. TLS 1.2 is the least accepted.
package struct TLSConfiguration: Sendable, Equatable {
  /// PEM file of the authorities trusted to sign the broker's certificate.
  package var authorityFile: String
  /// PEM files of this client's certificate and key, when the broker asks for one.
  package var certificate: (file: String, keyFile: String)?
  /// Off only for experiments: without it anyone on the path can read and change everything.
  package var verifiesPeer: Bool
  /// Off only when the certificate cannot name the address used.
  package var verifiesHostName: Bool

  package init(
    authorityFile: String = "/etc/ssl/certs/ca-certificates.crt",
    certificate: (file: String, keyFile: String)? = nil,
    verifiesPeer: Bool = true, verifiesHostName: Bool = true
  ) {
    self.authorityFile = authorityFile
    self.certificate = certificate
    self.verifiesPeer = verifiesPeer
    self.verifiesHostName = verifiesHostName
  }

  package static func == (left: TLSConfiguration, right: TLSConfiguration) -> Bool {
    left.authorityFile == right.authorityFile
      && left.certificate?.file == right.certificate?.file
      && left.certificate?.keyFile == right.certificate?.keyFile
      && left.verifiesPeer == right.verifiesPeer
      && left.verifiesHostName == right.verifiesHostName
  }
}
