import CQPDF
import Glibc

/// The electronic invoice that a PDF carries as an attachment: Factur-X, ZUGFeRD or XRechnung.
@safe enum AttachedInvoice {
  /// A PDF that is larger is not read.
  static let mostBytes = 64 << 20
  /// An attachment that is larger is no invoice that `invoice-worker` reads.
  private static let mostAttached = 32 << 20
  /// What the process may take in all: a stream that unpacks to more is refused by the library, not by the system.
  private static let mostMemory = 1 << 30

  /// Names as the standards prescribe them, without case, the newest first.
  private static let names = [
    "factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml",
  ]

  /// The attachment with a prescribed name; else an XML file that the PDF says is the invoice in another form, or its source or data.
  ///
  /// - Throws: ``PageFailure/noInvoice`` when there is neither.
  static func bytes(inPDF source: [UInt8]) throws(PageFailure) -> [UInt8] {
    var limit = rlimit(rlim_cur: rlim_t(mostMemory), rlim_max: rlim_t(mostMemory))
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    let file = try PDFFile(source)
    let attachments = PDFAttachments(file).all
    var best: (rank: Int, attachment: PDFAttachments.Attachment)?
    for attachment in attachments {
      guard let rank = rank(of: attachment) else { continue }
      if let known = best, known.rank <= rank { continue }
      best = (rank, attachment)
    }
    guard let best else { throw .noInvoice }
    let bytes = try file.bytes(of: best.attachment.stream)
    guard bytes.count <= mostAttached else { throw .tooLarge(mostAttached) }
    return bytes
  }

  /// The lower the likelier; nil for what is no invoice.
  private static func rank(of attachment: PDFAttachments.Attachment) -> Int? {
    let name = attachment.name.lowercased()
    if let index = names.firstIndex(of: name) { return index }
    guard name.hasSuffix(".xml") else { return nil }
    return switch attachment.relationship {
    case "/Alternative": names.count
    case "/Source": names.count + 1
    case "/Data": names.count + 2
    default: nil
    }
  }
}
