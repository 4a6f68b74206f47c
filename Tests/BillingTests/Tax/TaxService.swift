import Billing
import Monetary

/// What a tax engine elsewhere may answer.
enum TaxService {
  /// So many percent of each line, rounded on the line; nothing of an exempt account.
  static func vat(_ percent: ExactDecimal) -> (TaxDocument) -> TaxAnswer {
    { document in
      var lines: [String: [InvoiceLineTax]] = [:]
      for line in document.lines {
        guard let amount = try? line.amount.percentage(percent) else {
          return .invalid(reason: "is beyond an amount's bound")
        }
        lines[line.id] =
          document.isExempt
          ? []
          : [
            InvoiceLineTax(
              name: "Engine VAT", code: line.taxCode ?? "-", category: line.category ?? "S",
              rate: percent, amount: amount)
          ]
      }
      return .quoted(TaxQuote(lines: lines))
    }
  }

  static func away(_ document: TaxDocument) -> TaxAnswer { .away(reason: "it answers 503") }
}

extension Decision {
  /// `INV/1 INV/2 …`: what is opened at the engine, with the total.
  var openedTaxes: [String] {
    effects.taxes.opened.map { "\($0.transaction.id) \($0.transaction.total.decimalText)" }
  }
}

extension TaxDocument {
  /// `Final 1: 140.00 std S`: the kind, and each line.
  var text: String {
    ([kind.rawValue]
      + lines.map {
        "\($0.id): \($0.amount.decimalText) \($0.taxCode ?? "-") \($0.category ?? "-")"
      })
      .joined(separator: ", ")
  }
}
