import CivilTime
import Monetary

/// <doc:Lifecycle#Converting-negative-lines>.
extension Settling {
  /// Makes negative lines of an invoice into a credit memo, or a credit note as a whole, and applies it to the same invoice as
  /// far as both balances go. Lines that a live memo has converted already are passed over. That the invoice exists and is
  /// Posted was checked before.
  ///
  /// `lineIds` names the lines; nil: every one that can be converted. `effectiveDate` is today where none is given.
  ///
  /// - Returns: The memo; nil when there is nothing to convert, and nothing has changed then.
  /// - Throws: ``ItemRefusal`` when a line named does not exist or cannot be converted, when the date lies before the invoice's
  ///   or after today, when nothing numbers the memo, and when a sum is beyond its bound. Nothing has changed then.
  @discardableResult
  mutating func convertNegativeLines(
    of invoiceId: Invoice.ID, lineIds: [String]? = nil, effectiveDate: CivilDate? = nil,
    appliesToInvoice: Bool = true
  ) throws(ItemRefusal) -> CreditMemo.ID? {
    guard let invoice = invoice(invoiceId) else { return nil }
    let date = try memoDate(effectiveDate, of: invoice)
    let id: CreditMemo.ID = identifier(["creditMemo", invoice.id.text])
    guard
      let memo = try conversion(
        of: invoice, lineIds: lineIds, id: id, creditDate: date)
    else { return nil }
    let policy = try numbering(of: memo.legalEntityId)
    let before = self
    do throws(MonetaryError) {
      record(memo, numberedBy: policy)
      try convert(memo.credited, of: invoice.id, into: memo.id, effectiveDate: date)
      if appliesToInvoice, let open = self.invoice(invoice.id)?.balance, open.isPositive {
        try apply(
          open.atMost(memo.credited), from: .creditMemo(memo.id), to: invoice.id,
          effectiveDate: date)
      }
    } catch {
      self = before
      throw .overflow(invoice)
    }
    return memo.id
  }

  private func conversion(
    of invoice: Invoice, lineIds: [String]?, id: CreditMemo.ID, creditDate: CivilDate
  ) throws(ItemRefusal) -> CreditMemo? {
    let today = today(of: invoice.accountId)
    if invoice.isCreditNote {
      guard lineIds == nil else {
        throw ItemRefusal(
          .requestInvalid,
          "Invoice \(invoice.name) is a credit note, which is converted as a whole. Leave lineIds "
            + "out.", pointer: "/lineIds")
      }
      guard invoice.balance.isNegative else { return nil }
      return .conversion(
        ofCreditNote: invoice, id: id, creditDate: creditDate, today: today,
        request: context.request)
    }
    let indices = try convertible(lineIds, of: invoice)
    guard !indices.isEmpty else { return nil }
    do throws(MonetaryError) {
      return try .conversion(
        of: indices, of: invoice, id: id, creditDate: creditDate, today: today,
        request: context.request)
    } catch {
      throw .overflow(invoice)
    }
  }

  /// The indices of the lines to convert, in the invoice's order.
  private func convertible(
    _ lineIds: [String]?, of invoice: Invoice
  ) throws(ItemRefusal) -> [Int] {
    let converted = convertedLines(of: invoice.id)
    guard let lineIds else {
      return invoice.lines.indices.filter {
        invoice.lines[$0].isConvertible && converted[$0 + 1] == nil
      }
    }
    let names = LineNames(of: invoice)
    var indices: Set<Int> = []
    for (place, name) in lineIds.enumerated() {
      let pointer = "/lineIds/\(place)"
      let index = try names.index(of: name, at: pointer)
      if let memo = converted[index + 1] {
        throw ItemRefusal(
          .nothingToConvert,
          "Line \(name) of invoice \(invoice.name) is converted already, by credit memo "
            + "\(memo.name).", source: RecordReference(.creditMemo, memo.id), pointer: pointer)
      }
      guard invoice.lines[index].isConvertible else {
        throw ItemRefusal(
          .nothingToConvert,
          "Line \(name) of invoice \(invoice.name) cannot become a credit: only a line that is "
            + "negative with its tax can, and no allowance of the document.", pointer: pointer)
      }
      guard indices.insert(index).inserted else {
        throw ItemRefusal(
          .requestInvalid, "Line \(name) is named twice.", pointer: pointer)
      }
    }
    return indices.sorted()
  }

  /// The places of the lines that live memos have converted, each with its memo.
  private func convertedLines(of invoice: Invoice.ID) -> [Int: CreditMemo] {
    var converted: [Int: CreditMemo] = [:]
    for memo in liveMemos(of: invoice)
    where memo.sourceAction == .negativeInvoiceLineConversion {
      for line in memo.lines {
        if let source = line.invoiceLine, source.invoiceId == invoice {
          converted[source.position] = memo
        }
      }
    }
    return converted
  }
}
