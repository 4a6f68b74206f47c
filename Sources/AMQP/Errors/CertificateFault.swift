import CRabbitMQ

/// Why a broker's certificate was not accepted: each is somebody else's to put right.
package enum CertificateFault: Hashable, Sendable {
  /// It, or one above it, is past its time, by this machine's clock.
  case expired
  /// Its time, or that of one above it, has not come, by this machine's clock.
  case notYetValid
  /// It is signed by nobody whom this client trusts, or by itself.
  case unknownAuthority
  /// OpenSSL's own words.
  case other(String)

  /// - Parameter code: OpenSSL's verification result, `X509_V_ERR_…`.
  init(code: Int32) {
    switch code {
    case X509_V_OK: self = .other("the broker showed none")
    case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
    case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE:
      self = .unknownAuthority
    default:
      // A constant of the library's.
      let words = unsafe X509_verify_cert_error_string(Int(code))
      self = unsafe .other(words.map { unsafe String(cString: $0) } ?? "error \(code)")
    }
  }
}

extension CertificateFault: CustomStringConvertible {
  /// What follows "the broker's certificate".
  package var description: String {
    switch self {
    case .expired: "has expired"
    case .notYetValid: "is not valid yet"
    case .unknownAuthority: "is not signed by an authority that this client trusts"
    case .other(let words): "cannot be verified: \(words)"
    }
  }
}
