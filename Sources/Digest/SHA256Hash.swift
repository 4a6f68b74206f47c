import CCrypto

/// A SHA-256 computation that takes its input in parts.
///
/// A value: a copy goes on by itself from where the original was, so the digest of a common
/// beginning need not be computed twice.
package struct SHA256Hash: Sendable {
  private var state = SHA256_CTX()

  package init() {
    let status = unsafe SHA256_Init(&state)
    Self.check(status)
  }

  /// Adds bytes after those added before.
  package mutating func update(_ bytes: Span<UInt8>) {
    let status = unsafe bytes.withUnsafeBytes { buffer in
      unsafe SHA256_Update(&state, buffer.baseAddress, buffer.count)
    }
    Self.check(status)
  }

  /// The digest of everything added so far. The computation can go on afterwards.
  package func finalize() -> SHA256Digest {
    var copy = state
    var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
    let status = unsafe SHA256_Final(&bytes, &copy)
    Self.check(status)
    return SHA256Digest(exactly: bytes)
  }

  /// libcrypto documents a status, but the functions only compute on the caller's memory: there
  /// is nothing in them that can fail once the state is set up, which `init` does.
  private static func check(_ status: CInt) {
    // Traps on purpose: going on would compare requests by a wrong digest.
    precondition(status == 1, "libcrypto refused a SHA-256 step")
  }
}
