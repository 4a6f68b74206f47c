import Glibc
import JSON
import Worker

/// Standard output for answers, standard error for everything else.
struct Console: Sendable {
  var isErrorATerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal that standard error is.
  var errorWidth: Int { Self.columns(of: STDERR_FILENO) ?? 80 }

  /// Columns of the terminal that standard output is; nil where it is none, and any width will do.
  var outputWidth: Int? { Self.columns(of: STDOUT_FILENO) }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Whether a person can be asked.
  var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isErrorATerminal }

  /// Asks, and waits for the answer; anything but yes is a no.
  func isConfirmed(_ question: String) -> Bool {
    draw("\(question) [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased())
  }

  /// Writes an answer. Text from outside in it cannot control the terminal or reverse a line.
  func write(_ text: String) {
    put(Array(PrintableText.escapingLines(text).utf8))
  }

  /// A table as wide as the terminal lets it be.
  func write(_ table: Table) { write(table.text(width: outputWidth)) }

  /// Writes JSON texts. A document or a message that another program reads is the same one with escapes in it.
  func write(_ bytes: [UInt8]) {
    put(PrintableText.escapingJSON(bytes))
  }

  /// Writes a document as it is.
  func writeDocument(_ bytes: [UInt8]) { put(bytes) }

  /// Writes, or ends the process: an answer that is cut off must not look complete. A reader that went
  /// away (a closed pipe) has enough, and gets no message.
  private func put(_ bytes: [UInt8]) {
    guard !WholeWrite.write(bytes, to: STDOUT_FILENO) else { return }
    let code = errno
    if code != EPIPE {
      error(
        "invoice-worker: the output cannot be written: \(String(cString: strerror(code))); it is incomplete"
      )
    }
    exit(ExitStatus.fault.rawValue)
  }

  /// Says that the command waits, if standard error is a terminal.
  func noteWaiting(_ sentence: String) {
    if isErrorATerminal { error(sentence) }
  }

  /// Writes one JSON value and a line feed.
  func writeJSON(_ body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    body(&writer)
    write(writer.bytes + [UInt8(ascii: "\n")])
  }

  /// A sentence to the user, with the line feed added. A reader that has stopped reading may hold this up for as long
  /// as `limit`; then the rest is left. Nil: for as long as it likes.
  func error(_ sentence: String, within limit: Duration? = nil) {
    let bytes = Array((PrintableText.escapingLines(sentence) + "\n").utf8)
    guard let limit else {
      _ = WholeWrite.write(bytes, to: STDERR_FILENO)
      return
    }
    let deadline = ContinuousClock.now + limit
    var rest = bytes[...]
    while !rest.isEmpty, Self.isWritable(STDERR_FILENO, until: deadline) {
      // A writable pipe takes this many bytes without waiting.
      let part = rest.prefix(Int(PIPE_BUF))
      guard WholeWrite.write(Array(part), to: STDERR_FILENO) else { return }
      rest = rest.dropFirst(part.count)
    }
  }

  private static func isWritable(
    _ descriptor: Int32, until deadline: ContinuousClock.Instant
  ) -> Bool {
    while true {
      let left = max(.zero, ContinuousClock.now.duration(to: deadline))
      let milliseconds =
        left.components.seconds * 1_000
        + left.components.attoseconds / 1_000_000_000_000_000
      var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      let found = poll(&file, 1, Int32(clamping: milliseconds))
      if found >= 0 || errno != EINTR { return found > 0 }
    }
  }

  /// Text to the terminal as it is, for text that will be drawn over.
  func draw(_ text: String) {
    _ = WholeWrite.write(Array(text.utf8), to: STDERR_FILENO)
  }
}
