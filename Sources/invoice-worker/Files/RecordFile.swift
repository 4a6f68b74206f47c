import Glibc

/// An NDJSON file that is read twice: once to find the records, and again, record by record, to send them,
/// so that an import needs memory for places and not for texts.
final class RecordFile {
  /// As given; `-` is standard input.
  let name: String
  private let descriptor: Int32

  /// Bytes read at once.
  private static let bufferSize = 256 * 1_024

  /// Standard input cannot be read twice, so what comes from there is kept in a file without a name.
  ///
  /// - Throws: the sentence that says why the file cannot be read.
  init(_ name: String) throws(CommandFailure) {
    self.name = name
    if name == "-" {
      descriptor = try Self.kept(STDIN_FILENO)
    } else {
      // Without waiting for another process to open the other end of a pipe.
      descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else {
        throw .usage("\(name) cannot be read: \(Self.reason(errno))")
      }
      if let kind = Self.kind(ofOther: descriptor) {
        close(descriptor)
        throw .usage("\(name) is \(kind), not a file; - reads standard input")
      }
    }
  }

  /// What is open there, where it is not a file: a pipe or a device has no known end, and they cannot be read
  /// twice. nil for a file.
  private static func kind(ofOther descriptor: Int32) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: return "a directory"
    case S_IFIFO: return "a pipe"
    case S_IFSOCK: return "a socket"
    default: return "a device"
    }
  }

  /// A new temporary file, for what is derived from the file of this name.
  init(temporaryFor name: String) throws(CommandFailure) {
    self.name = name
    descriptor = try Self.temporaryFile()
  }

  deinit { close(descriptor) }

  /// Writes at the end of a file that was made for it.
  func append(_ bytes: [UInt8]) throws(CommandFailure) {
    var written = 0
    while written < bytes.count {
      let put = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard put > 0 || errno == EINTR else {
        throw .fault("\(name) cannot be copied into a temporary file: \(Self.reason(errno))")
      }
      written += max(0, put)
    }
  }

  /// The file from its beginning, for whom it is handed to; it stays this value's.
  var rewound: Int32 {
    lseek(descriptor, 0, SEEK_SET)
    return descriptor
  }

  /// Calls back with every line's number, offset and bytes, without the line feed. A line longer than
  /// the limit comes as nil.
  func forEachLine(
    limit: Int, _ body: (_ number: Int, _ offset: Int64, _ line: ArraySlice<UInt8>?) -> Void
  ) throws(CommandFailure) {
    var pending: [UInt8] = []
    var isTooLong = false
    var number = 1
    var lineStart: Int64 = 0
    var position: Int64 = 0
    while true {
      let buffer = try read(at: position, count: Self.bufferSize)
      if buffer.isEmpty { break }
      var start = 0
      while let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
        if pending.count + end - start > limit { isTooLong = true }
        if isTooLong {
          body(number, lineStart, nil)
        } else if pending.isEmpty {
          body(number, lineStart, buffer[start..<end])
        } else {
          pending += buffer[start..<end]
          body(number, lineStart, pending[...])
        }
        pending.removeAll(keepingCapacity: true)
        isTooLong = false
        number += 1
        start = end + 1
        lineStart = position + Int64(start)
      }
      if pending.count + buffer.count - start > limit {
        isTooLong = true
        pending.removeAll()
      } else {
        pending += buffer[start...]
      }
      position += Int64(buffer.count)
    }
    if isTooLong || !pending.isEmpty { body(number, lineStart, isTooLong ? nil : pending[...]) }
  }

  /// - Throws: when the file has become shorter since it was scanned.
  func bytes(at offset: Int64, count: Int) throws(CommandFailure) -> [UInt8] {
    let bytes = try read(at: offset, count: count)
    guard bytes.count == count else {
      throw .fault("\(name) was changed while it was being imported: import it again")
    }
    return bytes
  }

  /// Everything, when it is no longer than the limit.
  func wholeText(limit: Int) throws(CommandFailure) -> [UInt8] {
    guard let bytes = try text(upTo: limit) else {
      throw .usage("\(name) is longer than \(limit) bytes")
    }
    return bytes
  }

  /// Everything; nil when it is longer than the limit.
  func text(upTo limit: Int) throws(CommandFailure) -> [UInt8]? {
    let bytes = try read(at: 0, count: limit + 1)
    return bytes.count <= limit ? bytes : nil
  }

  /// Whether the first character of its text is an array's.
  func beginsArray() throws(CommandFailure) -> Bool {
    let text = try beginning(1_024).drop {
      FileKind.isBlank($0) || [0xEF, 0xBB, 0xBF].contains($0)
    }
    return text.first == UInt8(ascii: "[")
  }

  /// The first bytes, to tell what the file is.
  func beginning(_ count: Int) throws(CommandFailure) -> [UInt8] { try read(at: 0, count: count) }

  /// A line without white space around it, and without a byte order mark at the file's beginning; nil for
  /// an empty line.
  static func trimmed(_ line: ArraySlice<UInt8>, isFirst: Bool) -> ArraySlice<UInt8>? {
    var line = line
    if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    line = line.drop(while: isSpace)
    while let last = line.last, isSpace(last) { line = line.dropLast() }
    return line.isEmpty ? nil : line
  }

  private func read(at offset: Int64, count: Int) throws(CommandFailure) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled,
          off_t(offset) + off_t(filled))
        if got > 0 {
          filled += got
        } else if got == 0 || errno != EINTR {
          failure = got == 0 ? 0 : errno
          return
        }
      }
    }
    guard failure == 0 else {
      throw .usage("\(name) cannot be read: \(Self.reason(failure))")
    }
    return bytes
  }

  private static func kept(_ input: Int32) throws(CommandFailure) -> Int32 {
    let copy = try temporaryFile()
    if isatty(input) == 1 { Console().error("Reading standard input; Ctrl-D ends it.") }
    var buffer = [UInt8](repeating: 0, count: bufferSize)
    while true {
      let got = buffer.withUnsafeMutableBytes { Glibc.read(input, $0.baseAddress, $0.count) }
      if got == 0 { return copy }
      guard got > 0 || errno == EINTR else {
        let code = errno
        close(copy)
        throw .usage("standard input cannot be read: \(reason(code))")
      }
      var written = 0
      while written < got {
        let put = buffer[written..<got].withUnsafeBytes {
          Glibc.write(copy, $0.baseAddress, $0.count)
        }
        guard put > 0 || errno == EINTR else {
          let code = errno
          close(copy)
          throw .internal("standard input cannot be kept: \(reason(code))")
        }
        written += max(0, put)
      }
    }
  }

  /// Without a name from the start of its use: it is gone with its descriptor, however the process ends.
  private static func temporaryFile() throws(CommandFailure) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array("\(folder)/invoice-worker-import.XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else {
      throw .fault("standard input cannot be kept in \(folder): \(reason(errno))")
    }
    unlink(path)
    return file
  }

  private static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
