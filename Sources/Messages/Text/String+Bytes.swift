extension String {
  /// As many whole characters (Unicode scalars) from the beginning as fit into this many bytes of UTF-8.
  package func prefix(bytes limit: Int) -> String {
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
