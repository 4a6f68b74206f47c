import Billing
import CivilTime
import Monetary
import Storage

/// One invoice for people: its head, its lines with what explains their amounts, its totals.
struct InvoiceText {
  let invoice: Invoice
  let surroundings: InvoiceSurroundings
  let today: CivilDate

  func text(width: Int?) -> String {
    tables.map { $0.table.text(width: width) }.joined(separator: "\n") + earlierTasks
  }

  /// What it is made of, in order, each with what it is about; parts that say nothing are left out.
  var tables: [(about: String, table: Table)] {
    var tables = [(about: "Invoice", table: head)]
    if let document { tables.append(("Document", document)) }
    tables.append(("Lines", InvoiceLinesText(invoice, surroundings).table))
    tables.append(("Totals", totals))
    if let instalments { tables.append(("Instalments", instalments)) }
    if let tasks { tables.append(("Tasks", tasks)) }
    if !surroundings.emails.isEmpty {
      tables.append(("E-mails", EmailText.table(surroundings.emails)))
    }
    return tables
  }

  /// A sentence where there are more tasks than are shown.
  var earlierTasks: String {
    surroundings.hasEarlierTasks
      ? "The latest \(InvoiceSurroundings.mostTasks) tasks; earlier ones are not shown.\n" : ""
  }

  /// nil where nobody was asked to do anything.
  private var tasks: Table? {
    guard !surroundings.tasks.isEmpty else { return nil }
    var table = Table([
      .init("Task"), .init("Status"), .init("Requested", drop: 2),
      .init("Amount", isNumber: true, drop: 3), .init("Identifier", drop: 1, wraps: true),
      .init("Message", drop: 4, wraps: true),
    ])
    for task in surroundings.tasks {
      table.append([
        task.kind.rawValue, task.status.rawValue, task.requestedAt.secondsText,
        task.amount?.decimalText ?? "", task.id.text, task.message ?? "",
      ])
    }
    return table
  }

  private var document: Table? {
    invoice.ingested.flatMap { DocumentTermsText.table($0.terms) }
  }

  /// nil where all of it is due on one day.
  private var instalments: Table? {
    let parts = invoice.openInstalments
    guard parts.count > 1 else { return nil }
    var table = Table([
      .init("Due"), .init("Amount", isNumber: true), .init("Open", isNumber: true),
    ])
    for part in parts {
      table.append([
        part.dueDate.description, part.amount.decimalText, part.openAmount.decimalText,
      ])
    }
    return table
  }

  private var head: Table {
    let contact = [invoice.billToContact.name, invoice.billToContact.email].compactMap { $0 }
    let account = [invoice.accountId.text, invoice.accountName].compactMap(\.self)
      .joined(separator: ", ")
    var head = Table.ofValues("Invoice", invoice.number ?? invoice.id.text)
    let details = invoice.ingested
    head.append(values: [
      "Identifier": invoice.id.text,
      "Type": invoice.typeName,
      "Status": invoice.shownStatus(on: today).rawValue,
      "Settlement": invoice.status == .posted ? invoice.settlementStatus.rawValue : "",
      "Reason": invoice.reason,
      "Reason code": invoice.reasonCode,
      "Account": account,
      "Contract": invoice.billingContractId?.text,
      "Cycle": invoice.billingCycle.map { "\($0.from) to \($0.lastDay)" },
      "Orders": invoice.orderIds.map(\.text).joined(separator: " "),
      "Bill to": contact.joined(separator: ", "),
      "Date": invoice.invoiceDate.description,
      "Due": invoice.dueDate.description,
      "Next due": nextDue,
      "Posted": invoice.postedDate?.description,
      "Settled": invoice.fullSettlementDate?.description,
      "Voided": invoice.voidedDate?.description,
      "Payment term": invoice.paymentTermId?.text,
      "Legal entity": invoice.legalEntityId?.text,
      "Seller": invoice.seller?.shown ?? details?.seller?.shown,
      "Purchase order": invoice.purchaseOrderNumber,
      "Saved payment method": invoice.savedPaymentMethodId,
      "Description": invoice.description,
      "Unique identifier": details?.uniqueIdentifier,
      "Re-invoice of": names(invoice.reinvoiceOf),
      "Re-invoiced by": names(invoice.reinvoicedBy),
      "Credit memos": invoice.creditMemoIds.map { surroundings.memoNumbers[$0] ?? $0.text }
        .joined(separator: " "),
      "Tax engine": surroundings.tax?.shown,
      "Version": String(invoice.version),
      "Request": invoice.request.identifier,
    ])
    if case .debitMemo(let id)? = details?.referenceEntity { head.append(["Debit memo", id.text]) }
    return head
  }

  /// Where it is another day than the one on which all is due.
  private var nextDue: String {
    invoice.nextDueDate.flatMap { $0 == invoice.dueDate ? nil : $0.description } ?? ""
  }

  /// The numbers of other invoices, their identifiers where they have none.
  private func names(_ ids: some Sequence<Invoice.ID>) -> String {
    ids.map { surroundings.numbers[$0] ?? $0.text }.joined(separator: " ")
  }

  /// What leads from the lines to the balance; steps that take nothing away and add nothing are left out.
  private var totals: Table {
    var table = Table([.init(""), .init("", isNumber: true)])
    table.isWithoutHeading = true
    func append(_ name: String, _ amount: Money) {
      table.append([name, "\(amount.decimalText) \(amount.currency.code)"])
    }
    append("Amount", invoice.signed(invoice.totalAmount))
    append("Tax", invoice.signed(invoice.totalTaxAmount))
    append("Total", invoice.signed(invoice.totalAmountWithTax))
    if let details = invoice.ingested {
      if !details.prepaidAmount.isZero {
        append("Prepaid", invoice.signed(details.prepaidAmount.negated))
      }
      if !details.payableRounding.isZero {
        append("Rounding", invoice.signed(details.payableRounding))
      }
      for amount in details.thirdPartyAmounts {
        guard let money = Money(exactly: amount.amount, currency: invoice.currency) else {
          continue
        }
        append(amount.description ?? "For others", invoice.signed(money))
      }
    }
    // Where nothing came in between, what is payable is the total.
    if invoice.receivable != invoice.signed(invoice.totalAmountWithTax) {
      append("Payable", invoice.receivable)
    }
    let settled = invoice.settled
    let credited = Self.difference(settled.credited, settled.writtenOff)
    let steps = [
      ("Converted to credit", settled.converted), ("Paid", settled.paid.negated),
      ("Credited", credited.negated), ("Written off", settled.writtenOff.negated),
    ]
    for (name, amount) in steps where !amount.isZero { append(name, amount) }
    append("Balance", invoice.balance)
    return table
  }

  /// Of an amount and a part of it, so nothing overflows.
  private static func difference(_ whole: Money, _ part: Money) -> Money {
    (try? whole.subtracting(part)) ?? whole
  }
}

extension DocumentSeller {
  fileprivate var shown: String {
    [id, name, vatId == id ? nil : vatId].compactMap(\.self).joined(separator: ", ")
  }
}

extension Invoice.Seller {
  fileprivate var shown: String {
    [name, address.shown, taxRegistrationNumber].compactMap(\.self).joined(separator: ", ")
  }
}
