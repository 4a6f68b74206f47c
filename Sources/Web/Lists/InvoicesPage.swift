package import Billing
package import CivilTime
import JSON
import Monetary
package import Storage

/// `/invoices`: invoices, the latest first.
package enum InvoicesPage {
  /// `invoices`: heads, one more than a page has where there are more.
  package static func page(
    _ invoices: [Invoice], limit: Int, _ filter: InvoiceFilter, problems: [String],
    today: CivilDate
  ) -> WebPage {
    let shown = Array(invoices.prefix(limit))
    let table = Parts.table(
      "Invoices, the latest first",
      [
        .init("Invoice"), .init("Status"), .init("Account"), .init("Date"), .init("Due"),
        .init("Currency"), .init("Total", isNumber: true), .init("Balance", isNumber: true),
      ], shown.map { row($0, today) })
    let next = invoices.count > limit ? shown.last.map { filter.after($0) } : nil
    let nextAddress = next.map { WebAddress(.invoices, $0.query) }
    return ListPage.page(
      "Invoices", .invoices, filter, problems: problems,
      fields: [
        .text(name: "account", label: "Account", value: filter.account),
        .text(name: "order", label: "Order", value: filter.order),
        .choice(
          name: "status", label: "Status", values: ShownStatus.allCases.map(\.rawValue),
          value: filter.status?.rawValue),
        .text(name: "number", label: "Number begins with", value: filter.number),
      ], table: shown.isEmpty ? nil : table, empty: "No invoice matches.", next: next,
      isFirst: filter.after == nil,
      json: JSONTree.list("invoices", shown.map { json($0, today) }, next: nextAddress).bytes)
  }

  private static func row(_ invoice: Invoice, _ today: CivilDate) -> [HTMLNode] {
    var ofAccount = InvoiceFilter()
    ofAccount.account = invoice.accountId.text
    let due = invoice.nextDueDate ?? invoice.dueDate
    return [
      Parts.link(
        invoice.number ?? "draft \(invoice.id.text)", WebAddress(.invoice(invoice.id.text))),
      status(invoice.shownStatus(on: today)),
      Parts.link(invoice.accountId.text, WebAddress(.invoices, ofAccount.query)),
      .text(invoice.invoiceDate.description), .text(due.description),
      .text(invoice.currency.code),
      .text(invoice.signed(invoice.totalAmountWithTax).decimalText),
      .text(invoice.balance.decimalText),
    ]
  }

  /// A status in words.
  package static func status(_ status: ShownStatus) -> HTMLNode {
    switch status {
    case .paid: Parts.state(status.rawValue, .good)
    case .overdue: Parts.state(status.rawValue, .bad)
    case .partiallyPaid, .writtenOff: Parts.state(status.rawValue, .warn)
    case .draft, .posted, .canceled, .voided: Parts.state(status.rawValue)
    }
  }

  private static func json(_ invoice: Invoice, _ today: CivilDate) -> JSONTree {
    [
      "invoiceId": .string(invoice.id.text), "invoiceNumber": .text(invoice.number),
      "status": .string(invoice.status.rawValue),
      "shownStatus": .string(invoice.shownStatus(on: today).rawValue),
      "accountId": .string(invoice.accountId.text), "invoiceDate": .text(invoice.invoiceDate),
      "dueDate": .text(invoice.nextDueDate ?? invoice.dueDate),
      "currency": .string(invoice.currency.code),
      "totalAmountWithTax": .string(invoice.signed(invoice.totalAmountWithTax).decimalText),
      "balance": .string(invoice.balance.decimalText),
    ]
  }
}

extension InvoiceFilter {
  fileprivate func after(_ invoice: Invoice) -> InvoiceFilter {
    var next = self
    next.after = ListPlace([
      invoice.invoiceDate.description, invoice.number ?? "", invoice.id.text,
    ])
    return next
  }

  /// What the database is asked: the account, or else the order.
  package func selection(today: CivilDate) -> InvoiceSelection {
    let scope: InvoiceSelection.Scope =
      account.map { .account(Account.ID($0)) } ?? order.map { .order(Order.ID($0)) } ?? .all
    var selection = InvoiceSelection(scope, status: status, today: today)
    selection.numberPrefix = number
    if let after, let date = CivilDate(iso8601: after.parts[0]) {
      selection.after = InvoiceSelection.Place(
        invoiceDate: date, number: after.parts[1], id: Invoice.ID(after.parts[2]))
    }
    return selection
  }
}
