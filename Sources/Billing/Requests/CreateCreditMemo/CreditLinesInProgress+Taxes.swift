import Monetary

/// Tax of all lines together, and against what is left of the tax of a line that is credited.
extension CreditLinesInProgress {
  /// The taxes of the lines that ask for Calculate, by their index in the request.
  mutating func calculatedTaxes(
    of checked: [Checked], on memo: CreditMemo.ID, in context: PlanningContext
  ) -> [Int: [InvoiceLineTax]] {
    let asking = checked.filter { $0.strategy == .calculate }
    guard !asking.isEmpty else { return [:] }
    // Posted as it is made.
    let document = TaxableDocument(
      id: memo.text, kind: .final, isCredit: true, currency: currency,
      invoiceDate: request.creditDate, address: account.taxAddress,
      isTaxExempt: account.isTaxExempt, lines: asking.map { taxable($0) })
    do throws(TaxFailure) {
      let taxes = try context.taxEngine.taxes(on: document, facts: settling.facts)
      taxSource = taxes.source
      return Dictionary(zip(asking.map(\.index), taxes.lines)) { first, _ in first }
    } catch {
      if error.isOfDocument, let failure = error.lines.first {
        faults.append(
          Fault(code: failure.code, message: failure.message, pointer: "/creditMemo"))
        return [:]
      }
      for failure in error.lines {
        faults.append(
          Fault(
            code: failure.code, message: failure.message,
            pointer: "/creditMemo/lines/\(asking[failure.index].index)"))
      }
      return [:]
    }
  }

  /// What decides the tax of a line; that of an invoice's line is what decided it there.
  private mutating func taxable(_ line: Checked) -> TaxableDocument.Line {
    switch line.basis {
    case .standAlone(let treatment):
      return TaxableDocument.Line(
        number: line.index + 1, amount: line.amount, treatment: treatment)
    case .line(let invoice, let index):
      let document =
        documents[invoice.id]
        ?? invoice.taxableDocument(
          of: Array(invoice.lines.indices), as: .final, account, facts: settling.facts)
      documents[invoice.id] = document
      let credited = document.lines[index]
      return TaxableDocument.Line(
        number: line.index + 1, amount: line.amount, treatment: credited.treatment,
        stated: credited.stated,
        address: credited.address)
    }
  }

  mutating func made(
    _ line: Checked, _ calculated: [InvoiceLineTax], on memo: CreditMemo.ID
  ) throws(Fault) -> CreditMemoLine {
    let asked = request.lines[line.index]
    var made = CreditMemoLine(
      id: CreditMemoLine.id(line.index, of: memo), name: asked.name, amount: line.amount,
      taxTreatmentId: asked.taxTreatmentId, taxStrategy: line.strategy)
    switch line.basis {
    case .standAlone(let treatment):
      made.taxes =
        line.strategy == .manualOverride
        ? Self.given(line.tax, on: line.amount, treatment) : calculated
    case .line(let invoice, let index):
      made.invoiceLine = CreditMemoLine.Source(index, of: invoice)
      made.taxTreatmentId = invoice.lines[index].ingested?.taxTreatmentId
      try tax(&made, line, calculated, index, of: invoice)
    }
    return made
  }

  /// Gives a line that credits one of an invoice its taxes, and counts it.
  private mutating func tax(
    _ made: inout CreditMemoLine, _ line: Checked, _ calculated: [InvoiceLineTax], _ index: Int,
    of invoice: Invoice
  ) throws(Fault) {
    let left: Money
    let tax: Money
    let isBeyond: Bool
    do throws(MonetaryError) {
      var credited = try creditedLine(index, of: invoice)
      switch line.strategy {
      case .ignore: break
      case .copyFromInvoiceLine: made.taxes = try credited.copiedTaxes(of: line.amount)
      case .calculate: made.taxes = calculated
      case .manualOverride:
        made.taxes =
          try credited.givenTaxes(line.tax) ?? Self.given(line.tax, on: line.amount, nil)
      }
      tax = try Money.sum(made.taxes.lazy.map(\.amount), currency: currency)
      left = try credited.taxLeft
      isBeyond = try credited.isBeyond(tax)
      try credited.insert(made)
      self.credited[invoice.id, default: [:]][index] = credited
    } catch {
      throw .beyondBound(at: "/creditMemo/lines/\(line.index)")
    }
    guard !isBeyond else {
      let source = CreditMemoLine.Source(index, of: invoice)
      throw Fault(
        code: .creditExceedsLine,
        message:
          "Of the tax of line \(source.lineId) of invoice \(invoice.name) \(left) is left to be "
          + "credited, and this line's tax is \(tax). Give the tax with ManualOverride, at most what "
          + "is left.", pointer: "/creditMemo/lines/\(line.index)",
        source: RecordReference(.invoice, invoice.id))
    }
  }

  /// Tax that a person gave, as one record; the percentage says what it comes to.
  private static func given(
    _ tax: Money, on amount: Money, _ treatment: TaxTreatment?
  ) -> [InvoiceLineTax] {
    guard !tax.isZero else { return [] }
    let category = treatment?.category ?? "S"
    let code = treatment?.taxCode ?? category
    // Hundredths of a percent, rounded; both are within an amount's bound.
    let hundredths = (2 * 10_000 * tax.minorUnits + amount.minorUnits) / (2 * amount.minorUnits)
    return [
      InvoiceLineTax(
        name: code, code: code, category: category,
        rate: ExactDecimal(coefficient: hundredths, scale: 2) ?? 0, amount: tax)
    ]
  }
}
