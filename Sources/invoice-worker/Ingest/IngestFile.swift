import Zip

/// A file that is handed in: by its name, or in an archive. Opened again whenever it is read.
struct IngestFile {
  private enum Place {
    case name(String)
    /// Standard input, which is there once.
    case input(RecordFile)
  }

  private let file: Place
  private let name: String
  /// Of the archive that the file is.
  private let entry: ZipArchive.Entry?

  /// Files in an archive, and bytes of all of them together.
  private static let mostFiles = 1_000
  private static let mostBytes: UInt64 = 1 << 30

  /// - Throws: when it cannot be read.
  init(_ name: String) throws(CommandFailure) {
    self.name = name
    entry = nil
    let opened = try RecordFile(name)
    file = name == "-" ? .input(opened) : .name(name)
  }

  private init(_ entry: ZipArchive.Entry, of archive: IngestFile) {
    name = archive.name
    file = archive.file
    self.entry = entry
  }

  /// As it is shown: `FILE`, or `ARCHIVE/FILE`.
  var place: String { entry.map { "\(name)/\($0.name)" } ?? name }

  /// The first bytes, to tell what the file is.
  func beginning() throws(CommandFailure) -> Result<[UInt8], UnreadDocument> {
    let file = try reopened()
    guard let entry else { return .success(try file.beginning(4_096)) }
    return Self.read(file) { archive throws(ZipError) in
      try archive.beginning(of: entry, limit: 4_096)
    }
  }

  /// All of it.
  func bytes(limit: Int) throws(CommandFailure) -> Result<[UInt8], UnreadDocument> {
    let file = try reopened()
    let tooLarge = UnreadDocument("the file is larger than the \(limit >> 20) MiB that are read")
    guard let entry else {
      guard let bytes = try file.text(upTo: limit) else { return .failure(tooLarge) }
      return .success(bytes)
    }
    let found = Self.read(file) { archive throws(ZipError) in
      try archive.bytes(of: entry, limit: limit)
    }
    switch found {
    case .failure(let problem): return .failure(problem)
    case .success(let bytes?): return .success(bytes)
    case .success(nil): return .failure(tooLarge)
    }
  }

  /// The file itself; one in an archive is unpacked.
  func opened(limit: Int) throws(CommandFailure) -> Result<RecordFile, UnreadDocument> {
    guard entry != nil else { return .success(try reopened()) }
    switch try bytes(limit: limit) {
    case .failure(let problem): return .failure(problem)
    case .success(let bytes):
      let unpacked = try RecordFile(temporaryFor: place)
      try unpacked.append(bytes)
      return .success(unpacked)
    }
  }

  /// The files in the archive that this is, by name.
  func entries() throws(CommandFailure) -> Result<[IngestFile], UnreadDocument> {
    guard entry == nil else {
      return .failure(UnreadDocument("this is an archive in an archive; unpack it"))
    }
    let found: Result<[ZipArchive.Entry]?, UnreadDocument> = Self.read(try reopened()) {
      archive throws(ZipError) in
      var entries: [ZipArchive.Entry] = []
      for index in 0..<archive.count {
        guard let entry = try archive.entry(at: index) else { continue }
        entries.append(entry)
        guard entries.count <= Self.mostFiles else { return nil }
      }
      return entries.sorted { $0.name < $1.name }
    }
    switch found {
    case .failure(let problem): return .failure(problem)
    case .success(nil):
      return .failure(
        UnreadDocument("the archive holds more than \(Self.mostFiles) files; make several of it"))
    case .success(let entries?):
      var bytes: UInt64 = 0
      for entry in entries {
        guard !entry.isEncrypted else {
          return .failure(UnreadDocument("the archive is encrypted; unpack it"))
        }
        bytes = bytes.addingReportingOverflow(entry.count).overflow ? .max : bytes + entry.count
      }
      guard bytes <= Self.mostBytes else {
        return .failure(
          UnreadDocument(
            "the files of the archive have more than \(Self.mostBytes >> 30) GiB together; make several of it"
          ))
      }
      return .success(entries.map { IngestFile($0, of: self) })
    }
  }

  private func reopened() throws(CommandFailure) -> RecordFile {
    switch file {
    case .input(let file): file
    case .name(let name): try RecordFile(name)
    }
  }

  private static func read<Value>(
    _ file: RecordFile, _ body: (borrowing ZipArchive) throws(ZipError) -> Value
  ) -> Result<Value, UnreadDocument> {
    do throws(ZipError) {
      let archive = try ZipArchive(descriptor: file.rewound)
      return .success(try body(archive))
    } catch {
      return .failure(UnreadDocument("this is a ZIP archive, and \(error.description)"))
    }
  }
}
