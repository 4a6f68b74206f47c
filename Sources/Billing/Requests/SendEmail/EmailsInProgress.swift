import CivilTime

/// The e-mails of one request in the making (<doc:Emails#Queueing>).
struct EmailsInProgress {
  let request: SendEmail
  let facts: WorkingSet
  let context: PlanningContext
  private(set) var queued: [EmailDelivery] = []
  /// Bytes of the bodies so far.
  private var bytes = 0
  private var templates: [EmailTemplate.ID: ReadTemplate] = [:]

  /// Bytes of the bodies of all e-mails of a request, or of a chunk of a run.
  static let mostBytes = 16 << 20

  init(of request: SendEmail, on facts: WorkingSet, in context: PlanningContext) {
    self.request = request
    self.facts = facts
    self.context = context
  }

  /// Queues the invoice's e-mail.
  ///
  /// - Throws: why there is none.
  mutating func queue(_ invoice: Invoice) throws(ItemRefusal) {
    guard let facilities = context.email else { throw .emailNotConfigured }
    try invoice.requirePosted(toBe: "sent")
    let entity = invoice.legalEntityId.flatMap { facts.legalEntities[$0] }
    let account = facts.accounts[invoice.accountId]
    let recipients = try recipients(of: invoice, account)
    let template = try template(for: account, entity)
    let attachments =
      request.attachments ?? account?.email?.attachments ?? entity?.email?.attachments ?? []
    try check(attachments, of: invoice, account, facilities)
    let texts = try texts(of: invoice, account, entity, by: template)
    queued.append(
      EmailDelivery(
        id: RecordID(
          context.deriveIdentifier([
            context.request.source, context.request.identifier, "email", invoice.id.text,
          ])),
        invoiceId: invoice.id, to: recipients.to, cc: recipients.cc, subject: texts.subject,
        textBody: texts.textBody, htmlBody: texts.htmlBody, attachments: attachments,
        fromName: entity?.email?.fromName ?? invoice.seller?.name ?? entity?.name,
        replyTo: entity?.email?.replyTo, request: context.request, queuedAt: context.now))
  }

  /// What the completion says besides: how many wait for the next day, because of those that were queued or sent before.
  var warnings: [Fault] {
    guard !queued.isEmpty, let limit = context.email?.dailyLimit else { return [] }
    let today = context.now.date
    let before = facts.emails.waiting + (facts.emails.sent[today] ?? 0)
    let left = max(0, limit - before)
    guard queued.count > left else { return [] }
    return [.emailsPostponed(queued.count - left, of: queued.count)]
  }

  // MARK: What it says

  private mutating func texts(
    of invoice: Invoice, _ account: Account?, _ entity: LegalEntity?, by template: EmailTemplate
  ) throws(ItemRefusal) -> EmailTexts {
    let values = TemplateValues(
      invoice: invoice,
      locale: DocumentLocale(
        template.locale ?? invoice.document?.seller.locale ?? entity?.details.locale),
      accountName: invoice.accountName ?? account?.name ?? invoice.accountId.text,
      legalEntityName: invoice.seller?.name ?? entity?.name)
    let read = templates[template.id] ?? ReadTemplate(template)
    templates[template.id] = read
    guard let texts = EmailTexts(of: values, by: read) else {
      throw ItemRefusal(
        .limitExceeded,
        "The e-mail of invoice \(invoice.name) would have more than \(EmailTexts.mostBytes) bytes of "
          + "text, of \(invoice.lines.count) lines. Use a template without the loop over lines.",
        source: RecordReference(.emailTemplate, template.id))
    }
    guard bytes + texts.bytes <= Self.mostBytes else {
      throw ItemRefusal(
        .limitExceeded,
        "The e-mails of the request would have more than \(Self.mostBytes) bytes of text together. "
          + "Send this invoice in another request.")
    }
    bytes += texts.bytes
    return texts
  }

  /// The request's, the account's, the legal entity's, the default one.
  private func template(
    for account: Account?, _ entity: LegalEntity?
  ) throws(ItemRefusal) -> EmailTemplate {
    if let id = request.emailTemplateId {
      guard let template = facts.emailTemplates[id] else { throw .unknownTemplate(id) }
      return template
    }
    let id =
      account?.email?.emailTemplateId ?? entity?.email?.emailTemplateId
      ?? facts.defaultEmailTemplates.min()
    guard let id, let template = facts.emailTemplates[id] else {
      throw ItemRefusal(
        .emailTemplateMissing,
        "Neither the request nor the account nor the legal entity names an EmailTemplate, and none is the "
          + "default. Send one with isDefault true, with records.upsert.v1.")
    }
    return template
  }

  /// Whether what is attached can be made when the e-mail is sent.
  private func check(
    _ attachments: [EmailAttachment], of invoice: Invoice, _ account: Account?,
    _ facilities: EmailFacilities
  ) throws(ItemRefusal) {
    if attachments.contains(.pdf), !facilities.rendersPdf {
      throw ItemRefusal(
        .rendererMissing,
        "No renderer of PDF is installed where the workers run. Install invoice-documents, or leave Pdf "
          + "out of the attachments.")
    }
    guard attachments.contains(.ubl) else { return }
    // An invoice that an earlier version posted keeps nothing: documents then say what the records say.
    let standIn =
      invoice.document == nil ? account.map { invoice.documentStandIn($0, facts) } : nil
    do throws(DocumentIncomplete) {
      _ = try EInvoice(of: invoice, standIn: standIn)
    } catch {
      guard let first = error.faults.first else { return }
      var refusal = ItemRefusal(
        first.code, first.message, source: first.source, pointer: nil)
      refusal.others = error.faults.dropFirst().map {
        Fault(code: $0.code, message: $0.message, source: $0.source)
      }
      throw refusal
    }
  }
}
