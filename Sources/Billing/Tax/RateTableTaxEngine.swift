import Monetary

/// The built-in engine: rates come from the `TaxRate` records (<doc:Tax>).
package struct RateTableTaxEngine: TaxEngine {
  package init() {}

  package var name: String { "RateTable" }

  package func taxes(
    on document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> DocumentTaxes {
    var taxes = [[InvoiceLineTax]](repeating: [], count: document.lines.count)
    guard !document.isTaxExempt else { return DocumentTaxes(lines: taxes) }
    for (rate, members) in try linesByRate(of: document, facts: facts) {
      let shares: [Money]
      do throws(MonetaryError) {
        shares = try Self.shares(
          of: members.map { document.lines[$0.index].amount }, at: rate.percent, document)
      } catch {
        throw TaxFailure(lines: members.map(\.index).map(Self.overflow))
      }
      for (member, share) in zip(members, shares) {
        taxes[member.index].append(
          InvoiceLineTax(
            name: member.name, code: member.code, category: rate.category, rate: rate.percent,
            amount: share))
      }
    }
    return DocumentTaxes(lines: taxes)
  }

  /// The tax on the sum of the amounts, rounded once, spread over them in proportion.
  private static func shares(
    of amounts: [Money], at percent: ExactDecimal, _ document: TaxableDocument
  ) throws(MonetaryError) -> [Money] {
    let taxable = try Money.sum(amounts, currency: document.currency)
    return try Allocation.split(taxable.percentage(percent), by: amounts.map(\.minorUnits))
  }

  private struct Member {
    let index: Int
    let name: String
    let code: String
  }

  /// The document's taxes in the order in which lines meet them, each with its lines.
  private func linesByRate(
    of document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> [(TaxKey, [Member])] {
    var table = RateTable(invoiceDate: document.invoiceDate)
    var indices: [TaxKey: Int] = [:]
    var taxes: [(TaxKey, [Member])] = []
    var failures: [TaxFailure.Line] = []
    func add(_ member: Member, _ tax: TaxKey) {
      // Mostly that of the line before.
      let index = taxes.last?.0 == tax ? taxes.count - 1 : indices[tax] ?? taxes.count
      if index == taxes.count {
        indices[tax] = index
        taxes.append((tax, []))
      }
      taxes[index].1.append(member)
    }
    for (index, line) in document.lines.enumerated() {
      if let stated = line.stated {
        add(Member(index: index, name: stated.category, code: stated.category), stated)
        continue
      }
      guard let treatment = line.treatment, treatment.isTaxable else { continue }
      let address = line.address ?? document.address
      switch table.rate(of: treatment, at: address, facts: facts) {
      case .success(let rate):
        add(
          Member(index: index, name: rate.name, code: rate.taxCode),
          TaxKey(category: treatment.category, percent: rate.percent))
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
