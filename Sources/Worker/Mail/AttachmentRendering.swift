package import Billing
package import Mail
package import Storage

/// Makes what is attached to an e-mail, when it is sent, from the stored invoice. The program implements it: documents and their
/// renderer are not the runtime's.
package protocol AttachmentRendering: Sendable {
  /// Whether a renderer of PDF is installed.
  var rendersPdf: Bool { get }

  /// - Throws: why there is none.
  func render(
    _ attachment: EmailAttachment, of source: DocumentSource
  ) async throws(AttachmentFault) -> RenderedAttachment
}

package struct RenderedAttachment: Hashable, Sendable {
  package let attachment: MailMessage.Attachment
  /// What it should have and has not, for the log: it is sent all the same. nil of a whole one.
  package let remark: String?
  /// Which letters of it are boxes, and what to install, for the log, which says it once for the same letters.
  package let missingLetters: String?

  package init(
    _ attachment: MailMessage.Attachment, remark: String? = nil, missingLetters: String? = nil
  ) {
    self.attachment = attachment
    self.remark = remark
    self.missingLetters = missingLetters
  }
}

package enum AttachmentFault: Error, Hashable, Sendable {
  /// It can never be made of this invoice: the e-mail is Failed.
  case impossible(ErrorCode, String)
  /// It cannot be made here now: the e-mail waits.
  case unavailable(String)
  /// What makes it took too long over this one, or died of it: tried as often as a server is, for it may have been somebody else's
  /// doing; then the e-mail is Failed.
  case unfinished(String)
}

/// Of an installation that attaches nothing.
package struct NoAttachments: AttachmentRendering {
  package init() {}

  package var rendersPdf: Bool { false }

  package func render(
    _ attachment: EmailAttachment, of source: DocumentSource
  ) async throws(AttachmentFault) -> RenderedAttachment {
    throw .unavailable("nothing renders \(attachment.rawValue)")
  }
}
