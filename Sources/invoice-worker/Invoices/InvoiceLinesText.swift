import Billing
import CivilTime
import Monetary
import Storage

/// The lines of an invoice for people: each part of a bundle under what it is a part of, and under a line what explains
/// its amount.
struct InvoiceLinesText {
  private let invoice: Invoice
  private let surroundings: InvoiceSurroundings

  init(_ invoice: Invoice, _ surroundings: InvoiceSurroundings) {
    self.invoice = invoice
    self.surroundings = surroundings
  }

  /// The column under which a line's notes stand.
  private static let product = 1

  var table: Table {
    var table = Table([
      .init("Schedule", drop: 5), .init("Product", wraps: true), .init("From", drop: 1),
      .init("Through", drop: 2), .init("Quantity", isNumber: true, drop: 3),
      .init("Unit", drop: 7), .init("Price", isNumber: true, drop: 4),
      .init("Amount", isNumber: true), .init("Tax", drop: 6, wraps: true),
    ])
    for (line, depth) in ordered {
      let indent = String(repeating: "  ", count: depth)
      table.append([
        line.billingScheduleId?.text ?? "", indent + line.name,
        line.period?.from.description ?? "", line.period?.lastDay.description ?? "",
        (line.usage?.overageQuantity ?? line.quantity).description, line.unitOfMeasure ?? "",
        line.usage?.price.mode == nil ? PriceText.text(line.unitPrice, invoice.currency) : "tiers",
        invoice.signed(line.amount).decimalText,
        line.taxes.map {
          "\($0.name) \($0.rate) %: \(invoice.signed($0.amount).decimalText)"
        }.joined(separator: ", "),
      ])
      for note in notes(of: line) { table.append(note: indent + note, under: Self.product) }
    }
    return table
  }

  /// Every line once, a parent before its parts; how deep each stands.
  private var ordered: [(line: InvoiceLine, depth: Int)] {
    let ids = Set(invoice.lines.map(\.id))
    let parts = Dictionary(
      grouping: invoice.lines.filter { $0.parentLineId.map(ids.contains) ?? false },
      by: { $0.parentLineId ?? "" })
    guard !parts.isEmpty else { return invoice.lines.map { (line: $0, depth: 0) } }
    var shown: [(line: InvoiceLine, depth: Int)] = []
    var waiting: [(line: InvoiceLine, depth: Int)] = []
    for line in invoice.lines.reversed() where !(line.parentLineId.map(ids.contains) ?? false) {
      waiting.append((line, 0))
    }
    // Labels from outside may repeat, so a line may be named as part of several: it is shown once.
    var opened: Set<String> = []
    while let (line, depth) = waiting.popLast() {
      shown.append((line, depth))
      guard opened.insert(line.id).inserted else { continue }
      for part in (parts[line.id] ?? []).reversed() { waiting.append((part, depth + 1)) }
    }
    return shown
  }

  private func notes(of line: InvoiceLine) -> [String] {
    var notes: [String] = []
    if let id = line.billingScheduleId, let category = surroundings.categories[id],
      category != .original
    {
      notes.append("category \(category.rawValue)")
    }
    if line.reissue > 0 { notes.append("invoiced again, time \(line.reissue)") }
    if let usage = line.usage {
      notes.append(
        "consumed \(usage.consumedQuantity), included \(usage.includedQuantity), overage "
          + "\(usage.overageQuantity)")
      if let mode = usage.price.mode { notes.append(tiers(usage.price.tiers, mode)) }
    }
    if line.type == .adjustment { notes.append("on the whole document") }
    guard let details = line.ingested else { return notes }
    if details.priceBaseQuantity != 1 { notes.append("price for \(details.priceBaseQuantity)") }
    notes += details.allowances.map { adjustment("allowance", $0) }
    notes += details.charges.map { adjustment("charge", $0) }
    return notes + DocumentTermsText.notes(details.terms)
  }

  private func tiers(_ tiers: [UsageTier], _ mode: TierMode) -> String {
    let parts = tiers.map { tier in
      let end = tier.upTo.map { "to \($0)" } ?? "beyond"
      let fee = tier.flatFee.map { " and \(PriceText.text($0, invoice.currency)) once" } ?? ""
      return "\(end) at \(PriceText.text(tier.unitPrice, invoice.currency))\(fee)"
    }
    return "\(mode.rawValue.lowercased()) tiers: " + parts.joined(separator: ", ")
  }

  private func adjustment(_ kind: String, _ item: AmountWithReason) -> String {
    let reason = item.reason.map { ": \($0)" } ?? ""
    return "\(kind) \(PriceText.text(item.amount, invoice.currency))\(reason)"
  }
}
