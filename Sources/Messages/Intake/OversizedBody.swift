import Digest

/// What a body over its limit is compared by.
enum OversizedBody {
  /// The digest of the beginning that was kept and of the whole length, the rest being discarded while
  /// it arrives. Two such bodies that agree in both are taken for the same request; as either is
  /// refused for its length, the answer is right for both.
  static func digest(beginning: [UInt8], size: Int) -> SHA256Digest {
    var hash = SHA256Hash()
    hash.update(beginning.span)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) }
    hash.update(length.span)
    return hash.finalize()
  }
}
