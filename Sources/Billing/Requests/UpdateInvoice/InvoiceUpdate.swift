import CivilTime
import Monetary

/// An invoice while its members are set, and what is wrong with them (<doc:Lifecycle#Updating>).
struct InvoiceUpdate {
  let stored: Invoice
  let set: UpdateInvoice.Fields
  let facts: WorkingSet
  private(set) var invoice: Invoice
  private(set) var faults: [Fault] = []

  init(of invoice: Invoice, _ set: UpdateInvoice.Fields, facts: WorkingSet) {
    stored = invoice
    self.invoice = invoice
    self.set = set
    self.facts = facts
  }

  private var name: String { InvoiceName.of(stored.id, number: stored.number) }

  mutating func run() {
    refuseFixed()
    assign(set.description, to: \.description)
    // What the document said is no longer what is said.
    if set.description != .unchanged { invoice.ingested?.terms.notes = [] }
    assign(set.purchaseOrderNumber, to: \.purchaseOrderNumber)
    setPaymentMethod()
    setBillTo()
    setDates()
    setLineNames()
  }

  /// With the estimated tax of its invoice date, which may have moved.
  func taxed(by engine: any TaxEngine) throws(ItemRefusal) -> TaxedInvoice {
    guard invoice.invoiceDate != stored.invoiceDate else {
      return TaxedInvoice(invoice: invoice, source: .here)
    }
    return try invoice.taxedAgain(keepsGiven: true, as: .estimate, on: facts, by: engine)
  }

  // MARK: What cannot be set

  private mutating func refuseFixed() {
    for field in set.fixed {
      fix(
        field,
        "\(field) of an invoice cannot be set. "
          + (stored.status == .draft
            ? "Correct what it is made from, cancel the draft and make it again."
            : "A posted invoice is not rewritten: void it, or credit it, and bill again."))
    }
    guard stored.status != .draft else { return }
    let ofDrafts: [(field: String, isGiven: Bool)] = [
      ("invoiceDate", set.invoiceDate != .unchanged),
      ("paymentTermId", set.paymentTermId != .unchanged),
      ("billToContactId", set.billToContactId != .unchanged),
      ("lineNames", !set.lineNames.isEmpty),
    ]
    for (field, isGiven) in ofDrafts where isGiven {
      fix(
        field,
        "\(field) can be set on drafts only, and invoice \(name) is Posted. Void it, or credit it, and "
          + "bill again.")
    }
  }

  private mutating func fix(_ field: String, _ message: String) {
    refuse(.invoiceFieldFixed, field, message)
  }

  private mutating func refuse(
    _ code: ErrorCode, _ field: String, _ message: String, source: RecordReference? = nil
  ) {
    faults.append(
      Fault(code: code, message: message, pointer: "/set/\(field)", source: source))
  }

  // MARK: What is set

  private mutating func assign<Value>(
    _ change: UpdateInvoice.Change<Value>, to place: WritableKeyPath<Invoice, Value?>
  ) {
    switch change {
    case .unchanged: break
    case .cleared: invoice[keyPath: place] = nil
    case .set(let value): invoice[keyPath: place] = value
    }
  }

  private mutating func setPaymentMethod() {
    assign(set.savedPaymentMethodId, to: \.savedPaymentMethodId)
    guard case .set(let id) = set.savedPaymentMethodId, id != stored.savedPaymentMethodId,
      let fault = facts.fault(
        naming: id, for: stored.accountId, at: "/set/savedPaymentMethodId")
    else { return }
    faults.append(fault)
  }

  private mutating func setBillTo() {
    if stored.status == .draft {
      switch set.billToContactId {
      case .unchanged: break
      case .cleared:
        refuse(
          .requestInvalid, "billToContactId",
          "An invoice is always addressed to somebody: billToContactId cannot be cleared.")
      case .set(let id): address(to: id)
      }
    }
    let email: String?
    switch set.billToEmail {
    case .unchanged: return
    case .cleared: email = nil
    case .set(let given): email = given
    }
    let contact = invoice.billToContact
    invoice.billToContact = Invoice.BillTo(
      contactId: contact.contactId, name: contact.name, email: email)
  }

  private mutating func address(to id: Contact.ID) {
    let record = RecordReference(.contact, id)
    guard let contact = facts.contacts[id] else {
      faults.append(.unknown(record, .recordReferenceNotFound, at: "/set/billToContactId"))
      return
    }
    guard contact.accountId == stored.accountId else {
      refuse(
        .recordAccountMismatch, "billToContactId",
        "Contact \(id) belongs to account \(contact.accountId), not to account \(stored.accountId). Name a "
          + "contact of the invoice's account.", source: record)
      return
    }
    invoice.billToContact = Invoice.BillTo(contactId: id, name: contact.name, email: contact.email)
  }

  /// Due date and instalments follow from invoice date and term where one of them changes; a due date set before is kept only
  /// if it is given again.
  private mutating func setDates() {
    var follows = false
    if stored.status == .draft {
      switch set.invoiceDate {
      case .unchanged: break
      case .cleared:
        refuse(
          .requestInvalid, "invoiceDate",
          "An invoice always has a date: invoiceDate cannot be cleared.")
      case .set(let date): invoice.invoiceDate = date
      }
      setPaymentTerm()
      follows =
        invoice.invoiceDate != stored.invoiceDate || invoice.paymentTermId != stored.paymentTermId
    }
    if set.dueDate == .cleared, invoice.instalments.isEmpty { follows = true }
    if follows {
      do throws(MonetaryError) {
        try invoice.setDue(by: facts.paymentTerm(invoice.paymentTermId))
      } catch {
        refuse(
          .amountOverflow, "paymentTermId",
          "The instalments of the payment term are beyond what an amount can be. Correct its weights."
        )
      }
    }
    setDueDate()
  }

  private mutating func setPaymentTerm() {
    switch set.paymentTermId {
    case .unchanged: break
    case .cleared: invoice.paymentTermId = nil
    case .set(let id):
      if facts.paymentTerms[id] == nil {
        faults.append(
          .unknown(
            RecordReference(.paymentTerm, id), .recordReferenceNotFound, at: "/set/paymentTermId"))
      }
      invoice.paymentTermId = id
    }
  }

  private mutating func setDueDate() {
    guard set.dueDate != .unchanged else { return }
    // Cleared is the one date that was set: instalments that the term then makes are what was asked for.
    if set.dueDate == .cleared, stored.instalments.isEmpty { return }
    guard invoice.instalments.isEmpty else {
      fix(
        "dueDate",
        "Invoice \(name) is due in instalments, whose dates follow from its payment term. "
          + (stored.status == .draft
            ? "Give it a term without instalments first." : "They stay as they are."))
      return
    }
    guard case .set(let date) = set.dueDate else { return }
    guard invoice.invoiceDate <= date else {
      refuse(
        .requestInvalid, "dueDate",
        "dueDate \(date) is before the invoice date \(invoice.invoiceDate). Give that day or a later one."
      )
      return
    }
    invoice.dueDate = date
  }

  /// Labels of ingested lines may repeat: every line that bears one is meant.
  private mutating func setLineNames() {
    guard stored.status == .draft, !set.lineNames.isEmpty else { return }
    let places = Dictionary(grouping: invoice.lines.indices) { invoice.lines[$0].id }
    for (number, given) in set.lineNames.enumerated() {
      guard let indices = places[given.lineId] else {
        refuse(
          .recordReferenceNotFound, "lineNames/\(number)/lineId",
          "Invoice \(name) has no line \(given.lineId). Name a line by its lineId.")
        continue
      }
      for index in indices { invoice.lines[index].name = given.name }
    }
  }
}
