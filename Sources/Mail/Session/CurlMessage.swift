import CCurl
import Curl

/// A message as the library sends it: its header and its parts, built in the library's own memory. Freed with this value's owner,
/// after the handle that it was made for has let go of it.
@safe final class CurlMessage {
  let header: CurlList
  let recipients: CurlList
  let parts: OpaquePointer

  init(_ message: MailMessage, for handle: UnsafeMutableRawPointer) throws(CurlFailure) {
    var fields = message.headers
    let isAlternative = message.htmlBody != nil && message.attachments.isEmpty
    if isAlternative { fields.append("Content-Type: multipart/alternative") }
    header = try CurlList(fields)
    recipients = try CurlList(message.recipients.map { "<\($0.wireText)>" })
    guard let parts = unsafe curl_mime_init(handle) else { throw CurlFailure("no memory") }
    unsafe self.parts = parts
    if isAlternative {
      try unsafe Self.addBodies(of: message, to: parts)
    } else {
      try unsafe Self.addMixed(message, to: parts, handle)
    }
  }

  deinit { unsafe curl_mime_free(parts) }

  /// The plain text first: a reader shows the last form that it knows (RFC 2046 section 5.1.4).
  private static func addBodies(
    of message: MailMessage, to parts: OpaquePointer
  ) throws(CurlFailure) {
    try unsafe addText(message.textBody, "text/plain; charset=utf-8", to: parts)
    if let html = message.htmlBody {
      try unsafe addText(html, "text/html; charset=utf-8", to: parts)
    }
  }

  private static func addMixed(
    _ message: MailMessage, to parts: OpaquePointer, _ handle: UnsafeMutableRawPointer
  ) throws(CurlFailure) {
    if message.htmlBody == nil {
      try unsafe addBodies(of: message, to: parts)
    } else {
      guard let bodies = unsafe curl_mime_init(handle) else { throw CurlFailure("no memory") }
      do throws(CurlFailure) {
        let part = try unsafe part(of: parts)
        try unsafe addBodies(of: message, to: bodies)
        try CurlFailure.check(unsafe curl_mime_type(part, "multipart/alternative"))
        // From here on the part owns it.
        try CurlFailure.check(unsafe curl_mime_subparts(part, bodies))
      } catch {
        unsafe curl_mime_free(bodies)
        throw error
      }
    }
    for attachment in message.attachments {
      let part = try unsafe part(of: parts)
      try CurlFailure.check(
        unsafe attachment.bytes.withUnsafeBytes { bytes in
          unsafe curl_mime_data(
            part, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        })
      try CurlFailure.check(unsafe curl_mime_type(part, attachment.contentType))
      try CurlFailure.check(unsafe curl_mime_encoder(part, "base64"))
      try unsafe addHeader(HeaderField.attachment(attachment.name), to: part)
    }
  }

  private static func addText(
    _ text: String, _ contentType: String, to parts: OpaquePointer
  ) throws(CurlFailure) {
    let part = try unsafe part(of: parts)
    let lines = CanonicalText.lines(text)
    try CurlFailure.check(
      unsafe lines.withUnsafeBytes { bytes in
        unsafe curl_mime_data(
          part, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
      })
    try CurlFailure.check(unsafe curl_mime_type(part, contentType))
    try CurlFailure.check(unsafe curl_mime_encoder(part, "quoted-printable"))
  }

  private static func part(of parts: OpaquePointer) throws(CurlFailure) -> OpaquePointer {
    guard let part = unsafe curl_mime_addpart(parts) else { throw CurlFailure("no memory") }
    return unsafe part
  }

  private static func addHeader(_ field: String, to part: OpaquePointer) throws(CurlFailure) {
    var list: UnsafeMutablePointer<curl_slist>?
    unsafe list = curl_slist_append(nil, field)
    guard unsafe list != nil else { throw CurlFailure("no memory") }
    // The part owns it, and frees it.
    try CurlFailure.check(unsafe curl_mime_headers(part, list, 1))
  }
}
