/// What is wrong with a line, or with a whole chunk.
package struct ImportFault: Hashable, Sendable {
  package let file: String
  /// The line at fault, or the first and the last line of a chunk that was refused as a whole.
  package let lines: ClosedRange<Int>
  /// The code of the worker's answer; nil for a fault found before sending.
  package let code: String?
  package let message: String
  package let isWarning: Bool

  package init(
    file: String, lines: ClosedRange<Int>, code: String? = nil, message: String,
    isWarning: Bool = false
  ) {
    self.file = file
    self.lines = lines
    self.code = code
    self.message = message
    self.isWarning = isWarning
  }

  /// `accounts.ndjson:17: …`, as editors and compilers write it.
  package var text: String {
    let place = lines.count == 1 ? "\(lines.lowerBound)" : "\(lines.lowerBound)-\(lines.upperBound)"
    return
      "\(file):\(place): \(isWarning ? "warning: " : "")\(code.map { "\($0): " } ?? "")\(message)"
  }
}
