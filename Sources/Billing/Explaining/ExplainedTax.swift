package import Monetary

/// How one tax of the document came about, and how it was spread over the lines (<doc:Tax>).
package struct ExplainedTax: Hashable, Sendable {
  package let category: String
  /// Percent.
  package let rate: ExactDecimal
  /// The tax codes by which the rate was found, and what the rates are called; each once.
  package let codes: [String]
  package let names: [String]
  /// Whether its amounts came with the document: they hold as they are.
  package let isGiven: Bool
  /// Whether its amounts are a tax engine's: they hold as they are.
  package let isQuoted: Bool
  /// What the lines that bear it come to.
  package let base: Money
  /// ``base`` × ``rate``, before it is rounded.
  package let quotient: ExactQuotient
  /// The document's tax: rounded once.
  package let amount: Recomputation
  package let shares: [Share]
  package let sentences: [String]

  /// What of it a line bears.
  package struct Share: Hashable, Sendable {
    /// The line's, from 1.
    package let position: Int
    package let lineAmount: Money
    package let amount: Recomputation
    /// The exact share; nil of a given one, and where the lines sum to nothing.
    package let quotient: ExactQuotient?
    /// Whether it got one of the smallest units that were left when all shares were cut.
    package let isRaised: Bool
  }
}

extension ExplainedTax {
  /// The taxes of a document in the order in which its lines meet them; given ones apart from those that were calculated here or by
  /// an engine elsewhere.
  static func all(of invoice: Invoice, isOlder: Bool) -> [ExplainedTax] {
    var order: [TaxGroup.Key] = []
    var groups: [TaxGroup.Key: TaxGroup] = [:]
    for (index, line) in invoice.lines.enumerated() {
      // Of before it is not known which taxes of a document from outside it brought itself.
      let isGiven = line.ingested.map { $0.areTaxesGiven || isOlder } ?? false
      for tax in line.taxes {
        let key = TaxGroup.Key(
          tax: TaxKey(category: tax.category, percent: tax.rate), isGiven: isGiven,
          isQuoted: invoice.areTaxesQuoted && !isGiven)
        if groups[key] == nil { order.append(key) }
        groups[key, default: TaxGroup()].add(tax, of: line, at: index + 1)
      }
    }
    return order.compactMap { key in groups[key].map { $0.explained(key, in: invoice.currency) } }
  }
}

/// The records of one tax while they are gathered.
private struct TaxGroup {
  struct Key: Hashable {
    let tax: TaxKey
    let isGiven: Bool
    let isQuoted: Bool
  }

  private struct Member {
    let position: Int
    let lineAmount: Money
    /// Two taxes of one kind, such as a state's and a city's, are one share.
    var amounts: [Money]
  }

  private var members: [Member] = []
  private var codes: [String] = []
  private var names: [String] = []

  mutating func add(_ tax: InvoiceLineTax, of line: InvoiceLine, at position: Int) {
    if members.last?.position == position {
      members[members.count - 1].amounts.append(tax.amount)
    } else {
      members.append(Member(position: position, lineAmount: line.amount, amounts: [tax.amount]))
    }
    if !codes.contains(tax.code) { codes.append(tax.code) }
    if !names.contains(tax.name) { names.append(tax.name) }
  }

  func explained(_ key: Key, in currency: Currency) -> ExplainedTax {
    let rate = key.tax.percent
    let base = Self.sum(members.map(\.lineAmount), currency)
    let stored = Self.sum(members.flatMap(\.amounts), currency)
    let quotient = ExactQuotient(base, percent: rate)
    let amount: Recomputation
    let shares: [ExplainedTax.Share]
    if key.isGiven || key.isQuoted {
      amount = Recomputation(given: stored)
      shares = members.map { member in
        ExplainedTax.Share(
          position: member.position, lineAmount: member.lineAmount,
          amount: Recomputation(given: Self.sum(member.amounts, currency)), quotient: nil,
          isRaised: false)
      }
    } else {
      amount = Recomputation(of: stored) { () throws(MonetaryError) in
        try base.percentage(rate)
      }
      shares = self.shares(of: amount.recomputed, base: base)
    }
    return ExplainedTax(
      category: key.tax.category, rate: rate, codes: codes, names: names, isGiven: key.isGiven,
      isQuoted: key.isQuoted,
      base: base, quotient: quotient, amount: amount, shares: shares, sentences: []
    ).told(in: currency)
  }

  private func shares(of tax: Money?, base: Money) -> [ExplainedTax.Share] {
    let weights = members.map(\.lineAmount.minorUnits)
    var parts: [Money]?
    var raised: Set<Int> = []
    if let tax {
      do throws(MonetaryError) {
        let split = try Allocation.explainedSplit(tax, by: weights)
        parts = split.parts
        raised = Set(split.raised)
      } catch {
        parts = nil
      }
    }
    // A loop and no closure over (index, member): its amounts would be passed in memory that the compiler (6.3.1,
    // unoptimized) does not align for them.
    var shares: [ExplainedTax.Share] = []
    for index in members.indices {
      let member = members[index]
      let amount = Recomputation(of: Self.sum(member.amounts, base.currency)) {
        () throws(MonetaryError) in
        guard let parts else { throw .overflow }
        return parts[index]
      }
      let quotient = tax.flatMap {
        ExactQuotient($0, times: member.lineAmount.minorUnits, dividedBy: base.minorUnits)
      }
      shares.append(
        ExplainedTax.Share(
          position: member.position, lineAmount: member.lineAmount, amount: amount,
          quotient: quotient, isRaised: raised.contains(index)))
    }
    return shares
  }

  /// Of amounts that are parts of a stored total; what is beyond an amount shows as one that differs.
  private static func sum(_ amounts: [Money], _ currency: Currency) -> Money {
    do throws(MonetaryError) {
      return try Money.sum(amounts, currency: currency)
    } catch {
      return .zero(currency)
    }
  }
}

extension ExplainedTax {
  /// As people write it: `S 25 % (VAT_STD, Standard rate)`.
  package var title: String {
    // A code that is the category says nothing more.
    let words = (codes + names).filter { $0 != category }
    var seen: Set<String> = []
    let unique = words.filter { seen.insert($0).inserted }
    return "\(category) \(rate) %" + (unique.isEmpty ? "" : " (\(unique.joined(separator: ", ")))")
  }

  fileprivate func told(in currency: Currency) -> ExplainedTax {
    let text = AmountText(currency: currency)
    let lines = AmountText.list(shares.map(\.position))
    let whose = shares.count == 1 ? "line \(lines)" : "lines \(lines)"
    var sentences: [String] = []
    let computed: Money?
    do throws(MonetaryError) { computed = try quotient.rounded(to: currency) } catch {
      computed = nil
    }
    sentences.append(
      "Category \(category) at \(rate) % is on \(whose), together \(base.decimalText): \(base.decimalText) × \(rate) % = \(text.rounding(quotient, to: computed))."
    )
    if isGiven {
      sentences.append(
        computed == amount.stored
          ? "The document gives the same: \(amount.stored.decimalText)."
          : "The document gives \(amount.stored.decimalText), and that holds.")
    } else if isQuoted {
      sentences.append(
        computed == amount.stored
          ? "The tax engine gave the same: \(amount.stored.decimalText)."
          : "The tax engine gave \(amount.stored.decimalText), and that holds.")
    } else if shares.count > 1 {
      sentences.append(
        "It is rounded once on the document, and spread over its lines in proportion to their amounts."
      )
      let raised = shares.filter(\.isRaised).map(\.position)
      if base.isZero {
        sentences.append("The lines sum to nothing: the first bears all of it.")
      } else if raised.isEmpty {
        sentences.append("All shares are exact: nothing is left over.")
      } else {
        let units = raised.count == 1 ? "\(text.unit) is" : "\(raised.count) × \(text.unit) are"
        let word = raised.count == 1 ? "line" : "lines"
        sentences.append(
          "Each share is cut to \(text.unit); \(units) then left, and \(raised.count == 1 ? "goes" : "go") to the largest \(raised.count == 1 ? "fraction" : "fractions"), of equal ones the earlier: \(word) \(AmountText.list(raised))."
        )
      }
    }
    return ExplainedTax(
      category: category, rate: rate, codes: codes, names: names, isGiven: isGiven,
      isQuoted: isQuoted, base: base,
      quotient: quotient, amount: amount, shares: shares, sentences: sentences)
  }
}
