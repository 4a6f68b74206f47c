import Billing
import CivilTime
import Contract
import JSON
import Messages
import Storage
import Web

/// `/requests/{source}/{id}`: what became of a request, as `requests show` has it.
extension WebSite {
  func request(_ key: RequestKey) async throws(CommandFailure) -> WebPage {
    let route = WebRoute.request(source: key.source, identifier: key.identifier)
    let twin = WebAddress(route, as: .json)
    // Workers that take the broker's word for who sent a request keep it under the page's user.
    let asUser = broker.user
    let found = try await store.query { queries throws(StoreError) -> StoredRequest? in
      if let found = try queries.request(key) { return found }
      guard key.source == Self.source else { return nil }
      return try queries.request(RequestKey(source: asUser, identifier: key.identifier))
    }
    guard let found else { return waiting(for: key, twin) }
    let completion = try CompletionText.read(found.outcome.completionBody)
    var content: [HTMLNode] = [
      Parts.facts([
        ("Identifier", .text(key.identifier)), ("Source", .text(found.key.source)),
        ("Type", .text(found.type)),
        ("Requested by", Parts.text(completion.requestedBy.joined(separator: ", "))),
        (
          "Outcome",
          RequestsPage.outcome(
            found.outcome.outcome, isInternalError: found.outcome.isInternalError)
        ),
        ("Attempts", .text("\(found.outcome.attempts)")),
        (
          "Dead letter",
          found.outcome.isParked
            ? Parts.link("a copy is among the dead letters", WebAddress(.deadLetters)) : nil
        ),
        ("Replaces the outcome of event", Parts.text(completion.replayOf)),
      ]),
      Parts.heading("Timeline"), timeline(found, completion),
    ]
    // What is said of an invoice is often said of the request as well.
    let said = Set(completion.errors)
    content += faults(
      "Errors",
      completion.errors + completion.invoices.flatMap(\.errors).filter { !said.contains($0) })
    content += faults("Warnings", SkippedText.otherWarnings(of: completion))
    content += skipped(completion)
    content += invoices(completion)
    content += errorLogs(completion)
    content.append(Parts.heading("Completion"))
    content.append(
      Parts.folded("The event as it was published", Self.lines(found.outcome.completionBody)))
    content.append(Parts.heading("From the command line"))
    content.append(
      Parts.command(
        ["requests", "show", "--source", found.key.source], operand: key.identifier))
    var writer = JSONWriter()
    writer.request(found)
    return WebPage(
      "Request \(key.identifier)", section: .requests, twin: twin, json: writer.bytes, content)
  }

  /// Nothing is stored of a request before it has an outcome.
  private func waiting(for key: RequestKey, _ twin: WebAddress) -> WebPage {
    let tree = JSONTree.record([
      "requestIdentifier": .string(key.identifier), "source": .string(key.source),
      "outcome": .null,
    ])
    var page = WebPage(
      "Request \(key.identifier)", status: 404, section: .requests, twin: twin, json: tree.bytes,
      [
        Parts.notice(
          "No outcome of this request is stored: it may still wait in its queue, or was never sent."
        ),
        .tag(
          "p",
          [
            Parts.link(
              "Look again",
              WebAddress(.request(source: key.source, identifier: key.identifier)))
          ]),
      ])
    page.isWaiting = true
    return page
  }

  private func timeline(_ request: StoredRequest, _ completion: CompletionView) -> HTMLNode {
    var steps: [HTMLNode] = [
      .tag("li", [Parts.time(request.receivedAt), .text(" received")])
    ]
    if completion.replayOf != nil {
      steps.append(.tag("li", "replayed: this outcome replaces an earlier one"))
    }
    steps.append(
      .tag(
        "li",
        [
          Parts.time(request.outcome.completedAt),
          .text(
            " \(request.outcome.outcome.rawValue), as event \(request.outcome.completionEventId)"),
        ]))
    return .tag("ol", [HTMLAttribute("class", "timeline")], steps)
  }

  /// A table of what is wrong with a request; nothing for none.
  func faults(_ title: String, _ faults: [CompletionView.Fault]) -> [HTMLNode] {
    guard !faults.isEmpty else { return [] }
    let rows = faults.map { fault -> [HTMLNode] in
      return [
        .text(fault.code), Self.record(of: fault), .text(fault.pointer ?? ""), .text(fault.message),
      ]
    }
    return [
      Parts.heading(title),
      Parts.table(
        "\(title) of the request",
        [
          .init("Code"), .init("Record"), .init("At"), .init("What happened, and what to do"),
        ], rows),
    ]
  }

  /// The record at fault, with its page where it has one.
  private static func record(of fault: CompletionView.Fault) -> HTMLNode {
    if let type = fault.sourceType.flatMap(RecordType.init(rawValue:)), let id = fault.sourceId {
      return ErrorLogsPage.record(RecordReference(type: type, id: id))
    }
    return .text([fault.sourceType, fault.sourceId].compactMap(\.self).joined(separator: " "))
  }

  private func invoices(_ completion: CompletionView) -> [HTMLNode] {
    let made = completion.invoices.compactMap { invoice in invoice.id.map { (invoice, $0) } }
    guard !made.isEmpty else { return [] }
    let rows = made.map { invoice, id -> [HTMLNode] in
      [
        Parts.link(invoice.number ?? "draft \(id)", WebAddress(.invoice(id))),
        .text(invoice.status ?? ""), .text(invoice.accountId ?? ""),
        .text("\(invoice.totalAmountWithTax ?? "") \(invoice.currency ?? "")"),
      ]
    }
    return [
      Parts.heading("Invoices"),
      Parts.table(
        "Invoices that it made or changed",
        [.init("Invoice"), .init("Status"), .init("Account"), .init("Total", isNumber: true)],
        rows),
    ]
  }

  private func skipped(_ completion: CompletionView) -> [HTMLNode] {
    guard let table = SkippedText.table(of: completion) else { return [] }
    let more = completion.skippedCount - table.rows.count
    return [
      Parts.heading("Schedules passed over"),
      table.html("Schedules that were considered and not billed") { column, text in
        column == "Schedule" ? WebAddress(.schedule(text)) : nil
      },
      more > 0 ? Parts.paragraph("And \(more) more.") : .nothing,
    ]
  }

  private func errorLogs(_ completion: CompletionView) -> [HTMLNode] {
    guard !completion.errorLogNumbers.isEmpty else { return [] }
    var filter = ErrorLogFilter()
    filter.request = completion.requestIdentifier
    return [
      .tag(
        "p",
        [
          .text("Error logs: "),
          Parts.link(
            completion.errorLogNumbers.joined(separator: ", "),
            WebAddress(.errorLogs, filter.query)),
        ])
    ]
  }

  /// JSON with a line for each member; what is none as it is.
  static func lines(_ bytes: [UInt8]) -> String {
    do throws(JSONError) {
      return JSONTree(try JSONDocument(reading: bytes).root).lines
    } catch {
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
