import HTTPServer
import Worker

/// What a health question is made of, and what its answer shows.
enum HealthText {
  /// The address in an URL; nil for one of another kind.
  static func address(_ url: String) -> ListenAddress? {
    let scheme = "http://"
    guard url.hasPrefix(scheme) else { return ListenAddress(url) }
    var rest = url.dropFirst(scheme.count)
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard !rest.contains("/"), !rest.contains("@") else { return nil }
    return ListenAddress(String(rest)) ?? ListenAddress("\(rest):80")
  }

  /// What came from elsewhere, line by line, as a terminal may show it.
  static func printable(_ text: String) -> String {
    text.split(separator: "\n").map { PrintableText.escaping(String($0), limit: 2_000) + "\n" }
      .joined()
  }
}
