import Billing
import CivilTime
import Monetary

/// An explanation for people: sections of a heading and sentences below it.
struct ExplanationText {
  private let explanation: InvoiceExplanation
  private let position: Int?
  private let width: Int?

  /// `line`: of that line alone.
  init(_ explanation: InvoiceExplanation, line position: Int?, width: Int?) {
    self.explanation = explanation
    self.position = position
    self.width = width
  }

  private var invoice: Invoice { explanation.invoice }

  var text: String {
    var sections = [head]
    for line in explanation.lines where position.map({ $0 == line.position }) ?? true {
      sections.append(section(of: line))
    }
    if position == nil {
      sections += explanation.taxes.map(section(of:))
      sections += [totals, due, balance]
    }
    sections.append(closing)
    return sections.joined(separator: "\n")
  }

  private func section(_ heading: String, _ sentences: [String]) -> String {
    TableLayout.indented(heading, by: 0, width: width, hanging: 2)
      + sentences.map { TableLayout.indented($0, by: 2, width: width, hanging: 2) }.joined()
  }

  private var head: String {
    let name = invoice.number ?? "draft \(invoice.id)"
    let currency = invoice.currency.code
    return section(
      "\(invoice.typeName) \(name) of \(invoice.invoiceDate), \(invoice.status.rawValue), in \(currency)",
      explanation.isOlder
        ? [
          "It is older than the notes that explain amounts: lines that need more than their own figures are shown as they were billed."
        ] : [])
  }

  private func section(of line: ExplainedLine) -> String {
    let shares = explanation.taxes.flatMap { tax in
      tax.shares.filter { $0.position == line.position }.map { tax.sentence(of: $0) }
    }
    let none = ["No tax: nothing of the line was taxable when its tax was found."]
    return section(
      "Line \(line.position), \(line.line.name): \(line.amount.stored.decimalText)",
      line.sentences + (shares.isEmpty ? none : shares) + difference(line.amount))
  }

  private func section(of tax: ExplainedTax) -> String {
    section(
      "Tax \(tax.title): \(tax.amount.stored.decimalText)", tax.sentences + difference(tax.amount))
  }

  private var totals: String {
    section(
      "Totals",
      explanation.sums.flatMap { sum in [sum.sentence] + difference(sum.amount) })
  }

  private var due: String {
    var text = section("Due", explanation.due.sentences + difference(explanation.due.amount))
    let instalments = explanation.due.instalments
    guard instalments.count > 1 else { return text }
    var table = Table([
      .init("Due"), .init("Amount", isNumber: true), .init("Open", isNumber: true),
    ])
    for instalment in instalments {
      table.append([
        instalment.dueDate.description, instalment.amount.decimalText,
        instalment.openAmount.decimalText,
      ])
    }
    text += table.text(width: width)
    return text
  }

  private var balance: String {
    let balance = explanation.balance
    var table = Table([
      .init("Date"), .init("What", wraps: true), .init("Amount", isNumber: true),
      .init("Balance", isNumber: true, drop: 1),
    ])
    for entry in balance.entries {
      table.append([
        entry.date.description, entry.sentence, entry.amount.decimalText,
        entry.balance?.decimalText ?? "out of range",
      ])
    }
    let figures = [
      balance.paid, balance.credited, balance.writtenOff, balance.converted, balance.balance,
    ]
    return section("Balance: \(balance.balance.stored.decimalText)", [])
      + table.text(width: width)
      + (balance.sentences + figures.flatMap(difference)).map {
        TableLayout.indented($0, by: 2, width: width, hanging: 2)
      }.joined()
  }

  private func difference(_ figure: Recomputation) -> [String] {
    guard figure.differs else { return [] }
    let other = figure.recomputed?.decimalText ?? "more than 18 digits before the point"
    return ["DIFFERS: \(figure.stored.decimalText) is stored, \(other) is computed."]
  }

  private var closing: String {
    let differences = explanation.differences(ofLine: position)
    guard !differences.isEmpty else {
      return section(
        "Every figure that can be computed again is equal to the stored one.", [])
    }
    return section("These figures differ:", differences.map { $0.sentence + "." })
  }
}

extension ExplainedTax {
  /// What a line bears of it.
  func sentence(of share: Share) -> String {
    let amount = share.amount.stored.decimalText
    let name = "Tax \(category) \(rate) %: \(amount)"
    if isGiven { return "\(name), as the document gives it." }
    if isQuoted { return "\(name), as the tax engine gave it." }
    if shares.count == 1 { return "\(name), all of it." }
    guard let quotient = share.quotient else { return "\(name)." }
    let exact = quotient.text(in: share.amount.stored.currency)
    let formula =
      "\(self.amount.stored.decimalText) × \(share.lineAmount.decimalText) ÷ \(base.decimalText) = \(exact)"
    let ending =
      if share.isRaised {
        ", cut, and one of the odd units that were left"
      } else {
        exact == amount ? "" : ", cut"
      }
    return "\(name), its share: \(formula)\(ending)."
  }
}
