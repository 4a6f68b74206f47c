/// A page with what is asked of it: the whole of an address below the server and its prefix.
package struct WebAddress: Hashable, Sendable {
  package enum Format: Hashable, Sendable {
    case html
    /// The twin for machines, whose path ends in `.json`.
    case json
  }

  package var route: WebRoute
  package var format: Format
  package var query: WebQuery

  package init(_ route: WebRoute, _ query: WebQuery = WebQuery(), as format: Format = .html) {
    self.route = route
    self.query = query
    self.format = format
  }

  /// Path and query below the prefix; the front page's twin is `/overview.json`.
  package var text: String {
    let suffix = format == .json ? ".json" : ""
    let path =
      route == .overview && format == .json
      ? "/overview" : "/" + route.segments.map { PercentCoding.encoded($0) }.joined(separator: "/")
    return path + suffix + (query.pairs.isEmpty ? "" : "?\(query.text)")
  }

  /// The same as a page of the first rank names it (`requests.json`), whatever prefix it is below.
  var relativeText: String { String(text.dropFirst()) }

  /// Reads what stands in a request's first line; nil where there is no such page. `prefix`: what the path begins with behind a proxy, such
  /// as `/billing`; empty for nothing.
  package init?(target: String, prefix: String = "") {
    let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = halves.first, whole.hasPrefix(prefix), whole.utf8.count <= 8_192 else {
      return nil
    }
    var path = whole.dropFirst(prefix.count)
    // The prefix alone, and with the front page's slash, are the same.
    guard path.isEmpty || path.hasPrefix("/") else { return nil }
    path = path.dropFirst()
    var format = Format.html
    if path.hasSuffix(".json") {
      format = .json
      path = path.dropLast(".json".count)
      if path == "overview" { path = "" } else if path.isEmpty { return nil }
    }
    var segments: [String] = []
    if !path.isEmpty {
      for part in path.split(separator: "/", omittingEmptySubsequences: false) {
        guard let segment = PercentCoding.decoded(part.utf8) else { return nil }
        segments.append(segment)
      }
    }
    guard let route = WebRoute(segments: segments) else { return nil }
    self.init(route, WebQuery(reading: halves.count == 2 ? halves[1] : ""), as: format)
  }
}
