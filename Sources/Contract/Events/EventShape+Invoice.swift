import Billing

extension EventShape {
  /// The invoice as events carry it whole.
  static let invoice = EventShape("Invoice", "An invoice.", invoiceMembers)

  /// The invoice without its lines, and what else an event says of it.
  static func invoiceHead(_ more: [EventMember]) -> EventShape {
    EventShape(
      nil, "An invoice without lines, taxes and addresses.",
      invoiceMembers.filter { !["lines", "linesOmitted", "addresses"].contains($0.name) } + more)
  }

  static func invoice(adding more: [EventMember]) -> EventShape {
    EventShape(nil, "An invoice.", invoiceMembers + more)
  }

  private static let invoiceMembers: [EventMember] =
    head + lines + amounts + parties + receivable + rest

  private static let head: [EventMember] = [
    .orNull("invoiceId", .text, "The invoice's identifier; null in a preview."),
    .orNull("invoiceNumber", .text, "Its number; a draft has none."),
    .always("status", .choice(InvoiceStatus.self), "Where it stands."),
    .always(
      "creationMode", .choice(Invoice.CreationMode.self),
      "Whether it was generated here, or ingested."),
    .always("accountId", .text, "The account that owes it."),
    .sometimes("orderIds", .list(.text), "The orders of its lines."),
    .always("currency", .text, "The currency of its amounts, a code of ISO 4217."),
    .always("invoiceDate", .date, "Its date."),
    .always("dueDate", .date, "The day on which the last of it is due."),
    .orNull("postedDate", .date, "The day on which it became final."),
    .always(
      "billToContact",
      part(
        "Whom it goes to.",
        [
          .orNull("contactId", .text, "The contact's identifier, where it is a record."),
          .always("name", .text, "The name of the person or department."),
          .orNull("email", .text, "Their e-mail address."),
        ]), "Whom it goes to."),
    .orNull("paymentTermId", .text, "Its payment term."),
    .orNull("legalEntityId", .text, "The legal entity that issues it."),
    .orNull("groupingKey", .text, "What its lines share to stand on one invoice."),
  ]

  private static let lines: [EventMember] = [
    .sometimes("lines", .list(.object(line)), "Its lines."),
    .sometimes("addresses", .list(.object(address)), "Its addresses."),
    .sometimes(
      "linesOmitted", .flag, "True where lines and addresses are left out for their length."),
  ]

  private static let amounts: [EventMember] = [
    .always("totalAmount", .decimal, "The sum of its lines without tax."),
    .always("totalTaxAmount", .decimal, "Its tax."),
    .always("totalAmountWithTax", .decimal, "Both together."),
    .always("balance", .decimal, "What is owed now."),
    .always(
      "settlementStatus", .choice(Invoice.SettlementStatus.self), "How much of it is settled."),
    .orNull("referenceEntity", .object(.recordReference), "The order or debit memo of it."),
    .orNull("uniqueIdentifier", .text, "The key of an ingested document where it was made."),
    .always("reinvoiceOf", .list(.text), "The invoices that it bills once more."),
    .always("reinvoicedBy", .list(.text), "The invoices that bill it once more."),
    .always("requestIdentifier", .text, "The request that made it."),
  ]

  private static let parties: [EventMember] = [
    .always(
      "documentType", .choice(DocumentType.self), "Whether it is an invoice or a credit note."),
    .orNull("accountName", .text, "The customer's name as it was then."),
    .orNull("seller", .object(seller), "Who issues it."),
    .orNull("billingContractId", .text, "The contract that it bills."),
    .sometimesOrNull("billingCycle", .object(.cycle), "The cycle that it bills."),
    .orNull("description", .text, "A note on the whole document."),
    .orNull("purchaseOrderNumber", .text, "The number of the buyer's purchase order."),
  ]

  static let instalment = EventShape(
    "Instalment", "A part of what is owed, due on a day of its own.",
    [
      .always("dueDate", .date, "The day on which it is due."),
      .always("amount", .decimal, "How much it is."),
      .always("openAmount", .decimal, "How much of it is open."),
    ])

  private static let receivable: [EventMember] = [
    .always("version", .integer, "Counts its changes from 1."),
    .always("shownStatus", .choice(ShownStatus.self), "What people are shown on the event's day."),
    .orNull("nextDueDate", .date, "The first due date with something open."),
    .always("instalments", .list(.object(instalment)), "What is due when; at least one."),
    .always("payable", .decimal, "What is to be paid in all."),
    .always("prepaidAmount", .decimal, "What was paid before."),
    .always("payableRounding", .decimal, "What the payable amount was rounded by."),
    .always("paidAmount", .decimal, "What payments have settled."),
    .always("creditedAmount", .decimal, "What credit memos have settled."),
    .always("convertedAmount", .decimal, "What was made into credit memos."),
    .always("writtenOffAmount", .decimal, "What was written off."),
    .orNull("fullSettlementDate", .date, "The day on which its balance became 0."),
    .orNull("voidedDate", .date, "The day on which it was voided."),
    .always("creditMemoIds", .list(.text), "The credit memos of it."),
    .orNull("invoiceRunId", .text, "The run that made it."),
    .orNull("savedPaymentMethodId", .text, "The payment method that pays it."),
  ]

  private static let rest: [EventMember] = [
    .sometimes(
      "thirdPartyAmounts",
      .list(
        part(
          "An amount that is collected for somebody else.",
          [
            .always("amount", .decimal, "The amount."),
            .orNull("description", .text, "What it is for."),
          ])), "Of an ingested invoice: what it collects for others."),
    .sometimes("document", .terms, "What an ingested document says besides; as it was ingested."),
    .sometimesOrNull("reasonCode", .text, "Why it was taken back, as a code."),
    .sometimesOrNull("reason", .text, "Why it was taken back, in words."),
  ]

  private static let seller = EventShape(
    "Seller", "The legal entity as it was then, else whom an ingested document names.",
    [
      .orNull("legalEntityId", .text, "The legal entity's identifier."),
      .sometimesOrNull("id", .text, "What an ingested document calls them."),
      .orNull("name", .text, "Their name."),
      .orNull("address", .object(address), "Their address."),
      .orNull(
        "taxRegistrationNumber", .text, "The number under which they are registered for tax."),
    ])

  private static let address = EventShape(
    "PostalAddress", "A postal address.",
    [
      .sometimes("type", .choice(["Billing", "Shipping", "Line"]), "What it is for."),
      .sometimes("id", .text, "What lines name it by."),
      .always("street", .text, "Street and house number; may be empty."),
      .always("city", .text, "The town or city; may be empty."),
      .always("postalCode", .text, "The postal code; may be empty."),
      .orNull("state", .text, "State, province or region."),
      .always("country", .text, "The country's code of ISO 3166-1."),
    ])
}
