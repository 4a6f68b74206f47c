/// What `invoice-documents pdf --serve` reads and writes, for the side that asks and the side that draws. A request is a length and
/// a page as JSON; an answer is a status, a length, and the PDF or the sentence that says why there is none.
package enum PageExchange {
  /// Of a page, in bytes: an invoice of some hundred thousand lines.
  package static let longestPage = 64 << 20

  package enum Status: UInt8, Sendable {
    case drawn = 0
    /// This page cannot be drawn; others can.
    case pageFault = 1
    /// No page can be drawn by this installation.
    case installationFault = 2
    /// It is drawn, but for its logo.
    case drawnWithoutLogo = 3
  }

  /// The sentence for who reads ``Status/drawnWithoutLogo``.
  package static let logoLeftOut =
    "the logo of the legal entity cannot be unpacked, and the page is without it: give the record another one"

  /// Bytes of a length.
  package static let lengthSize = 4

  /// A length as it is sent: the most significant byte first.
  package static func length(_ count: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
  }

  /// A length that was received.
  package static func count(_ length: some Sequence<UInt8>) -> Int {
    length.reduce(0) { $0 << 8 | Int($1) }
  }
}
