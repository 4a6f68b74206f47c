import CRabbitMQ
import Glibc

/// Why a broker's certificate was not accepted: each is somebody else's to put right.
package enum CertificateFault: Hashable, Sendable {
  /// It, or one above it, was valid until this time (seconds since 1970), which is past by this machine's clock.
  case expired(Int64)
  /// It, or one above it, is valid from this time on (seconds since 1970), which is to come by this machine's clock.
  case notYetValid(Int64)
  /// It is signed by nobody whom this client trusts, or by itself.
  case unknownAuthority
  /// OpenSSL's own words.
  case other(String)

  /// - Parameters:
  ///   - code: OpenSSL's verification result, `X509_V_ERR_…`.
  ///   - limit: when the certificate's validity ends, or begins where that is what is wrong; seconds since 1970.
  init(code: Int32, limit: Int64) {
    switch code {
    case X509_V_OK: self = .other("the broker showed none")
    case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired(limit)
    case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid(limit)
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
    case .expired(let time): "expired on \(Self.text(time))"
    case .notYetValid(let time): "is not valid before \(Self.text(time))"
    case .unknownAuthority: "is not signed by an authority that this client trusts"
    case .other(let words): "cannot be verified: \(words)"
    }
  }

  /// As RFC 3339 writes it: `2026-11-28T09:30:00Z`.
  private static func text(_ seconds: Int64) -> String {
    var seconds = time_t(seconds)
    var parts = unsafe tm()
    var text = [CChar](repeating: 0, count: 32)
    guard unsafe gmtime_r(&seconds, &parts) != nil else { return "an unknown day" }
    let count = unsafe strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
