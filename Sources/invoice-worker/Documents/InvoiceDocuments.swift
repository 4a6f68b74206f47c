import Billing
import Mail
import Pages
import Storage
import UBL
import Worker

/// What is attached to e-mails: the documents that `invoices ubl` and `invoices pdf` write.
struct InvoiceDocuments: AttachmentRendering {
  /// nil where the program that draws is not installed.
  private let renderer: Renderer?

  /// Looks for the program once: one that is installed later is found when the worker is started again.
  init() { renderer = DocumentsProgram.installed().map { Renderer($0) } }

  var rendersPdf: Bool { renderer != nil }

  func render(
    _ attachment: EmailAttachment, of source: DocumentSource
  ) async throws(AttachmentFault) -> RenderedAttachment {
    switch attachment {
    case .ubl:
      let document: EInvoice
      do throws(DocumentIncomplete) {
        document = try source.document()
      } catch {
        throw .impossible(
          .documentIncomplete, error.faults.map(\.message).joined(separator: " "))
      }
      guard let bytes = document.ubl() else {
        throw .unavailable("there is not enough memory for the document")
      }
      return RenderedAttachment(
        MailMessage.Attachment(
          name: "\(source.fileName).xml", contentType: "application/xml", bytes: bytes))
    case .pdf:
      guard let renderer else {
        // It was there when the e-mail was queued: another worker has it, or will have it again.
        throw .unavailable(DocumentsProgram.missing)
      }
      do throws(RendererFailure) {
        let drawn = try await renderer.pdf(of: source.page)
        return RenderedAttachment(
          MailMessage.Attachment(
            name: "\(source.fileName).pdf", contentType: "application/pdf", bytes: drawn.pdf),
          remark: drawn.isWithoutLogo ? PageExchange.logoLeftOut : nil,
          missingLetters: drawn.missing?.sentence)
      } catch {
        throw error.attachmentFault
      }
    }
  }
}

extension RendererFailure {
  /// What becomes of the e-mail: it fails where its page can never be drawn, waits for an installation to be put right, and is tried
  /// a few times where this page may be what the program died of.
  var attachmentFault: AttachmentFault {
    switch self {
    case .page(let words): .impossible(.internalError, words)
    case .ended, .tooSlow: .unfinished(description)
    case .notStarted, .unreadable, .installation: .unavailable(description)
    }
  }
}

extension DocumentSource {
  /// Of the document's number, as far as every file system takes it.
  fileprivate var fileName: String {
    let number = creditMemo?.number ?? invoices.first?.number ?? "invoice"
    var name = String.UnicodeScalarView()
    for scalar in number.unicodeScalars {
      let isForbidden =
        scalar.properties.generalCategory == .control
        || "/\\:*?\"<>|".unicodeScalars.contains(scalar)
      name.append(isForbidden ? "-" : scalar)
    }
    return name.isEmpty ? "invoice" : String(name)
  }
}
