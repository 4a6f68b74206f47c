/// The records of one request.
package struct ImportChunk: Hashable, Sendable {
  package let lines: [ImportLine]

  package init(_ lines: [ImportLine]) { self.lines = lines }

  /// Far below the 5,000 a request may hold: several requests side by side are done sooner than one
  /// long one, and a refused one costs less to send again.
  package static let mostRecords = 500
  /// Below the 4 MiB of a request, with room for the envelope.
  package static let mostBytes = 4 * 1_024 * 1_024 - 1_024

  /// What one record adds to the body: itself and a comma.
  static func weight(_ line: ImportLine) -> Int { line.length + 1 }

  /// The body of the request: the records' own bytes, in the order of the lines.
  static func body(of records: [[UInt8]]) -> [UInt8] {
    var body = Array(#"{"records":["#.utf8)
    for (index, record) in records.enumerated() {
      if index > 0 { body.append(UInt8(ascii: ",")) }
      body += record
    }
    return body + Array("]}".utf8)
  }
}
