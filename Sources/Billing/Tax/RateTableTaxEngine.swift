import Monetary

/// The built-in engine: rates come from the `TaxRate` records (`domain.md`, "Tax").
package struct RateTableTaxEngine: TaxEngine {
  package init() {}

  package var name: String { "RateTable" }

  package func taxes(
    on document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> [[InvoiceLineTax]] {
    var taxes = [[InvoiceLineTax]](repeating: [], count: document.lines.count)
    guard !document.isTaxExempt else { return taxes }
    for (rate, members) in try linesByRate(of: document, facts: facts) {
      let shares: [Money]
      do throws(MonetaryError) {
        shares = try rate.shares(of: members.map { document.lines[$0.index].amount }, document)
      } catch {
        throw TaxFailure(lines: members.map(\.index).map(Self.overflow))
      }
      for (member, share) in zip(members, shares) {
        taxes[member.index].append(
          InvoiceLineTax(
            name: member.rate.name, code: member.rate.taxCode, category: rate.category,
            rate: rate.percent, amount: share))
      }
    }
    return taxes
  }

  /// A tax of the document: what is rounded once.
  private struct DocumentTax: Hashable {
    let category: String
    let percent: ExactDecimal

    /// The tax on the sum of the amounts, rounded once, spread over them in proportion.
    func shares(
      of amounts: [Money], _ document: TaxableDocument
    ) throws(MonetaryError) -> [Money] {
      let taxable = try Money.sum(amounts, currency: document.currency)
      return try Allocation.split(taxable.percentage(percent), by: amounts.map(\.minorUnits))
    }
  }

  private struct Member {
    let index: Int
    let rate: TaxRate
  }

  /// The document's taxes in the order in which lines meet them, each with its lines.
  private func linesByRate(
    of document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> [(DocumentTax, [Member])] {
    let table = RateTable(document: document, facts: facts)
    var found: [String: Result<TaxRate, TaxFault>] = [:]
    var places: [DocumentTax: Int] = [:]
    var taxes: [(DocumentTax, [Member])] = []
    var failures: [TaxFailure.Line] = []
    for (index, line) in document.lines.enumerated() {
      guard let treatment = line.treatment, treatment.isTaxable else { continue }
      let code = treatment.taxCode ?? ""
      let result = found[code] ?? table.rate(of: treatment)
      found[code] = result
      switch result {
      case .success(let rate):
        let tax = DocumentTax(category: treatment.taxCategory ?? "S", percent: rate.percent)
        let place = places[tax] ?? taxes.count
        if place == taxes.count {
          places[tax] = place
          taxes.append((tax, []))
        }
        taxes[place].1.append(Member(index: index, rate: rate))
      case .failure(let fault):
        failures.append(TaxFailure.Line(index: index, code: fault.code, message: fault.message))
      }
    }
    guard failures.isEmpty else { throw TaxFailure(lines: failures) }
    return taxes
  }

  private static func overflow(_ index: Int) -> TaxFailure.Line {
    TaxFailure.Line(
      index: index, code: .amountOverflow,
      message: "The tax is beyond 18 digits before the point. Check the amount and the rate.")
  }
}
