/// What `invoice-documents pdf --serve` reads and writes, for the side that asks and the side that draws. A request is a length and
/// a page as JSON; an answer is a status, a length, and the PDF or the sentence that says why there is none. Where letters are missing, a
/// length and these letters come before the PDF.
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
    /// It is drawn, with boxes for letters that no font has (``MissingLetters``).
    case drawnWithBoxes = 4
    /// Both.
    case drawnWithBoxesWithoutLogo = 5
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

  /// What an answer holds where letters are missing.
  package static func body(_ missing: MissingLetters, _ pdf: [UInt8]) -> [UInt8] {
    let letters = Array(missing.letters.utf8)
    return length(letters.count) + letters + pdf
  }

  /// The letters and the PDF of such an answer; nil where it is none.
  package static func parts(of body: [UInt8]) -> (missing: MissingLetters, pdf: [UInt8])? {
    let count = count(body.prefix(lengthSize))
    guard body.count >= lengthSize, count <= body.count - lengthSize else { return nil }
    let letters = String(decoding: body[lengthSize..<(lengthSize + count)], as: UTF8.self)
    guard let missing = MissingLetters(letters.unicodeScalars) else { return nil }
    return (missing, Array(body[(lengthSize + count)...]))
  }

  /// A length that was received.
  package static func count(_ length: some Sequence<UInt8>) -> Int {
    length.reduce(0) { $0 << 8 | Int($1) }
  }
}
