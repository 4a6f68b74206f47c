import Messages
import Worker

/// What would be invoiced, for people.
enum PreviewText {
  /// Lines of an invoice that are shown; one may have ten thousand.
  private static let shownLines = 20

  static func text(of previews: [PreviewView], width: Int? = nil) -> String {
    guard !previews.isEmpty else { return "Nothing would be invoiced.\n" }
    return previews.map { text($0, width) }.joined(separator: "\n")
      + "\nNothing of this is stored; taxes are estimated.\n"
  }

  private static func text(_ preview: PreviewView, _ width: Int?) -> String {
    let total = [preview.totalAmountWithTax, preview.currency].compactMap { $0 }
    var heading = "\(preview.invoiceDate ?? "") for \(preview.accountId ?? ""): "
    heading += total.joined(separator: " ")
    if let tax = preview.totalTaxAmount { heading += ", of which tax \(tax)" }
    if let due = preview.dueDate { heading += ", due \(due)" }
    var table = Table([
      .init("Schedule", drop: 5), .init("Product", wraps: true), .init("From", drop: 1),
      .init("Through", drop: 2), .init("Quantity", isNumber: true, drop: 3),
      .init("Price", isNumber: true, drop: 4), .init("Amount", isNumber: true),
      .init("Tax", drop: 6),
    ])
    for line in preview.lines.prefix(shownLines) {
      table.append([
        line.billingScheduleId ?? "", line.name ?? "", line.startDate ?? "", line.endDate ?? "",
        line.quantity ?? "", PriceText.text(line.unitPrice, preview.currency), line.amount ?? "",
        line.taxes.joined(separator: ", "),
      ])
    }
    let more = preview.lines.count - shownLines
    return TableLayout.indented(PrintableText.escaping(heading), by: 0, width: width)
      + table.text(width: width)
      + (more > 0 ? "and \(more) more \(more == 1 ? "line" : "lines"); --json shows all\n" : "")
  }
}
