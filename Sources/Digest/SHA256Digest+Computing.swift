extension SHA256Digest {
  /// The digest of these bytes.
  package static func of(_ bytes: Span<UInt8>) -> SHA256Digest {
    var hash = SHA256Hash()
    hash.update(bytes)
    return hash.finalize()
  }

  package static func of(_ bytes: [UInt8]) -> SHA256Digest { of(bytes.span) }

  /// The digest of a part of a text, without a copy of it.
  package static func of(_ bytes: ArraySlice<UInt8>) -> SHA256Digest { of(bytes.span) }
}
