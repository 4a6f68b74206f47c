/// How a text is set.
struct TextStyle: Hashable, Sendable {
  /// In points.
  var size: Double
  var isBold = false
  /// 0 is black, 1 is white.
  var gray = 0.1

  // Few sizes: for each the fonts are looked up.
  static let heading = TextStyle(size: 21, isBold: true)
  static let name = TextStyle(size: 12, isBold: true)
  static let strong = TextStyle(size: 9.5, isBold: true)
  static let body = TextStyle(size: 9.5)
  static let sum = TextStyle(size: 12, isBold: true)
  static let label = TextStyle(size: 8, gray: 0.4)
  static let columnHead = TextStyle(size: 8, isBold: true, gray: 0.3)
  static let detail = TextStyle(size: 8, gray: 0.35)
  static let foot = TextStyle(size: 8, gray: 0.4)
}

enum TextAlignment: Hashable, Sendable {
  case left
  case right
}

/// A text in its place: from `x` to `x` + `width`, `y` down, in points from the upper left corner.
struct TextItem: Hashable, Sendable {
  var text: String
  var style: TextStyle
  var x: Double
  var y: Double
  var width: Double
  var alignment = TextAlignment.left
  /// Shortened to one line where it is too long.
  var isOneLine = false
}

/// A line across.
struct RuleItem: Hashable, Sendable {
  var x: Double
  var width: Double
  var y: Double
  var weight = 0.5
  var gray = 0.8
}

/// What stands on one page.
struct PageItems {
  var texts: [TextItem] = []
  var pictures: [PictureItem] = []
  var rules: [RuleItem] = []
}
