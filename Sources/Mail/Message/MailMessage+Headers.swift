extension MailMessage {
  /// The header's fields, each encoded and folded, without the end of the last line. MIME's own come with the body.
  var headers: [String] {
    var fields = [
      HeaderField.addresses("From", [(fromName, from)]),
      HeaderField.addresses("To", to.map { (nil, $0) }),
    ]
    if !cc.isEmpty { fields.append(HeaderField.addresses("Cc", cc.map { (nil, $0) })) }
    if let replyTo { fields.append(HeaderField.addresses("Reply-To", [(nil, replyTo)])) }
    fields += [
      HeaderField.text("Subject", subject),
      "Date: \(MailDate.text(date))",
      "Message-ID: <\(id)>",
      // RFC 3834: no out-of-office answers.
      "Auto-Submitted: auto-generated",
    ]
    return fields
  }
}
