/// What e-mails about invoices say, with fields in braces (<doc:Emails#Templates>).
package struct EmailTemplate: Hashable, Sendable, Identifiable {
  package let id: RecordID<EmailTemplate>
  package var name: String
  package var subject: String
  package var textBody: String
  package var htmlBody: String?
  /// BCP 47, of the fields' numbers and dates; nil: the legal entity's.
  package var locale: String?
  package var isDefault: Bool
  package var revision: Int64?

  package init(
    id: RecordID<EmailTemplate>, name: String, subject: String, textBody: String,
    htmlBody: String? = nil, locale: String? = nil, isDefault: Bool = false, revision: Int64? = nil
  ) {
    self.id = id
    self.name = name
    self.subject = subject
    self.textBody = textBody
    self.htmlBody = htmlBody
    self.locale = locale
    self.isDefault = isDefault
    self.revision = revision
  }
}

extension EmailTemplate: RecordKind {
  package static var type: RecordType { .emailTemplate }
  package static var stage: RecordStage { .templates }
  package static var place: WritableKeyPath<RecordTables, [ID: EmailTemplate]> {
    \.emailTemplates
  }
  package var record: Record { .emailTemplate(self) }

  package func insert(into tables: inout RecordTables) {
    tables.emailTemplates[id] = self
    tables.defaultEmailTemplates.set(id, isDefault)
  }
}

extension EmailTemplate {
  /// Its texts with the fields that bear them, and what cannot be filled in of each.
  package var faults: [(field: String, fault: TemplateFault)] {
    var faults: [(field: String, fault: TemplateFault)] = []
    for fault in TemplateText(reading: subject, allowsLines: false).faults {
      faults.append(("subject", fault))
    }
    for fault in TemplateText(reading: textBody).faults { faults.append(("textBody", fault)) }
    for fault in TemplateText(reading: htmlBody ?? "").faults {
      faults.append(("htmlBody", fault))
    }
    return faults
  }
}
