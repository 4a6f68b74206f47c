/// What the first part of a PNG says of its pixels.
struct PNGHeader: Hashable {
  let width: Int
  let height: Int
  private let depth: UInt8
  private let color: Color

  private enum Color: UInt8 {
    case gray = 0
    case rgb = 2
    case palette = 3
    case grayWithAlpha = 4
    case rgbWithAlpha = 6

    /// The bits a sample may have.
    var depths: Set<UInt8> {
      switch self {
      case .gray: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .grayWithAlpha, .rgbWithAlpha: [8, 16]
      }
    }
  }

  /// nil where it is no header, or of a form that there is not.
  init?(_ content: ArraySlice<UInt8>) {
    guard content.count == 13 else { return nil }
    let start = content.startIndex
    width = PNGParts.number(content[start..<start + 4])
    height = PNGParts.number(content[start + 4..<start + 8])
    depth = content[start + 8]
    guard width > 0, height > 0, let color = Color(rawValue: content[start + 9]),
      color.depths.contains(depth),
      // One way to pack and one to filter; interlaced or not.
      content[start + 10] == 0, content[start + 11] == 0, content[start + 12] <= 1
    else { return nil }
    self.color = color
  }

  var needsPalette: Bool { color == .palette }

  /// Whether a palette of so many bytes may be there: of three bytes each, no more than pixels can name.
  func takesPalette(of count: Int) -> Bool {
    switch color {
    case .gray, .grayWithAlpha: false
    case .palette: (1...(1 << Int(depth))).contains(count / 3) && count.isMultiple(of: 3)
    case .rgb, .rgbWithAlpha: (1...256).contains(count / 3) && count.isMultiple(of: 3)
    }
  }
}
