/// Why no document came of it: the sentence for standard error, or for who asked.
enum PageFailure: Error, Hashable, Sendable {
  /// There is no memory left.
  case memory
  /// Noto is not installed.
  case fonts
  /// What was given is no page of this version.
  case unreadable
  /// A library refused, in its words.
  case library(String)

  var sentence: String {
    switch self {
    case .memory: "there is not enough memory for the document"
    case .fonts:
      "the fonts are missing: install Debian's package fonts-noto-core (and fonts-noto-cjk for Chinese, Japanese and "
        + "Korean)"
    case .unreadable:
      "the input is no page that this version draws: invoice-worker and invoice-documents must be of the same version"
    case .library(let words): "the document could not be made: \(words)"
    }
  }
}
