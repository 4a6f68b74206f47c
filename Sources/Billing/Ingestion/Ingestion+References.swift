import Monetary

extension Ingestion {
  /// Everything the invoice names outside itself, and what must be free for it.
  mutating func checkReferences() {
    checkAccount()
    if currency == nil {
      faults.refuse(
        .currencyUnknown, at: "/invoice/currency",
        "\(invoice.currency) is not a currency of ISO 4217 that has a minor unit. Give a code "
          + "such as EUR.")
    }
    switch invoice.referenceEntity {
    case .order(let id)?: checkOrder(id)
    case .debitMemo(let id)?: checkDebitMemo(id)
    case nil: break
    }
    checkNamed(invoice.legalEntityId, .legalEntity, "legalEntityId", facts.legalEntities)
    checkNamed(invoice.paymentTermId, .paymentTerm, "paymentTermId", facts.paymentTerms)
    if let number = invoice.number { checkNumber(number) }
  }

  private mutating func checkNamed<Stored>(
    _ id: RecordID<Stored>?, _ type: RecordType, _ field: String,
    _ known: [RecordID<Stored>: Stored]
  ) {
    guard let id, known[id] == nil else { return }
    faults.refuse(
      .unknown(RecordReference(type, id), .recordReferenceNotFound, at: "/invoice/\(field)"))
  }

  private mutating func checkAccount() {
    let id = invoice.billingAccountId
    guard account != nil else {
      let several = facts.accounts(ofBuyer: invoice.buyerKeys)
      guard several.isEmpty else {
        faults.refuse(
          .accountNotFound, at: "/invoice/billingAccountId",
          "No account has the identifier \(id), and the buyer's VAT identifier or electronic address is that of several: "
            + "\(several.prefix(5).map(\.text).joined(separator: ", ")). Name the account that is meant.",
          source: RecordReference(.account, id))
        return
      }
      faults.refuse(
        .unknown(
          RecordReference(.account, id), .accountNotFound, at: "/invoice/billingAccountId"))
      return
    }
    if billTo == nil {
      faults.refuse(
        .billToContactMissing, at: "/invoice/billToContact",
        "Neither the invoice nor account \(id) has a bill-to contact. Give billToContact.",
        source: RecordReference(.account, id))
    }
  }

  /// The invoice's contact, else the account's.
  var billTo: Invoice.BillTo? { facts.billTo(invoice.billToContact ?? account?.billToContact) }

  private mutating func checkOrder(_ id: Order.ID) {
    guard let order = facts.orders[id] else {
      faults.refuse(
        .unknown(
          RecordReference(.order, id), .orderNotFound, at: "/invoice/referenceEntity/id"))
      return
    }
    checkOwner(order.accountId, of: RecordReference(.order, id))
  }

  private mutating func checkOwner(_ owner: Account.ID, of record: RecordReference) {
    guard account != nil, owner != invoice.billingAccountId else { return }
    faults.refuse(
      .recordAccountMismatch, at: "/invoice/referenceEntity/id",
      "\(record.type.rawValue) \(record.id) belongs to account \(owner), not to account "
        + "\(invoice.billingAccountId). Correct billingAccountId or referenceEntity.",
      source: record)
  }

  private mutating func checkDebitMemo(_ id: DebitMemo.ID) {
    let record = RecordReference(.debitMemo, id)
    let pointer = "/invoice/referenceEntity/id"
    if !givenLines.isEmpty {
      faults.refuse(
        .requestInvalid, at: "/invoice/lines",
        "An invoice from a debit memo takes its lines from the memo. Leave lines out.")
    }
    if invoice.status == .posted {
      faults.refuse(
        .requestInvalid, at: "/invoice/status",
        "An invoice from a debit memo is always a draft. Leave status out, or say Draft.")
    }
    guard let memo = debitMemo else {
      isTaxUnclear = true
      faults.refuse(.unknown(record, .debitMemoNotFound, at: pointer))
      return
    }
    checkOwner(memo.accountId, of: record)
    if let currency, currency != memo.currency {
      faults.refuse(
        .currencyMismatch, at: "/invoice/currency",
        "Debit memo \(id) is in \(memo.currency), the invoice in \(currency). Give the memo's "
          + "currency.", source: record)
    }
    if let made = memo.invoiceId {
      faults.refuse(
        .debitMemoAlreadyInvoiced, at: pointer,
        "Debit memo \(id) is \(memo.isInvoicePosted ? "Posted" : "Draft")InvoiceGenerated: invoice \(made) was made from it. An invoice "
          + "is made from a memo once.", source: RecordReference(.invoice, made))
    } else if memo.status != .posted || memo.invoiceGenerationStatus != .readyForInvoiceGeneration {
      faults.refuse(
        .debitMemoNotReady, at: pointer,
        "Debit memo \(id) is \(memo.status.rawValue) and its invoiceGenerationStatus is "
          + "\(memo.invoiceGenerationStatus.rawValue); it must be Posted and "
          + "ReadyForInvoiceGeneration. Send it so with records.upsert.v1.", source: record)
    }
  }

  private mutating func checkNumber(_ number: String) {
    if let form = ReservedNumbers(facts).form(of: number) {
      faults.refuse(
        .invoiceNumberReserved, at: "/invoice/invoiceNumber",
        "The invoice number \(number) has the form \(form), which this worker gives out "
          + "itself. Give the number the document was issued under; a draft needs none.")
    }
    let scope = NumberScope(
      invoice.documentType, legalEntityId: legalEntityId, sellerId: invoice.seller?.id)
    guard let first = facts.identifiers.first(withNumber: number, in: scope) else { return }
    let issuer =
      legalEntityId.map { "of legal entity \($0)" }
      ?? invoice.seller.map { "of seller \($0.id)" } ?? "without a legal entity or seller"
    let documents = invoice.documentType == .creditNote ? "credit notes" : "invoices"
    faults.refuse(
      .duplicateInvoiceNumber, at: "/invoice/invoiceNumber",
      "The number \(number) is taken among the \(documents) \(issuer), by invoice \(first). "
        + "Correct the number.", source: RecordReference(.invoice, first))
  }

  /// The invoice's legal entity, else the account's, else the default one.
  var legalEntityId: LegalEntity.ID? {
    invoice.legalEntityId ?? account?.legalEntityId ?? facts.defaultLegalEntities.min()
  }
}
