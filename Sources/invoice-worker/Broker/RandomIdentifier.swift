/// Identifiers for requests that were given none.
package enum RandomIdentifier {
  /// 26 letters and digits behind the prefix: 128 random bits, so that no two are ever the same.
  package static func make(prefix: String) -> String {
    var random = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    let text = (0..<26).map { _ in digits[Int(random.next() & 31)] }
    return prefix + String(decoding: text, as: UTF8.self)
  }
}
