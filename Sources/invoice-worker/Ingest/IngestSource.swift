import Billing
import Digest
import JSON
import Messages
import UBL

/// The documents of the files named: XML files and PDFs hold one each, NDJSON files one a line; of a folder all files below it
/// count, and of an archive all in it. A file without any document counts as one that cannot be read: every file has its result.
struct IngestSource {
  /// What the command line says that a document may not.
  struct Defaults: Sendable {
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

  /// What a document makes.
  struct Prepared {
    let request: RequestToSend
    /// Of its texts, which the request does not hold as they were.
    var warnings: [TextWarning] = []
  }

  fileprivate enum Content {
    /// A whole file, opened again when it is its turn: a migration has more of them than may be open.
    case whole(IngestFile)
    case line(offset: Int64, length: Int, of: RecordFile)
    /// Found to be no document already.
    case unreadable(UnreadDocument)

    var isUnreadable: Bool { if case .unreadable = self { true } else { false } }
  }

  /// Bytes of a file: what the reader of XML takes.
  static let largestFile = 16 << 20

  private let defaults: Defaults
  private(set) var documents: [Document] = []

  /// Looks through the files.
  ///
  /// - Throws: when one of them cannot be read: then nothing is sent of any.
  init(_ names: [String], _ defaults: Defaults) throws(CommandFailure) {
    self.defaults = defaults
    for name in names {
      guard let files = try FolderListing.files(below: name) else {
        try scan(IngestFile(name))
        continue
      }
      if files.isEmpty { unreadable(name, "the folder holds no file") }
      for file in files { try scan(IngestFile(file)) }
    }
  }

  private mutating func unreadable(_ place: String, _ sentence: String) {
    unreadable(place, UnreadDocument(sentence))
  }

  private mutating func unreadable(_ place: String, _ problem: UnreadDocument) {
    documents.append(Document(place: place, content: .unreadable(problem)))
  }

  private mutating func scan(_ file: IngestFile) throws(CommandFailure) {
    let beginning: [UInt8]
    switch try file.beginning() {
    case .success(let bytes): beginning = bytes
    case .failure(let problem): return unreadable(file.place, problem)
    }
    switch FileKind(beginning: beginning) {
    case .empty: unreadable(file.place, "the file is empty")
    case .other(let description): unreadable(file.place, "this is \(description)")
    case .xml, .pdf: documents.append(Document(place: file.place, content: .whole(file)))
    case .zip: try scan(archive: file)
    case .text:
      switch try file.opened(limit: Self.largestFile) {
      case .success(let text): try scan(text: text)
      case .failure(let problem): unreadable(file.place, problem)
      }
    }
  }

  private mutating func scan(archive: IngestFile) throws(CommandFailure) {
    switch try archive.entries() {
    case .failure(let problem): unreadable(archive.place, problem)
    case .success(let files):
      if files.isEmpty { unreadable(archive.place, "the archive holds no file") }
      for file in files { try scan(file) }
    }
  }

  private mutating func scan(text file: RecordFile) throws(CommandFailure) {
    let found = try lines(of: file)
    let isArray = try file.beginsArray()
    if found.isEmpty {
      unreadable(file.name, "the file holds nothing but blanks")
    } else if found.allSatisfy(\.content.isUnreadable), found.count > 1 || isArray {
      // One sentence on the file, instead of one on each of its lines.
      unreadable(
        file.name,
        "this is \(FileKind.description(ofText: try file.text(upTo: Self.largestFile)))")
    } else {
      documents += found
    }
  }

  private func lines(of file: RecordFile) throws(CommandFailure) -> [Document] {
    var found: [Document] = []
    try file.forEachLine(limit: WorkQueue.ingest.bodyLimit) { number, offset, text in
      let place = "\(file.name):\(number)"
      guard let text else {
        let problem = UnreadDocument("the line is longer than the 4 MiB a request may have")
        found.append(Document(place: place, content: .unreadable(problem)))
        return
      }
      guard let trimmed = RecordFile.trimmed(text, isFirst: number == 1) else { return }
      if let problem = Self.problem(of: trimmed) {
        found.append(Document(place: place, content: .unreadable(problem)))
        return
      }
      let start = offset + Int64(trimmed.startIndex - text.startIndex)
      found.append(
        Document(place: place, content: .line(offset: start, length: trimmed.count, of: file)))
    }
    return found
  }

  /// Why a line is no document; nil when it is one. What it says is for the worker to judge.
  private static func problem(of line: ArraySlice<UInt8>) -> UnreadDocument? {
    do throws(JSONError) {
      guard case .object(let object) = try JSONDocument(reading: Array(line)).root,
        object["invoice"] != nil
      else {
        return UnreadDocument(
          "the line is not the data of invoice.ingest.v1, a JSON object with \"invoice\"")
      }
      return nil
    } catch {
      return UnreadDocument("the line is not valid JSON: \(error)")
    }
  }

  /// The request a document makes. Its identifier derives from its bytes: the same document sent
  /// again is the same request, and is answered with the stored completion.
  func prepare(_ document: Document) throws(CommandFailure) -> Result<Prepared, UnreadDocument> {
    switch document.content {
    case .unreadable(let problem): return .failure(problem)
    case .line(let offset, let length, let file):
      return .success(
        Prepared(request: Self.request(try file.bytes(at: offset, count: length))))
    case .whole(let file): return try prepare(file)
    }
  }

  private func prepare(
    _ file: IngestFile
  ) throws(CommandFailure) -> Result<Prepared, UnreadDocument> {
    switch try file.bytes(limit: Self.largestFile) {
    case .failure(let problem): return .failure(problem)
    case .success(let bytes):
      let source = DocumentTerms.SourceDocument(
        name: UBLDocument.fileName(file.place), sha256: SHA256Digest.of(bytes).description)
      guard FileKind(beginning: Array(bytes.prefix(4_096))) == .pdf else {
        return prepare(xml: bytes, from: source)
      }
      let pdf = try RecordFile(temporaryFor: file.place)
      try pdf.append(bytes)
      switch try ExtractedInvoice.xml(of: pdf) {
      case .failure(let problem): return .failure(problem)
      case .success(let xml): return prepare(xml: xml, from: source)
      }
    }
  }

  private func prepare(
    xml bytes: [UInt8], from source: DocumentTerms.SourceDocument
  ) -> Result<Prepared, UnreadDocument> {
    do throws(UBLRefusal) {
      var document = try UBLDocument(reading: bytes)
      document.terms.sourceDocument = source
      guard let context = context(of: document) else {
        return .failure(problem(of: document, [], isCountable: true))
      }
      let body = document.requestBody(context)
      guard body.count <= WorkQueue.ingest.bodyLimit else {
        return .failure(
          UnreadDocument(
            "its request has \(body.count) bytes; the limit is \(WorkQueue.ingest.bodyLimit)"))
      }
      return .success(Prepared(request: Self.request(body), warnings: document.warnings))
    } catch {
      let faults = error.faults.map(\.description)
      guard let unsound = error.unsound else { return .failure(UnreadDocument(faults)) }
      return .failure(problem(of: unsound.document, faults, isCountable: unsound.isCountable))
    }
  }

  /// nil when nothing says whose the document is.
  private func context(of document: UBLDocument) -> UBLDocument.Context? {
    (defaults.accountId ?? document.account).map {
      UBLDocument.Context(accountId: $0, orderId: defaults.orderId, isDraft: defaults.isDraft)
    }
  }

  /// All that is wrong with a document that is not sent: what its reader found, and what the worker would
  /// refuse of the rest, so that one correction is enough.
  private func problem(
    of document: UBLDocument, _ faults: [String], isCountable: Bool
  ) -> UnreadDocument {
    let context = context(of: document)
    let nameless =
      context == nil ? ["the document identifies its buyer by nothing; say --account ID"] : []
    let standIn = UBLDocument.Context(
      accountId: "0", orderId: defaults.orderId, isDraft: defaults.isDraft)
    let body = document.requestBody(context ?? standIn)
    guard body.count <= WorkQueue.ingest.bodyLimit else {
      return UnreadDocument(faults + nameless)
    }
    let check = IngestCheck(Self.request(body), isCountable: isCountable)
    return UnreadDocument(faults + nameless + check.errors.map { IngestCheck.sentence(on: $0) })
  }

  private static func request(_ body: [UInt8]) -> RequestToSend {
    RequestToSend(
      type: RequestType.ingestInvoice.rawValue,
      identifier: "ingest-\(SHA256Digest.of(body).description)",
      source: RequestToSend.defaultSource, body: body)
  }
}

/// Why a document makes no request: everything that was found, at least one sentence.
struct UnreadDocument: Error, Hashable, Sendable {
  let sentences: [String]

  init(_ sentence: String) { sentences = [sentence] }

  init(_ sentences: [String]) { self.sentences = sentences }
}
