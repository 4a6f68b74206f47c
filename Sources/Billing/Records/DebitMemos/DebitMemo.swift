package import Monetary

/// A claim on an account that an invoice can be made from, once.
package struct DebitMemo: Hashable, Sendable, Identifiable {
  package let id: RecordID<DebitMemo>
  package var accountId: Account.ID
  package var status: Status
  /// As the sender has it; `invoiceId` beats it.
  package var invoiceGenerationStatus: InvoiceGenerationStatus
  package var currency: Currency
  package var lines: [Line]
  package var revision: Int64?
  /// Kept by the worker: the invoice that was made from the memo. While it stands the memo is
  /// DraftInvoiceGenerated or PostedInvoiceGenerated, whatever the sender says, so that no second one is made.
  package var invoiceId: Invoice.ID?
  /// Kept by the worker: whether that invoice is posted.
  package var isInvoicePosted: Bool

  package init(
    id: RecordID<DebitMemo>,
    accountId: Account.ID,
    status: Status,
    invoiceGenerationStatus: InvoiceGenerationStatus,
    currency: Currency,
    lines: [Line],
    revision: Int64? = nil,
    invoiceId: Invoice.ID? = nil,
    isInvoicePosted: Bool = false
  ) {
    self.id = id
    self.accountId = accountId
    self.status = status
    self.invoiceGenerationStatus = invoiceGenerationStatus
    self.currency = currency
    self.lines = lines
    self.revision = revision
    self.invoiceId = invoiceId
    self.isInvoicePosted = isInvoicePosted
  }

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case draft = "Draft"
    case posted = "Posted"
    case void = "Void"
  }

  /// What the sender may say of it; `DraftInvoiceGenerated` and `PostedInvoiceGenerated` are the worker's to say.
  package enum InvoiceGenerationStatus: String, Hashable, Sendable, CaseIterable {
    case none = "None"
    case readyForInvoiceGeneration = "ReadyForInvoiceGeneration"
  }

  package struct Line: Hashable, Sendable {
    package var name: String
    package var quantity: ExactDecimal
    package var unitPrice: ExactDecimal
    package var amount: ExactDecimal
    package var taxTreatmentId: TaxTreatment.ID?

    package init(
      name: String, quantity: ExactDecimal, unitPrice: ExactDecimal, amount: ExactDecimal,
      taxTreatmentId: TaxTreatment.ID? = nil
    ) {
      self.name = name
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.amount = amount
      self.taxTreatmentId = taxTreatmentId
    }
  }
}

extension DebitMemo: RecordKind {
  package static var type: RecordType { .debitMemo }
  package static var stage: RecordStage { .orders }
  package static var place: WritableKeyPath<RecordTables, [ID: DebitMemo]> { \.debitMemos }
  package var record: Record { .debitMemo(self) }

  package var links: [RecordLink] {
    var links = [RecordLink("accountId", accountId)]
    for (index, line) in lines.enumerated() {
      links.append("lines/\(index)/taxTreatmentId", line.taxTreatmentId)
    }
    return links
  }
}
