extension RecordFile {
  /// What is wrong with a line of a CSV file.
  struct Fault: Hashable, Sendable {
    let line: Int
    let message: String
  }

  /// Whether the file's name says that it is CSV.
  static func isCSV(_ name: String) -> Bool { name.lowercased().hasSuffix(".csv") }

  /// The records of a CSV file as NDJSON, in a file without a name: each in the line in which it begins there, so that a
  /// fault is found by its number.
  ///
  /// - Throws: when the heading is not one.
  func readingCSV(
    type: String?, limit: Int
  ) throws(CommandFailure) -> (file: RecordFile, faults: [Fault]) {
    let copy = try RecordFile(temporaryFor: name)
    var faults: [Fault] = []
    var table: CSVTable?
    var failure: CommandFailure?
    // The record that is being read, the line in which it began, and whether a field of it is still open.
    var record: [UInt8] = []
    var start = 1
    var isOpen = false
    var written = 1
    func take(_ line: Int, _ bytes: [UInt8]) {
      let text = String(decoding: bytes, as: UTF8.self)
      do throws(CSVTable.Problem) {
        guard let known = table else {
          table = try CSVTable(heading: text, type: type)
          return
        }
        let record = try known.record(of: text)
        let gap = [UInt8](repeating: UInt8(ascii: "\n"), count: line - written)
        do throws(CommandFailure) {
          try copy.append(gap + record)
          written = line
        } catch {
          failure = error
        }
      } catch {
        if table == nil {
          failure = .usage("\(name): \(error)")
        } else {
          faults.append(Fault(line: line, message: error.description))
        }
      }
    }
    try forEachLine(limit: limit) { number, _, line in
      guard failure == nil else { return }
      guard var line else {
        isOpen = false
        faults.append(
          Fault(line: number, message: "the line is longer than the 4 MiB a request may have"))
        return
      }
      if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
      if line.last == 0x0D { line = line.dropLast() }
      if isOpen {
        record.append(UInt8(ascii: "\n"))
      } else {
        record.removeAll(keepingCapacity: true)
        start = number
      }
      record += line
      isOpen = CSVRecord.isOpen(after: line, separator: table?.separator, isOpen: isOpen)
      if isOpen, record.count > limit {
        isOpen = false
        faults.append(Fault(line: start, message: "a quotation mark is never closed"))
      } else if !isOpen, !record.isEmpty {
        take(start, record)
      }
    }
    if let failure { throw failure }
    if isOpen { faults.append(Fault(line: start, message: "a quotation mark is never closed")) }
    guard table != nil else {
      throw .usage("\(name) is empty; the first line must name the columns")
    }
    return (copy, faults)
  }
}
