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
    head.text(width: width) + "\n"
      + InvoiceLinesText(invoice, surroundings).table.text(width: width)
      + "\n" + totals.text(width: width)
  }

  private var head: Table {
    let contact = [invoice.billToContact.name, invoice.billToContact.email].compactMap { $0 }
    let account = [invoice.accountId.text, invoice.accountName].compactMap(\.self)
      .joined(separator: ", ")
    var head = Table.ofValues("Invoice", invoice.number ?? invoice.id.text)
    let details = invoice.ingested
    let rows: [(String, String)] = [
      ("Identifier", invoice.id.text),
      ("Type", invoice.typeName),
      ("Status", invoice.shownStatus(on: today).rawValue),
      ("Reason", invoice.reason ?? ""),
      ("Account", account),
      ("Contract", invoice.billingContractId?.text ?? ""),
      ("Cycle", invoice.billingCycle.map { "\($0.from) to \($0.lastDay)" } ?? ""),
      ("Orders", invoice.orderIds.map(\.text).joined(separator: " ")),
      ("Bill to", contact.joined(separator: ", ")),
      ("Date", invoice.invoiceDate.description),
      ("Due", invoice.dueDate.description),
      ("Posted", invoice.postedDate?.description ?? ""),
      ("Payment term", invoice.paymentTermId?.text ?? ""),
      ("Legal entity", invoice.legalEntityId?.text ?? ""),
      ("Seller", invoice.seller?.shown ?? details?.seller?.shown ?? ""),
      ("Purchase order", invoice.purchaseOrderNumber ?? ""),
      ("Description", invoice.description ?? ""),
      ("Unique identifier", details?.uniqueIdentifier ?? ""),
      ("Re-invoice of", names(invoice.reinvoiceOf)),
      ("Re-invoiced by", names(invoice.reinvoicedBy)),
      ("Request", invoice.request.identifier),
    ]
    for (name, value) in rows where !value.isEmpty { head.append([name, value]) }
    if case .debitMemo(let id)? = details?.referenceEntity { head.append(["Debit memo", id.text]) }
    return head
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
    append("Balance", invoice.balance)
    return table
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
