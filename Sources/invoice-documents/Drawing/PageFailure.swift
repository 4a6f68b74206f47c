/// Why no document came of it: the sentence for standard error, or for who asked.
enum PageFailure: Error, Hashable, Sendable {
  /// There is no memory left.
  case memory
  /// Noto is not installed.
  case fonts
  /// What was given is no page of this version.
  case unreadable
  /// A PDF carries no electronic invoice.
  case noInvoice
  /// More than so many bytes.
  case tooLarge(Int)
  /// A PDF that cannot be read without its password.
  case password
  /// A PDF cannot be read, in the library's words.
  case pdf(String)
  /// A library refused to draw, in its words.
  case library(String)

  /// Whether another page could be drawn all the same. A page of another version is the installation's fault: nothing is wrong with
  /// its invoice.
  var isOfPage: Bool {
    switch self {
    case .memory, .fonts, .unreadable: false
    case .library, .noInvoice, .tooLarge, .password, .pdf: true
    }
  }

  var sentence: String {
    switch self {
    case .memory: "there is not enough memory for the document"
    case .fonts:
      "the fonts are missing: install Debian's package fonts-noto-core (and fonts-noto-cjk for Chinese, Japanese and "
        + "Korean)"
    case .unreadable:
      "the input is no page that this version draws: invoice-worker and invoice-documents must be of the same version"
    case .noInvoice:
      "the PDF carries no electronic invoice: nothing like factur-x.xml, zugferd-invoice.xml or xrechnung.xml is attached "
        + "to it"
    case .tooLarge(let most): "more than \(most >> 20) MiB are not read"
    case .password: "the PDF is protected: it cannot be read without its password"
    case .pdf(let words): "the PDF cannot be read: \(words)"
    case .library(let words): "the document could not be made: \(words)"
    }
  }
}
