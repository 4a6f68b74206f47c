import Monetary

extension Ingestion {
  /// The tax records of every charge: given, spread from the document's subtotals, or estimated.
  /// nil when there is a fault, which is then reported.
  mutating func taxes(
    on charges: [IngestedCharge], in currency: Currency
  ) -> [[InvoiceLineTax]]? {
    var table = IngestedTaxes(charges: charges, currency: currency)
    var estimated: [Int] = []
    let subtotals = SubtotalIndex(invoice.taxBreakdown)
    var rates = RateTable(invoiceDate: invoice.invoiceDate)
    for (index, charge) in charges.enumerated() {
      if charge.status != .posted, shouldCalculateTax {
        estimated.append(index)
      } else if !charge.given.isEmpty {
        table.give(charge, at: index)
        warnOfAmounts(charge)
      } else if let subtotal = subtotal(of: charge, among: subtotals, &rates) {
        table.await(subtotal, at: index)
      } else if charge.status != .posted {
        estimated.append(index)
      } else {
        checkNoneNeeded(charge, at: index, &table)
      }
    }
    calculated = Set(estimated)
    if table.hasOverflowed { faults.overflow(at: "/invoice/lines") }
    let isSpread = table.hasOverflowed ? false : spread(subtotals, into: &table)
    guard estimate(estimated, of: charges, into: &table), isSpread else { return nil }
    return table.records
  }

  /// A posted charge without an amount: right only where no tax is due.
  private mutating func checkNoneNeeded(
    _ charge: IngestedCharge, at index: Int, _ table: inout IngestedTaxes
  ) {
    guard charge.isTaxable, account?.isTaxExempt != true else { return }
    // A rate of 0 on the document's own allowance or charge leaves no category to be stated.
    if case .line = charge.place {
    } else if case .stated(let key) = charge.basis, key.percent.isZero {
      table.giveNothing(key, at: index)
      return
    }
    let isLine = if case .line = charge.place { true } else { false }
    faults.refuse(
      .requestInvalid, at: isLine ? "\(charge.place)/taxes" : charge.place.description,
      "It is Posted and taxable, and no tax is given for it. Give "
        + (isLine ? "taxes, or " : "")
        + "a taxBreakdown entry of its category and rate; or a treatment that is not taxable.")
  }

  // MARK: Given

  private mutating func warnOfAmounts(_ charge: IngestedCharge) {
    for (number, tax) in charge.given.enumerated() {
      let key = charge.key(of: tax)
      warnOfAmount(
        tax.amount, on: charge.amount, key, at: "\(charge.place)/taxes/\(number)/amount")
    }
  }

  /// Amounts given are kept as given; a warning says when one does not follow from its rate.
  private mutating func warnOfAmount(
    _ amount: ExactDecimal, on taxable: Money, _ key: TaxKey,
    at pointer: @autoclosure () -> String
  ) {
    let expected: Money
    do throws(MonetaryError) {
      expected = try taxable.percentage(key.percent)
    } catch {
      return faults.overflow(at: pointer())
    }
    guard expected.decimal != amount else { return }
    faults.warn(
      .taxAmountMismatch, at: pointer(),
      "The tax is \(amount), but \(key.percent) % of \(taxable.decimalText) is "
        + "\(expected.decimalText). The amount given holds.")
  }

  // MARK: Spread

  /// The subtotal that a charge's tax is within: that of its category and rate; of a treatment,
  /// whose rate may not be known here, also the only one of its category.
  private func subtotal(
    of charge: IngestedCharge, among subtotals: SubtotalIndex, _ rates: inout RateTable
  ) -> Int? {
    switch charge.basis {
    case .stated(let key):
      return subtotals[key]
    case .treatment(let treatment):
      if let account, !invoice.taxBreakdown.isEmpty,
        case .success(let rate) = rates.rate(
          of: treatment, at: charge.address ?? account.taxAddress, facts: facts),
        let exact = subtotals[TaxKey(category: treatment.category, percent: rate.percent)]
      {
        return exact
      }
      return subtotals.only(ofCategory: treatment.category)
    case .notTaxable, .unstated:
      return nil
    }
  }

  /// Spreads what each subtotal states beyond the amounts given, and checks the subtotals.
  private mutating func spread(
    _ subtotals: SubtotalIndex, into table: inout IngestedTaxes
  ) -> Bool {
    // What is calculated again is not compared with what was stated.
    if shouldCalculateTax { return true }
    var isSound = true
    for (index, subtotal) in invoice.taxBreakdown.enumerated() {
      let pointer = "/invoice/taxBreakdown/\(index)"
      // That it is exact was checked before.
      guard let amount = Money(exactly: subtotal.taxAmount, currency: table.currency) else {
        isSound = false
        continue
      }
      guard let taxable = table.taxable(of: subtotal.key, awaiting: index) else {
        faults.overflow(at: pointer)
        isSound = false
        continue
      }
      if !checkTaxable(subtotal, taxable, at: pointer) { isSound = false }
      warnOfAmount(
        subtotal.taxAmount, on: taxable, subtotal.key, at: "\(pointer)/taxAmount")
      guard let rest = table.spread(amount, of: subtotal.key, awaiting: index) else {
        faults.overflow(at: pointer)
        isSound = false
        continue
      }
      if !rest.isZero {
        isSound = false
        faults.refuse(
          .totalsMismatch, at: "\(pointer)/taxAmount",
          "taxAmount is \(amount.decimalText), but the taxes given for \(subtotal.key.text) make "
            + "\(difference(amount, rest)), and no line is left to bear the rest.")
      }
    }
    return isSound
  }

  private func difference(_ amount: Money, _ rest: Money) -> String {
    do throws(MonetaryError) {
      return try amount.subtracting(rest).decimalText
    } catch {
      return "another sum"
    }
  }

  private mutating func checkTaxable(
    _ subtotal: TaxSubtotal, _ taxable: Money, at pointer: String
  ) -> Bool {
    guard let decimal = subtotal.taxableAmount else { return true }
    guard let stated = Money(exactly: decimal, currency: taxable.currency) else { return false }
    guard stated != taxable else { return true }
    faults.refuse(
      .totalsMismatch, at: "\(pointer)/taxableAmount",
      "taxableAmount is \(stated.decimalText), but the lines of \(subtotal.key.text) add up to "
        + "\(taxable.decimalText), allowances and charges included. Correct the one or the other.")
    return false
  }

  // MARK: Estimated

  private mutating func estimate(
    _ indices: [Int], of charges: [IngestedCharge], into table: inout IngestedTaxes
  ) -> Bool {
    guard !indices.isEmpty, let account else { return true }
    // What is refused anyway waits for nobody.
    if context.taxEngine.keepsBooks, !faults.isEmpty { return false }
    let id = id
    let document = TaxableDocument(
      id: id.text, kind: .estimate, isCredit: invoice.documentType == .creditNote,
      currency: table.currency, invoiceDate: invoice.invoiceDate, address: account.taxAddress,
      isTaxExempt: account.isTaxExempt,
      lines: indices.map { charges[$0].taxableLine(number: $0 + 1) })
    do throws(TaxFailure) {
      let taxes = try context.taxEngine.taxes(on: document, facts: facts)
      for (index, records) in zip(indices, taxes.lines) { table.take(records, at: index) }
      taxesInProgress.note(taxes.source, of: id.text)
      areTaxesQuoted = taxes.source.isQuoted
      return true
    } catch {
      if error.isOfDocument, let line = error.lines.first {
        faults.refuse(line.code, at: "/invoice", line.message)
        return false
      }
      for line in error.lines {
        let place = charges[indices[line.index]].place
        faults.refuse(line.code, at: place.description, place.subject + line.message)
      }
      return false
    }
  }
}

extension IngestedCharge {
  fileprivate func taxableLine(number: Int) -> TaxableDocument.Line {
    switch basis {
    case .treatment(let treatment):
      TaxableDocument.Line(
        number: number, amount: amount, treatment: treatment, address: address)
    case .stated(let key):
      TaxableDocument.Line(number: number, amount: amount, treatment: nil, stated: key)
    case .notTaxable, .unstated:
      TaxableDocument.Line(number: number, amount: amount, treatment: nil)
    }
  }
}
