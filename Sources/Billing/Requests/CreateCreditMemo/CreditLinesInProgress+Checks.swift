import Monetary

/// Each line by itself.
extension CreditLinesInProgress {
  mutating func check(_ index: Int) throws(Fault) -> Checked {
    let line = request.lines[index]
    let amount = try money(line.amount, at: Self.pointer(index, "amount"))
    guard amount.isPositive else {
      throw Fault(
        code: .requestInvalid, message: "The amount of a line is more than 0.",
        pointer: Self.pointer(index, "amount"))
    }
    let basis: Basis
    if let name = line.invoiceLine {
      basis = try creditedLine(name, amount, at: index)
    } else {
      basis = .standAlone(try treatment(of: line, at: index))
      guard line.strategy != .copyFromInvoiceLine else {
        throw Fault(
          code: .requestInvalid,
          message: "CopyFromInvoiceLine copies the tax of an invoice's line, and this line names "
            + "none. Give invoiceId and invoiceLineId, or another strategy.",
          pointer: Self.pointer(index, "tax/strategy"))
      }
    }
    return Checked(
      index: index, amount: amount, basis: basis, strategy: line.strategy,
      tax: try manualTax(of: line, at: index))
  }

  private func money(_ decimal: ExactDecimal, at pointer: String) throws(Fault) -> Money {
    guard let money = Money(exactly: decimal, currency: currency) else {
      throw .notExact(decimal, currency, at: pointer)
    }
    return money
  }

  private func manualTax(
    of line: CreateCreditMemo.Line, at index: Int
  ) throws(Fault) -> Money {
    guard line.strategy == .manualOverride else { return .zero(currency) }
    let pointer = Self.pointer(index, "tax/amount")
    guard let given = line.taxAmount, !given.isNegative else {
      throw Fault(
        code: .requestInvalid,
        message: "ManualOverride says the tax itself: give its amount, 0 or more.",
        pointer: pointer)
    }
    return try money(given, at: pointer)
  }

  private func treatment(
    of line: CreateCreditMemo.Line, at index: Int
  ) throws(Fault) -> TaxTreatment? {
    let facts = settling.facts
    guard let id = line.taxTreatmentId else {
      return facts.defaultTaxTreatments.min().flatMap { facts.taxTreatments[$0] }
    }
    guard let treatment = facts.taxTreatments[id] else {
      throw .unknown(
        RecordReference(.taxTreatment, id), .recordReferenceNotFound,
        at: Self.pointer(index, "taxTreatmentId"))
    }
    return treatment
  }

  private mutating func creditedLine(
    _ name: CreateCreditMemo.InvoiceLineName, _ amount: Money, at index: Int
  ) throws(Fault) -> Basis {
    let invoice = try creditable(name.invoiceId, at: Self.pointer(index, "invoiceId"))
    let place: Int
    do throws(ItemRefusal) {
      let names = lineNames[invoice.id] ?? LineNames(of: invoice)
      lineNames[invoice.id] = names
      place = try names.index(of: name.invoiceLineId, at: Self.pointer(index, "invoiceLineId"))
    } catch {
      throw Fault(
        code: error.code, message: error.message, pointer: error.pointer, source: error.source)
    }
    let source = CreditMemoLine.Source(place, of: invoice)
    let left: Money
    let sum: Money
    do throws(MonetaryError) {
      let before = asked[source] ?? .zero(currency)
      left = try creditedLine(place, of: invoice).left.subtracting(before)
      sum = try before.adding(amount)
    } catch {
      throw .beyondBound(at: Self.pointer(index, "amount"))
    }
    guard amount.minorUnits <= left.minorUnits else {
      let advice =
        invoice.lines[place].amount.isNegative
        ? "A negative line becomes a credit by invoice.convert-to-credit.v1."
        : "Credit at most what is left."
      throw Fault(
        code: .creditExceedsLine,
        message:
          "Of line \(source.lineId) of invoice \(invoice.name) \(left) is left to be credited, "
          + "and \(amount) is asked for. \(advice)", pointer: Self.pointer(index, "amount"),
        source: RecordReference(.invoice, invoice.id))
    }
    asked[source] = sum
    return .line(invoice, index: place)
  }

  /// The invoice, if its lines may be credited by this memo.
  private func creditable(_ id: Invoice.ID, at pointer: String) throws(Fault) -> Invoice {
    let record = RecordReference(.invoice, id)
    guard let invoice = settling.invoice(id) else { throw .unknownInvoice(id, at: pointer) }
    guard invoice.accountId == account.id else {
      throw Fault(
        code: .recordAccountMismatch,
        message:
          "Invoice \(invoice.name) is of account \(invoice.accountId), and the memo of account "
          + "\(account.id). Credit each account by a memo of its own.", pointer: pointer,
        source: record)
    }
    guard invoice.currency == currency else {
      throw Fault(
        code: .currencyMismatch,
        message: "Invoice \(invoice.name) is in \(invoice.currency.code), and the memo in "
          + "\(currency.code). Credit it in its own currency.", pointer: pointer, source: record)
    }
    do throws(ItemRefusal) {
      try invoice.requirePosted(toBe: "credited")
    } catch {
      throw Fault(code: error.code, message: error.message, pointer: pointer, source: record)
    }
    guard !invoice.isCreditNote else {
      throw Fault(
        code: .requestInvalid,
        message:
          "Invoice \(invoice.name) is a credit note: its lines are credits already. It becomes "
          + "a credit memo by invoice.convert-to-credit.v1.", pointer: pointer, source: record)
    }
    return invoice
  }

  /// What is credited of a line by stored memos, and by lines made here so far.
  mutating func creditedLine(
    _ index: Int, of invoice: Invoice
  ) throws(MonetaryError) -> CreditedLine {
    if credited[invoice.id] == nil {
      var lines: [Int: CreditedLine] = [:]
      for memo in settling.liveMemos(of: invoice.id) where memo.sourceAction == .invoiceLines {
        for line in memo.lines {
          guard let source = line.invoiceLine, source.invoiceId == invoice.id,
            invoice.lines.indices.contains(source.position - 1)
          else { continue }
          let place = source.position - 1
          try lines[place, default: CreditedLine(of: invoice.lines[place])].insert(line)
        }
      }
      credited[invoice.id] = lines
    }
    return credited[invoice.id]?[index] ?? CreditedLine(of: invoice.lines[index])
  }
}

extension Fault {
  static func beyondBound(at pointer: String) -> Fault {
    Fault(
      code: .amountOverflow,
      message: "A sum is beyond 18 digits before the point. Check the amounts.", pointer: pointer)
  }
}
