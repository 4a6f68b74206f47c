import Billing
import JSON
import Messages
import Worker

/// A completion for people.
enum CompletionText {
  static func read(_ body: [UInt8]) throws(CommandFailure) -> CompletionView {
    do throws(JSONError) {
      if let completion = CompletionView(try EventView(reading: body)) { return completion }
    } catch {
      throw .internal("the answer cannot be read: \(error)")
    }
    throw .internal("the answer is not a completion; the worker may be of another version")
  }

  /// The completion that a message is, nil when it is none.
  static func completion(in body: [UInt8]) -> CompletionView? {
    do throws(JSONError) { return CompletionView(try EventView(reading: body)) } catch {
      return nil
    }
  }

  static func exitStatus(of outcome: Outcome?) -> ExitStatus {
    switch outcome {
    case .succeeded: .success
    case .partiallySucceeded: .partiallySucceeded
    case .failed: .failed
    case .rejected: .rejected
    case nil: .internalError
    }
  }

  /// `width`: of the terminal; nil where there is none.
  static func text(of completion: CompletionView, width: Int? = nil) -> String {
    var text = "\(completion.outcome?.rawValue ?? "unknown outcome")"
    let skipped = completion.skippedCount
    if skipped > 0 { text += ", \(skipped) \(skipped == 1 ? "schedule" : "schedules") skipped" }
    text += "\n"
    let made = completion.invoices.filter { $0.id != nil }
    if !made.isEmpty { text += "\n" + table(made).text(width: width) }
    if !completion.records.isEmpty {
      text += "\n" + LedgerRecordText.table(completion.records).text(width: width)
    }
    if !completion.emails.isEmpty {
      text += "\n" + EmailResultText.table(completion.emails, invoices: made).text(width: width)
    }
    if !completion.recovered.isEmpty {
      text += "\n" + RecoveredText.table(completion.recovered).text(width: width)
    }
    if let run = completion.invoiceRun { text += RunWords.sentence(about: run) }
    if completion.isGenerationOfNothing { text += "Nothing was invoiced.\n" }
    if let previews = completion.previews {
      text += "\n" + PreviewText.text(of: previews, width: width)
    }
    if !completion.contracts.isEmpty {
      text += "\n" + ContractText.table(completion.contracts, invoices: made).text(width: width)
    }
    if !completion.skipped.isEmpty { text += "\n" + SkippedText.text(of: completion, width: width) }
    text += faults("Error", completion.allErrors, width)
    text += faults("Warning", SkippedText.otherWarnings(of: completion), width)
    if let run = completion.invoiceRun { text += faults("Warning of the run", run.warnings, width) }
    if !completion.errorLogNumbers.isEmpty {
      text += "Error logs: \(completion.errorLogNumbers.joined(separator: ", "))\n"
    }
    if let earlier = completion.replayOf {
      text += "Replaces the outcome of event \(PrintableText.escaping(earlier)), after a replay\n"
    }
    if let other = completion.conflictsWith {
      text +=
        "The identifier is another request's, whose outcome is event \(PrintableText.escaping(other))\n"
    }
    if completion.attempts > 1 { text += "Tried \(completion.attempts) times\n" }
    return text
  }

  /// What is open of them is shown where it is not all.
  private static func table(_ invoices: [CompletionView.Invoice]) -> Table {
    let isMoved = invoices.contains { $0.balance != nil && $0.balance != $0.totalAmountWithTax }
    var columns: [Table.Column] = [
      .init("Invoice"), .init("Status", drop: 3), .init("Account", drop: 5), .init("Due", drop: 4),
      .init("Currency", drop: 1), .init("Amount", isNumber: true, drop: 6),
      .init("Tax", isNumber: true, drop: 7), .init("Total", isNumber: true),
    ]
    if isMoved { columns.append(.init("Open", isNumber: true)) }
    var table = Table(columns + [.init("Schedules", drop: 2, wraps: true)])
    for invoice in invoices {
      var row = [
        invoice.number ?? invoice.id ?? "",
        (isMoved ? invoice.shownStatus : nil) ?? invoice.status ?? "", invoice.accountId ?? "",
        invoice.dueDate ?? "", invoice.currency ?? "", invoice.totalAmount ?? "",
        invoice.totalTaxAmount ?? "", invoice.totalAmountWithTax ?? "",
      ]
      if isMoved { row.append(invoice.balance ?? "") }
      table.append(row + [shortened(invoice.billingScheduleIds)])
    }
    return table
  }

  /// The first few, and how many more: an invoice may bill ten thousand.
  private static func shortened(_ ids: [String]) -> String {
    let shown = ids.prefix(3).joined(separator: " ")
    return ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown
  }

  private static func faults(
    _ title: String, _ faults: [CompletionView.Fault], _ width: Int?
  ) -> String {
    let rows = faults.map { fault in
      let record = [fault.sourceType, fault.sourceId].compactMap { $0 }.joined(separator: " ")
      return [fault.code, record, fault.pointer ?? "", fault.message]
    }
    return table(title, rows, width)
  }

  /// The faults that a worker would find, as its completion would show them.
  static func text(of faults: [Fault], width: Int?) -> String {
    let rows = faults.map { fault in
      let record = fault.source.map { "\($0.type.rawValue) \($0.id)" } ?? ""
      return [fault.code.rawValue, record, fault.pointer ?? "", fault.message]
    }
    return table("Error", rows, width)
  }

  private static func table(_ title: String, _ rows: [[String]], _ width: Int?) -> String {
    var table = Table([
      .init(title), .init("Record", drop: 2), .init("At", drop: 1),
      .init("What happened, and what to do", wraps: true),
    ])
    for row in rows { table.append(row) }
    return rows.isEmpty ? "" : "\n" + table.text(width: width)
  }
}

extension CompletionView {
  /// Whether invoices were asked for and none was made.
  var isGenerationOfNothing: Bool {
    guard previews == nil, invoices.allSatisfy({ $0.id == nil }) else { return false }
    return requestType == "invoice.generate.v1" || skippedCount > 0
  }

  /// The request's, and those of single invoices and contracts that are not among them; each once.
  var allErrors: [Fault] {
    var seen = Set(errors)
    return errors
      + (invoices.flatMap(\.errors) + contracts.flatMap(\.errors)).filter {
        seen.insert($0).inserted
      }
  }
}
