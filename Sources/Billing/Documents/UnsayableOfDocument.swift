/// What of an invoice EN 16931 has no place for, as it is found; of its lines in one sentence for all that share it.
struct UnsayableOfDocument {
  private struct OfLines: Hashable {
    let member: String
    let sentence: String
  }

  private var ofDocument: [Fault] = []
  private var ofLines: [OfLines] = []
  private var positions: [OfLines: [Int]] = [:]

  mutating func append(_ fault: Fault) { ofDocument.append(fault) }

  /// Positions of lines count from 1.
  mutating func append(_ position: Int, _ member: String, _ sentence: String) {
    let key = OfLines(member: member, sentence: sentence)
    if positions[key, default: []].isEmpty { ofLines.append(key) }
    positions[key, default: []].append(position)
  }

  /// In the order in which they were found, those of the document before those of its lines.
  func faults(of invoice: Invoice) -> [Fault] {
    var faults = ofDocument
    for key in ofLines {
      let positions = LinePositions(positions[key] ?? [])
      guard let first = positions.first else { continue }
      let subject =
        positions.isSingle
        ? "Line \(first) (\(invoice.lines[first - 1].name))" : "Lines \(positions)"
      faults.append(
        Fault(
          code: .documentIncomplete, message: "\(subject): \(key.sentence)",
          pointer: "/lines/\(first - 1)/\(key.member)",
          source: RecordReference(.invoice, invoice.id)))
    }
    return faults
  }
}

/// Lines of a document, from 1, as a sentence names them: `1–150, 152`.
struct LinePositions: CustomStringConvertible {
  /// How many stretches a sentence names.
  private static let mostRanges = 20

  private var ranges: [ClosedRange<Int>] = []

  init(_ positions: [Int]) {
    for position in positions.sorted() {
      if let last = ranges.last, position <= last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...max(position, last.upperBound)
      } else {
        ranges.append(position...position)
      }
    }
  }

  var first: Int? { ranges.first?.lowerBound }

  var isSingle: Bool { ranges.count == 1 && ranges[0].count == 1 }

  var description: String {
    let named = ranges.prefix(Self.mostRanges).map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
    }
    let more = ranges.dropFirst(Self.mostRanges).reduce(0) { $0 + $1.count }
    return named.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}
