extension String {
  /// As many whole characters (Unicode scalars) as fit into so few bytes of UTF-8.
  package func prefix(utf8Bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var length = 0
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      length += UTF8.width(scalar)
      guard length <= limit else { break }
      result.append(scalar)
    }
    return String(result)
  }
}
