/// What a document from outside says that no rule of billing reads: kept so that whoever is shown the invoice, or gets it written
/// again, misses nothing (<doc:Ingestion#What-documents-say>).
package struct DocumentTerms: Hashable, Sendable {
  package var texts: [DocumentTerm: String] = [:]
  /// BG-1, each with its subject code (BT-21) before it, as UBL writes it: `#AAI#text`.
  package var notes: [String] = []
  /// BG-3.
  package var preceding: [PrecedingInvoice] = []
  /// BG-16.
  package var paymentMeans: [PaymentMeans] = []
  /// BG-24: by name, without the files.
  package var attachments: [SupportingDocument] = []
  package var parties: [PartyRole: PartyTerms] = [:]
  /// The file that it was read from.
  package var sourceDocument: SourceDocument?

  package init() {}

  package var isEmpty: Bool { self == DocumentTerms() }

  package subscript(term: DocumentTerm) -> String? {
    get { texts[term] }
    set { texts[term] = newValue }
  }

  package subscript(role: PartyRole) -> PartyTerms? {
    get { parties[role] }
    set { parties[role] = newValue.flatMap { $0.isEmpty ? nil : $0 } }
  }

  /// An invoice that a document names as the one before it.
  package struct PrecedingInvoice: Hashable, Sendable {
    /// BT-25.
    package var number: String
    /// BT-26, as a calendar date.
    package var date: String?
    /// Of the account's invoices the one with that number, as it was found when the document was ingested.
    package var invoiceId: String?

    package init(number: String, date: String? = nil, invoiceId: String? = nil) {
      self.number = number
      self.date = date
      self.invoiceId = invoiceId
    }
  }

  /// How a document is to be paid.
  package struct PaymentMeans: Hashable, Sendable {
    /// BT-81, a code of UNTDID 4461.
    package var code: String
    /// BT-82.
    package var text: String?
    /// BT-84: an IBAN, or another number of an account.
    package var iban: String?
    /// BT-85.
    package var accountName: String?
    /// BT-86.
    package var bic: String?
    /// BT-83.
    package var reference: String?
    /// BT-89.
    package var mandate: String?
    /// BT-90.
    package var creditorId: String?
    /// BT-91.
    package var debitedAccount: String?

    package init(code: String) { self.code = code }
  }

  /// A document that comes with another one.
  package struct SupportingDocument: Hashable, Sendable {
    /// BT-122.
    package var id: String
    /// BT-123.
    package var description: String?
    /// BT-124.
    package var url: String?

    package init(id: String, description: String? = nil, url: String? = nil) {
      self.id = id
      self.description = description
      self.url = url
    }
  }

  /// A file as it was handed in.
  package struct SourceDocument: Hashable, Sendable {
    /// Without the folders above it.
    package var name: String
    /// Of its bytes, in hexadecimal.
    package var sha256: String

    package init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }
}
