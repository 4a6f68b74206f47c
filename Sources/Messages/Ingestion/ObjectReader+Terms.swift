import Billing
import CivilTime

/// What a document says that no rule reads. Members that are absent cost nothing once all that are there were taken, so these
/// are read last.
extension ObjectReader {
  mutating func documentTerms() -> DocumentTerms {
    var terms = DocumentTerms()
    for term in DocumentTerm.allCases {
      terms[term] = optional(term.rawValue, .text(maximum: term.room), term.sentence)
    }
    terms.notes =
      optional("notes", list(TextForm(maximum: IngestedText.note), "notes"), "Its notes.") ?? []
    terms.preceding =
      optional(
        "precedingInvoices", list(PrecedingInvoiceForm(), "invoices"),
        "The invoices before it: those that it credits or corrects.") ?? []
    terms.paymentMeans =
      optional("paymentMeans", list(PaymentMeansForm(), "means"), "How it is to be paid.") ?? []
    terms.attachments =
      optional(
        "supportingDocuments", list(SupportingDocumentForm(), "documents"),
        "The documents that come with it, by name.") ?? []
    terms[.buyer] = optional(
      PartyRole.buyer.rawValue, PartyForm(), "The buyer, as the document says.")
    terms[.payee] = optional(
      PartyRole.payee.rawValue, PartyForm(), "Who is paid, where it is not the seller.")
    terms[.taxRepresentative] = optional(
      PartyRole.taxRepresentative.rawValue, PartyForm(), "Who represents the seller for tax.")
    terms.sourceDocument = optional(
      "sourceDocument", SourceDocumentForm(), "The file that it was read from.")
    return terms
  }

  mutating func lineTerms() -> LineTerms {
    var terms = LineTerms()
    for term in LineTerm.allCases {
      terms[term] = optional(term.rawValue, .text(maximum: term.room), term.sentence)
    }
    terms.itemIds =
      optional("itemIds", ItemIdentifiersForm(), "What the item is called by.")
      ?? LineTerms.ItemIdentifiers()
    terms.attributes =
      optional(
        "itemAttributes", list(ItemAttributeForm(), "attributes"), "Properties of the item.") ?? []
    terms.classifications =
      optional(
        "itemClassifications", list(ItemClassificationForm(), "classifications"),
        "What kind of item it is, by lists of codes.") ?? []
    return terms
  }

  private func list<Element: FieldForm>(
    _ element: Element, _ things: String
  ) -> ListForm<Element> {
    ListForm(element: element, limit: IngestedText.listed, things: things, mayBeEmpty: true)
  }
}

struct PrecedingInvoiceForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> DocumentTerms.PrecedingInvoice? {
    let number = fields.required("number", .text(maximum: IngestedText.number), "Its number.")
    let date = fields.optional("date", .date, "Its date.")
    return number.map {
      DocumentTerms.PrecedingInvoice(number: $0, date: date?.description)
    }
  }
}

struct PaymentMeansForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> DocumentTerms.PaymentMeans? {
    let code = fields.required(
      "code", .text(maximum: 3), "A code of UNTDID 4461: 30 is a transfer, 58 one of SEPA.")
    var means = DocumentTerms.PaymentMeans(code: code ?? "")
    means.text = fields.optional("text", .name, "The same in words.")
    means.iban = fields.optional("iban", .name, "The account that is paid to.")
    means.accountName = fields.optional("accountName", .name, "Whose account that is.")
    means.bic = fields.optional("bic", .name, "The code of that account's bank.")
    means.reference = fields.optional("reference", .name, "What the payment is to say.")
    means.mandate = fields.optional("mandate", .name, "The mandate of a direct debit.")
    means.creditorId = fields.optional("creditorId", .name, "Who debits, as the bank knows them.")
    means.debitedAccount = fields.optional(
      "debitedAccount", .name, "The account that is debited.")
    return code == nil ? nil : means
  }
}

struct SupportingDocumentForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> DocumentTerms.SupportingDocument? {
    let id = fields.required("id", .name, "What it is called by.")
    let description = fields.optional(
      "description", .text(maximum: IngestedText.reason), "What it is.")
    let url = fields.optional("url", .text(maximum: 2_000), "Where it is.")
    return id.map { DocumentTerms.SupportingDocument(id: $0, description: description, url: url) }
  }
}

struct SourceDocumentForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> DocumentTerms.SourceDocument? {
    let name = fields.required("name", .name, "The file's name.")
    let digest = fields.required(
      "sha256", .text(maximum: 64), "The SHA-256 of its bytes, in hexadecimal.")
    guard let name, let digest else { return nil }
    return DocumentTerms.SourceDocument(name: name, sha256: digest)
  }
}

struct ItemIdentifiersForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> LineTerms.ItemIdentifiers? {
    var ids = LineTerms.ItemIdentifiers()
    ids.seller = fields.optional("seller", .name, "The seller's.")
    ids.buyer = fields.optional("buyer", .name, "The buyer's.")
    ids.standard = fields.optional("standard", .name, "That of a standard.")
    ids.standardScheme = fields.optional(
      "standardScheme", .text(maximum: 10), "Which standard, of ISO 6523: 0160 is a GTIN.")
    return ids
  }
}

struct ItemAttributeForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> LineTerms.ItemAttribute? {
    let name = fields.required("name", .name, "The property.")
    let value = fields.required("value", .text(maximum: IngestedText.reason), "What it is.")
    guard let name, let value else { return nil }
    return LineTerms.ItemAttribute(name: name, value: value)
  }
}

struct ItemClassificationForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> LineTerms.ItemClassification? {
    let code = fields.required("code", .name, "The code.")
    let list = fields.required("list", .text(maximum: 10), "Its list, of UNTDID 7143.")
    let version = fields.optional("listVersion", .name, "The list's version.")
    guard let code, let list else { return nil }
    return LineTerms.ItemClassification(code: code, list: list, listVersion: version)
  }
}
