import Billing
import Mail
import Storage
import UBL
import Worker

/// What is attached to e-mails: the documents that `invoices ubl` and `invoices pdf` write.
struct InvoiceDocuments: AttachmentRendering {
  var rendersPdf: Bool { false }

  func render(
    _ attachment: EmailAttachment, of source: DocumentSource
  ) async throws(AttachmentFault) -> MailMessage.Attachment {
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
      return MailMessage.Attachment(
        name: "\(source.fileName).xml", contentType: "application/xml", bytes: bytes)
    case .pdf:
      throw .impossible(.rendererMissing, "No renderer of PDF is installed.")
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
