import Billing
import JSON

/// The files of an import, scanned once: the positions of their records, and the faults that show
/// before anything is sent.
struct ImportSource {
  let files: [RecordFile]
  private(set) var lines: [ImportLine] = []
  private(set) var faults: [ImportFault] = []
  /// Where a record was first met, by type and identifier.
  private var places: [String: String] = [:]

  /// `type`: what the records of CSV files are, where those do not say it.
  init(_ names: [String], type: String? = nil) throws(CommandFailure) {
    var files: [RecordFile] = []
    var faults: [ImportFault] = []
    for name in names {
      let file = try RecordFile(name)
      let isEmpty = try Self.refuseOther(file)
      guard RecordFile.isCSV(name), !isEmpty else {
        try Self.refuseArray(file)
        files.append(file)
        continue
      }
      let read = try file.readingCSV(type: type, limit: ImportChunk.mostBytes - 64)
      files.append(read.file)
      faults += read.faults.map {
        ImportFault(file: name, lines: $0.line...$0.line, message: $0.message)
      }
    }
    self.files = files
    self.faults = faults
    for index in files.indices { try scan(index) }
  }

  /// A file that is not text would give one complaint per line.
  ///
  /// - Returns: whether the file is empty.
  private static func refuseOther(_ file: RecordFile) throws(CommandFailure) -> Bool {
    switch FileKind(beginning: try file.beginning(4_096)) {
    case .text: return false
    case .empty: return true
    case .other(let description): throw .usage("\(file.name): this is \(description)")
    case .pdf: throw .usage("\(file.name): this is \(FileKind.pdfClause)")
    case .zip: throw .usage("\(file.name): this is \(FileKind.zipClause)")
    case .xml:
      throw .usage(
        "\(file.name): this is XML; records are imported from JSON, one a line, or CSV, and invoices in UBL ingested: invoice-worker ingest"
      )
    }
  }

  /// One object over several lines would, too.
  private static func refuseIndented(_ file: RecordFile) throws(CommandFailure) {
    guard let text = try file.text(upTo: ImportChunk.mostBytes) else { return }
    let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    do throws(JSONError) {
      guard case .object = try JSONDocument(reading: Array(text[start...])).root else { return }
    } catch {
      // Not one object: each of its lines is reported on its own.
      return
    }
    throw .usage(
      "\(file.name) is JSON over several lines; one record a line is needed: jq -c . \(file.name == "-" ? "" : "\(file.name) ")makes it"
    )
  }

  /// An array would give one complaint per line.
  private static func refuseArray(_ file: RecordFile) throws(CommandFailure) {
    guard try file.beginsArray() else { return }
    throw .usage(
      "\(file.name) is a JSON array; one record a line is needed: jq -c '.[]' \(file.name == "-" ? "" : "\(file.name) ")makes them"
    )
  }

  var fileNames: [String] { files.map(\.name) }

  /// - Throws: when the file has become shorter since it was scanned.
  func text(of line: ImportLine) throws(CommandFailure) -> [UInt8] {
    try files[line.file].bytes(at: line.offset, count: line.length)
  }

  private mutating func scan(_ index: Int) throws(CommandFailure) {
    let file = files[index]
    var found: [ImportLine] = []
    var faults: [ImportFault] = []
    var places = places
    try file.forEachLine(limit: ImportChunk.mostBytes - 64) { number, offset, text in
      func fault(_ message: String) {
        faults.append(ImportFault(file: file.name, lines: number...number, message: message))
      }
      guard let text else {
        return fault("the line is longer than the 4 MiB a request may have")
      }
      guard let trimmed = RecordFile.trimmed(text, isFirst: number == 1) else { return }
      switch RecordHead.read(Array(trimmed)) {
      case .failure(let problem): fault(problem.description)
      case .success(let head):
        let place = "\(file.name):\(number)"
        let key = "\(head.type)\u{0}\(head.id)"
        if let first = places[key] {
          // Chunks are stored in no certain order, so which of the two would win is not certain either.
          return fault("\(head.type) \(head.id) is in \(first) already; keep one of the two")
        }
        places[key] = place
        found.append(
          ImportLine(
            file: index, number: number,
            offset: offset + Int64(trimmed.startIndex - text.startIndex),
            length: trimmed.count, stage: RecordStage(recordType: head.type), unit: head.unit))
      }
    }
    if found.isEmpty {
      if faults.count > 1 { try Self.refuseIndented(file) }
      // Of a CSV file each row may have been refused before.
      if faults.isEmpty, !self.faults.contains(where: { $0.file == file.name }) {
        // It does not keep the other files from being imported, but is hardly what was meant.
        faults.append(
          ImportFault(file: file.name, lines: 1...1, message: "the file holds no record"))
      }
    }
    lines += found
    self.faults += faults
    self.places = places
  }
}
