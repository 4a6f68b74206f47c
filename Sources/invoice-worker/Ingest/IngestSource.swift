import Digest
import Messages
import UBL

/// The documents of the files named: UBL files hold one each, NDJSON files one a line.
struct IngestSource {
  /// What the command line says that a document may not.
  struct Options: Sendable {
    let accountId: String?
    let orderId: String?
    let isDraft: Bool
  }

  /// One document: where it stands. Its text is read when it is its turn, so that memory does not
  /// grow with the files.
  struct Document {
    /// `FILE`, or `FILE:LINE`.
    let place: String
    fileprivate let content: Content
  }

  fileprivate enum Content {
    /// A whole file, opened again when it is its turn: a migration has more of them than may be open.
    case xml(name: String)
    /// The same from standard input, which cannot be.
    case xmlInput(RecordFile)
    case line(ImportLine, of: RecordFile)
    /// Found to be no document already.
    case unreadable(UnreadDocument)
  }

  /// Bytes of a UBL file: what its reader takes.
  private static let largestFile = 16 << 20

  private let options: Options
  private(set) var documents: [Document] = []

  /// Looks through the files.
  ///
  /// - Throws: when one of them cannot be read: then nothing is sent of any.
  init(_ names: [String], _ options: Options) throws(CommandFailure) {
    self.options = options
    for (index, name) in names.enumerated() { try scan(try RecordFile(name), index) }
  }

  private mutating func scan(_ file: RecordFile, _ index: Int) throws(CommandFailure) {
    if try Self.isXML(file) {
      let content: Content = file.name == "-" ? .xmlInput(file) : .xml(name: file.name)
      documents.append(Document(place: file.name, content: content))
      return
    }
    var found: [Document] = []
    try file.forEachLine(limit: RequestQueue.ingest.bodyLimit) { number, offset, text in
      let place = "\(file.name):\(number)"
      guard let text else {
        let problem = UnreadDocument("the line is longer than the 4 MiB a request may have")
        found.append(Document(place: place, content: .unreadable(problem)))
        return
      }
      guard let trimmed = ImportSource.trimmed(text, isFirst: number == 1) else { return }
      let line = ImportLine(
        file: index, number: number, offset: offset + Int64(trimmed.startIndex - text.startIndex),
        length: trimmed.count, stage: .orders)
      found.append(Document(place: place, content: .line(line, of: file)))
    }
    documents += found
  }

  /// Whether the file begins as XML does, in UTF-8 and what resembles it, or in UTF-16: JSON begins with
  /// neither `<` nor that mark.
  private static func isXML(_ file: RecordFile) throws(CommandFailure) -> Bool {
    let beginning = try file.beginning(4_096)
    if beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF]) {
      return true
    }
    // White space, and the byte order mark of UTF-8.
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
    return beginning.first { !blanks.contains($0) } == UInt8(ascii: "<")
  }

  /// The request a document makes. Its identifier derives from its bytes: the same document sent
  /// again is the same request, and is answered with the stored completion.
  func request(for document: Document) throws(CommandFailure) -> Result<
    RequestToSend, UnreadDocument
  > {
    switch document.content {
    case .unreadable(let problem): return .failure(problem)
    case .line(let line, let file): return .success(Self.request(try file.text(of: line)))
    case .xmlInput(let file): return try request(forXML: file)
    case .xml(let name): return try request(forXML: RecordFile(name))
    }
  }

  private func request(
    forXML file: RecordFile
  ) throws(CommandFailure) -> Result<RequestToSend, UnreadDocument> {
    guard let bytes = try file.text(upTo: Self.largestFile) else {
      return .failure(
        UnreadDocument("the file is larger than the \(Self.largestFile >> 20) MiB that are read"))
    }
    do throws(UBLError) {
      let document = try UBLDocument(reading: bytes)
      guard let account = options.accountId ?? document.buyerIdentifier else {
        return .failure(
          UnreadDocument("the document names no buyer identifier; say --account ID"))
      }
      let context = UBLDocument.Context(
        accountId: account, orderId: options.orderId, isDraft: options.isDraft)
      return .success(Self.request(document.requestBody(context)))
    } catch {
      return .failure(UnreadDocument("\(error)"))
    }
  }

  private static func request(_ body: [UInt8]) -> RequestToSend {
    RequestToSend(
      type: RequestType.ingestInvoice.rawValue,
      identifier: "ingest-\(SHA256Digest.of(body).description)",
      source: RequestCommand.defaultSource, body: body)
  }
}

/// Why a document makes no request.
struct UnreadDocument: Error, Hashable, Sendable {
  let sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}
