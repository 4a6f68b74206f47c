import Billing
import JSON
import Messages

/// What became of an import's records.
struct ImportReport {
  private(set) var storedCount = 0
  private(set) var refusedCount: Int
  private(set) var faults: [ImportFault]
  private(set) var warnings: [ImportFault] = []

  /// - Parameter faults: of the lines that were no records.
  init(faults: [ImportFault]) {
    self.faults = faults
    refusedCount = faults.count
  }

  /// Counts the answer to a chunk.
  ///
  /// - Returns: what is to be sent again, without the lines at fault.
  mutating func take(
    _ completion: CompletionView, of chunk: ImportChunk, fileNames: [String]
  ) -> ImportChunk? {
    guard completion.outcome != .succeeded else {
      storedCount += chunk.lines.count
      warnings += ImportRefusal.faults(
        completion.warnings.map(Self.entry), in: chunk, isWarning: true, fileNames: fileNames)
      return nil
    }
    let refusal = ImportRefusal(
      of: chunk, errors: completion.errors.map(Self.entry), fileNames: fileNames)
    faults += refusal.faults
    refusedCount += chunk.lines.count - (refusal.rest?.lines.count ?? 0)
    return refusal.rest
  }

  private static func entry(_ fault: CompletionView.Fault) -> ImportRefusal.Entry {
    ImportRefusal.Entry(code: fault.code, message: fault.message, pointer: fault.pointer)
  }

  var summary: String {
    let warned = warnings.isEmpty ? "" : ", \(warnings.count) with a warning"
    let stored = "\(storedCount) \(storedCount == 1 ? "record" : "records") stored\(warned)"
    guard refusedCount > 0 else { return "\(stored)." }
    let lines = refusedCount == 1 ? "that line" : "those lines"
    return "\(stored), \(refusedCount) refused: fix \(lines) and import again."
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("storedCount")
    writer.integer(storedCount)
    writer.key("refusedCount")
    writer.integer(refusedCount)
    for (name, list) in [("errors", faults), ("warnings", warnings)] {
      writer.key(name)
      writer.beginArray()
      for fault in list { Self.write(fault, to: &writer) }
      writer.endArray()
    }
    writer.endObject()
  }

  private static func write(_ fault: ImportFault, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("file")
    writer.string(fault.file)
    writer.key("line")
    writer.integer(fault.lines.lowerBound)
    writer.key("lastLine")
    writer.integer(fault.lines.upperBound)
    writer.key("errorCode")
    if let code = fault.code { writer.string(code) } else { writer.null() }
    writer.key("errorMessage")
    writer.string(fault.message)
    writer.endObject()
  }
}
