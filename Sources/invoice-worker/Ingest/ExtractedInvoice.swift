import Glibc

/// The invoice inside a PDF (Factur-X, ZUGFeRD), taken out by the program `invoice-documents`, whose libraries do not enter this
/// process.
enum ExtractedInvoice {
  /// Bytes of the XML, and seconds that taking it out may last.
  private static let largest = 16 << 20
  private static let patience: Int32 = 60

  static let missing =
    "this is a PDF, and the program invoice-documents, which takes the invoice out of a PDF, is not installed: "
    + "put it beside invoice-worker or on the PATH, or save the XML that is attached to the PDF"

  /// The XML, or why there is none, as a sentence.
  ///
  /// - Throws: where the program cannot be started, or ends without an answer.
  static func xml(
    of pdf: RecordFile
  ) throws(CommandFailure) -> Result<[UInt8], UnreadDocument> {
    guard let program = DocumentsProgram.installed() else {
      return .failure(UnreadDocument(missing))
    }
    let words = try RecordFile(temporaryFor: pdf.name)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw failure(program, errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let child = start(
      program, input: pdf.rewound, output: ends[1], errors: words.rewound)
    close(ends[1])
    let process = try child.get()
    let output = read(ends[0])
    // Whatever it still does is no longer wanted: it has closed its output, or is too slow or too long.
    if output == nil { kill(process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard let output else {
      return .failure(
        UnreadDocument(
          "no invoice could be taken out of this PDF within \(patience) s and \(largest >> 20) MiB")
      )
    }
    let isEnded = status & 0x7F == 0
    switch (isEnded, status >> 8 & 0xFF) {
    case (true, 0): return .success(output)
    case (true, 3):
      return .failure(UnreadDocument("this is a PDF without an invoice inside: \(try said(words))"))
    default: return .failure(UnreadDocument("this PDF cannot be read: \(try said(words))"))
    }
  }

  private static func said(_ words: RecordFile) throws(CommandFailure) -> String {
    let text = String(decoding: try words.beginning(1_000), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let prefix = "\(DocumentsProgram.name): "
    return line.isEmpty
      ? "invoice-documents says nothing of it"
      : line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : line
  }

  private static func start(
    _ program: DocumentsProgram, input: Int32, output: Int32, errors: Int32
  ) -> Result<pid_t, CommandFailure> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The thread that this runs on may block signals; the program must end by them.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = [strdup(program.path), strdup("extract"), nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = posix_spawn(
      &process, program.path, &actions, &attributes, &arguments, environ)
    return code == 0 ? .success(process) : .failure(failure(program, code))
  }

  /// All that is written until the other end is closed; nil when that lasts too long, or is too much.
  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1_024)
    let start = ContinuousClock.now
    while true {
      let left = Int64(patience) - start.duration(to: .now).components.seconds
      guard left > 0 else { return nil }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, Int32(clamping: left * 1_000))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let got = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if got == 0 { return bytes }
      if got < 0, errno == EINTR { continue }
      guard got > 0, bytes.count + got <= largest else { return nil }
      bytes += chunk[..<got]
    }
  }

  private static func failure(_ program: DocumentsProgram, _ code: Int32) -> CommandFailure {
    .fault("\(program.path) cannot be started: \(String(cString: strerror(code)))")
  }
}
