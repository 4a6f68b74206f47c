/// What follows from a chunk that was not stored: which of its lines are at fault, and what is sent
/// again without them. Pure.
package struct ImportRefusal: Hashable, Sendable {
  package let faults: [ImportFault]
  /// The lines without the faulty ones; nil when nothing is left, or good and bad lines cannot be told apart.
  package let rest: ImportChunk?

  /// One error or warning of a completion.
  package struct Entry: Hashable, Sendable {
    package let code: String
    package let message: String
    /// Into the request's data: `/records/7/endDate`.
    package let pointer: String?

    package init(code: String, message: String, pointer: String?) {
      self.code = code
      self.message = message
      self.pointer = pointer
    }
  }

  /// File names are given by the index that lines have of their file.
  package init(of chunk: ImportChunk, errors: [Entry], fileNames: [String]) {
    let placed = Self.faults(errors, in: chunk, isWarning: false, fileNames: fileNames)
    let faulty = Set(errors.compactMap { Self.index($0, in: chunk) })
    let rest = chunk.lines.indices.filter { !faulty.contains($0) }.map { chunk.lines[$0] }
    if faulty.isEmpty {
      faults = Self.whole(chunk, errors, fileNames: fileNames)
      self.rest = nil
    } else {
      faults = placed
      self.rest = rest.isEmpty ? nil : ImportChunk(rest)
    }
  }

  /// The entries that point to a line of the chunk; the others are left out.
  package static func faults(
    _ entries: [Entry], in chunk: ImportChunk, isWarning: Bool, fileNames: [String]
  ) -> [ImportFault] {
    entries.compactMap { entry in
      guard let index = index(entry, in: chunk) else { return nil }
      let line = chunk.lines[index]
      let member = member(of: entry)
      return ImportFault(
        file: fileNames[line.file], lines: line.number...line.number, code: entry.code,
        message: member.isEmpty ? entry.message : "\(member): \(entry.message)",
        isWarning: isWarning)
    }
  }

  /// Of each file that the chunk has lines of: a chunk may span two.
  private static func whole(
    _ chunk: ImportChunk, _ errors: [Entry], fileNames: [String]
  ) -> [ImportFault] {
    let first = errors.first
    return Dictionary(grouping: chunk.lines, by: \.file).sorted { $0.key < $1.key }.map {
      let numbers = $0.value.map(\.number)
      let low = numbers.min() ?? 1
      return ImportFault(
        file: fileNames[$0.key], lines: low...max(low, numbers.max() ?? low), code: first?.code,
        message: first?.message ?? "the records were refused without a reason; see the worker's log"
      )
    }
  }

  private static func index(_ entry: Entry, in chunk: ImportChunk) -> Int? {
    let parts = parts(of: entry)
    guard parts.count >= 2, parts[0] == "records", let index = Int(parts[1]),
      chunk.lines.indices.contains(index)
    else { return nil }
    return index
  }

  /// What the pointer names within the record: `/tiers/0`, or nothing for the record itself.
  private static func member(of entry: Entry) -> String {
    parts(of: entry).dropFirst(2).map { "/\($0)" }.joined()
  }

  private static func parts(of entry: Entry) -> [Substring] {
    (entry.pointer ?? "").split(separator: "/", omittingEmptySubsequences: false).dropFirst()
      .map { $0 }
  }
}
