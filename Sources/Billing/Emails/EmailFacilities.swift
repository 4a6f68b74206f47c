/// What an installation can send, as its configuration says (<doc:Emails#Configuration>). Without a server there is none.
package struct EmailFacilities: Hashable, Sendable {
  /// Whether a renderer of PDF is installed.
  package let rendersPdf: Bool
  /// E-mails of a UTC day over all workers; nil for no limit.
  package let dailyLimit: Int?

  package init(rendersPdf: Bool, dailyLimit: Int? = nil) {
    self.rendersPdf = rendersPdf
    self.dailyLimit = dailyLimit
  }
}
