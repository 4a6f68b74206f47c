/// The image beside a seller's name on pages (<doc:Documents#Logos>). It is known by its digest: only what draws a page asks for
/// the image itself, and what keeps the digest keeps the image.
package struct Logo: Sendable {
  /// SHA-256 of the image's bytes, 64 hexadecimal digits in lower case.
  package let digest: String
  /// nil where the record was loaded, and not taken in just now.
  package let image: PNGImage?

  package init(digest: String, image: PNGImage? = nil) {
    self.digest = digest
    self.image = image
  }
}

extension Logo: Hashable {
  package static func == (left: Logo, right: Logo) -> Bool { left.digest == right.digest }

  package func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
