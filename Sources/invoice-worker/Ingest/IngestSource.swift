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
  struct Document: Sendable {
    /// `FILE`, or `FILE:LINE`.
    let place: String
    fileprivate let file: Int
    /// nil for a file of XML.
    fileprivate let line: ImportLine?
  }

  /// Bytes of a UBL file: what its reader takes.
  private static let largestFile = 16 << 20

  private let files: [RecordFile]
  private let options: Options
  private(set) var documents: [Document] = []
  private(set) var faults: [IngestResult] = []

  init(_ names: [String], _ options: Options) throws(CommandFailure) {
    var files: [RecordFile] = []
    for name in names { files.append(try RecordFile(name)) }
    self.files = files
    self.options = options
    for (index, file) in files.enumerated() { try scan(file, index) }
  }

  private mutating func scan(_ file: RecordFile, _ index: Int) throws(CommandFailure) {
    guard !(try Self.isXML(file)) else {
      documents.append(Document(place: file.name, file: index, line: nil))
      return
    }
    var found: [Document] = []
    var faults: [IngestResult] = []
    try file.forEachLine(limit: RequestQueue.ingest.bodyLimit) { number, offset, text in
      let place = "\(file.name):\(number)"
      guard let text else {
        faults.append(.unread(place, "the line is longer than the 4 MiB a request may have"))
        return
      }
      // A line without anything is no document.
      guard text.contains(where: { !Self.blanks.contains($0) }) else { return }
      found.append(
        Document(
          place: place, file: index,
          line: ImportLine(
            file: index, number: number, offset: offset, length: text.count, stage: .orders)))
    }
    documents += found
    self.faults += faults
  }

  /// White space, and the byte order mark of UTF-8.
  private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]

  /// Whether the file begins as XML does, in UTF-8 and what resembles it, or in UTF-16: JSON begins with
  /// neither `<` nor that mark.
  private static func isXML(_ file: RecordFile) throws(CommandFailure) -> Bool {
    let beginning = try file.beginning(4_096)
    if beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF]) {
      return true
    }
    return beginning.first { !blanks.contains($0) } == UInt8(ascii: "<")
  }

  /// The request a document makes. Its identifier derives from its bytes: the same document sent
  /// again is the same request, and is answered with the stored completion.
  func request(for document: Document) throws(CommandFailure) -> Result<
    RequestToSend, UnreadDocument
  > {
    let body: [UInt8]
    if let line = document.line {
      body = try files[document.file].text(of: line)
    } else {
      guard let bytes = try files[document.file].text(upTo: Self.largestFile) else {
        return .failure(
          UnreadDocument("the file is larger than the \(Self.largestFile >> 20) MiB that are read"))
      }
      do throws(UBLError) {
        let ubl = try UBLDocument(reading: bytes)
        guard let account = options.accountId ?? ubl.buyerIdentifier else {
          return .failure(
            UnreadDocument("the document names no buyer identifier; say --account ID"))
        }
        body = ubl.requestBody(
          UBLDocument.Context(
            accountId: account, orderId: options.orderId, isDraft: options.isDraft))
      } catch {
        return .failure(UnreadDocument("\(error)"))
      }
    }
    return .success(
      RequestToSend(
        type: RequestType.ingestInvoice.rawValue,
        identifier: "ingest-\(SHA256Digest.of(body).description)",
        source: RequestCommand.defaultSource, body: body))
  }
}

/// Why a document makes no request.
struct UnreadDocument: Error, Hashable, Sendable {
  let sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}
