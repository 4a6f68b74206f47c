import Messages
import Worker

/// What would be invoiced, for people.
enum PreviewText {
  /// Lines of an invoice that are shown; one may have ten thousand.
  private static let shownLines = 20

  static func text(of previews: [PreviewView]) -> String {
    guard !previews.isEmpty else { return "Nothing would be invoiced.\n" }
    return previews.map(text).joined(separator: "\n")
      + "\nNothing of this is stored; taxes are estimated.\n"
  }

  private static func text(of preview: PreviewView) -> String {
    let total = [preview.totalAmountWithTax, preview.currency].compactMap { $0 }
    var heading = "\(preview.invoiceDate ?? "") for \(preview.accountId ?? ""): "
    heading += total.joined(separator: " ")
    if let tax = preview.totalTaxAmount { heading += ", of which tax \(tax)" }
    if let due = preview.dueDate { heading += ", due \(due)" }
    var table = Table([
      .init("Schedule"), .init("Product"), .init("From"), .init("Through"),
      .init("Quantity", isNumber: true), .init("Price", isNumber: true),
      .init("Amount", isNumber: true), .init("Tax"),
    ])
    for line in preview.lines.prefix(shownLines) {
      table.append([
        line.billingScheduleId ?? "", line.name ?? "", line.startDate ?? "", line.endDate ?? "",
        line.quantity ?? "", line.unitPrice ?? "", line.amount ?? "",
        line.taxes.joined(separator: ", "),
      ])
    }
    let more = preview.lines.count - shownLines
    return PrintableText.escaping(heading) + "\n" + table.text
      + (more > 0 ? "and \(more) more \(more == 1 ? "line" : "lines"); --json shows all\n" : "")
  }
}
