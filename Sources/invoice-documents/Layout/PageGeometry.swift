import Billing

/// The page and its margins, in points.
struct PageGeometry: Hashable, Sendable {
  let width: Double
  let height: Double
  let left = 54.0
  let top = 48.0
  /// Above it nothing of the foot stands.
  let bottom = 62.0

  init(_ paper: PrintedInvoice.Paper) {
    switch paper {
    case .a4: (width, height) = (595.276, 841.89)
    case .letter: (width, height) = (612, 792)
    }
  }

  var contentWidth: Double { width - 2 * left }
  var contentEnd: Double { height - bottom }
}
