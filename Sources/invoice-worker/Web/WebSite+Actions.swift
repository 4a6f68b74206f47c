import Billing
import HTTPServer
import JSON
import Messages
import Storage
import Web
import Worker

/// What people do by the page: requests, sent as the request command sends them, in the name of who is signed in.
extension WebSite {
  /// The source of the page's requests.
  static let source = "invoice-worker-web"
  /// What their identifiers begin with, whatever a form says: so the audit finds all of them.
  static let identifierPrefix = "web-"

  /// The page that says what will happen.
  func confirmation(of route: WebRoute) async throws(CommandFailure) -> WebPage {
    guard let action = try await action(route, version: nil) else {
      return PlainPages.notFound("There is nothing to do this to.")
    }
    return action.confirmation(
      identifier: RandomIdentifier.make(prefix: Self.identifierPrefix))
  }

  /// Sends the request, and shows what becomes of it.
  func act(
    on route: WebRoute, _ form: WebQuery, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> HTTPReply {
    let version = form["version"].flatMap { Int64($0) }
    guard let action = try await action(route, version: version) else {
      return reply(PlainPages.notFound("There is nothing to do this to."), .html, visitor)
    }
    return try await send(
      action.type.rawValue, action.body(by: visitor.name, reason: form["reason"]).bytes,
      identifier: form["id"], visitor)
  }

  /// What a worker would refuse is not sent, and shown.
  func send(
    _ type: String, _ body: [UInt8], identifier: String?, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> HTTPReply {
    let given = identifier.flatMap { $0.hasPrefix(Self.identifierPrefix) ? $0 : nil }
    let request = RequestToSend(
      type: type, identifier: given ?? RandomIdentifier.make(prefix: Self.identifierPrefix),
      source: Self.source, body: body)
    do throws(CommandFailure) {
      try RequestCommand.check(request)
    } catch {
      return reply(PlainPages.said(400, "Not sent", error.sentence), .html, visitor)
    }
    if let refusal = RequestCheck.refusal(of: request) {
      let faults = refusal.faults.map { fault in
        [fault.pointer, fault.message].compactMap(\.self).joined(separator: ": ")
      }
      return reply(
        PlainPages.said(
          400, "Not sent", "A worker would refuse it. " + faults.joined(separator: " ")),
        .html, visitor)
    }
    try await RequestSender.with(broker) { sender throws(CommandFailure) in
      try await sender.send(request)
    }
    log.write(
      .pageRequestSent,
      [
        "user": .text(visitor.name ?? ""), "type": .text(type),
        "request": .text(request.identifier),
      ])
    return redirect(
      to: WebAddress(.request(source: request.source, identifier: request.identifier)))
  }

  /// nil where there is no such record.
  private func action(
    _ route: WebRoute, version: Int64?
  ) async throws(CommandFailure) -> WebAction? {
    switch route {
    case .invoiceAction(let id, let action):
      let invoice = try await store.query { queries throws(StoreError) in try queries.invoice(id) }
      return invoice.map { invoice in
        .invoice(
          action, id: invoice.id.text, name: invoice.number ?? "draft \(invoice.id.text)",
          version: version ?? invoice.version)
      }
    case .recoverSchedule(let id):
      let exists = try await store.query { queries throws(StoreError) in
        try queries.exists(RecordReference(type: .billingSchedule, id: id))
      }
      return exists ? .recover(schedule: id) : nil
    case .runAction(let id, let action):
      let exists = try await store.query { queries throws(StoreError) in
        try queries.exists(RecordReference(type: .invoiceRun, id: id))
      }
      return exists ? .run(action, id: id) : nil
    default: return nil
    }
  }

  // MARK: What was done

  func audit(_ query: WebQuery) async throws(CommandFailure) -> WebPage {
    var filter = RequestFilter()
    filter.after = RequestFilter(query).after
    var selection = RequestSelection()
    selection.identifierPart = Self.identifierPrefix
    let place = filter.place
    let chosen = selection
    // Workers that take the broker's word for who sent a request keep it under the page's user.
    let sources: Set<String> = [Self.source, broker.user]
    let (listing, stored) = try await store.query { queries throws(StoreError) in
      var listing = try queries.requests(chosen, after: place, limit: Self.pageLength)
      listing.requests.removeAll {
        !$0.key.identifier.hasPrefix(Self.identifierPrefix) || !sources.contains($0.key.source)
      }
      var stored: [StoredRequest] = []
      for request in listing.requests {
        if let found = try queries.request(request.key) { stored.append(found) }
      }
      return (listing, stored)
    }
    var bodies: [RequestKey: [UInt8]] = [:]
    for request in stored { bodies[request.key] = request.outcome.completionBody }
    let entries = listing.requests.map { request in
      let completion = bodies[request.key].flatMap(CompletionText.completion)
      return AuditEntry(
        request: request, by: completion?.requestedBy.joined(separator: ", ") ?? "",
        errors: completion?.errors.map { "\($0.code): \($0.message)" }.joined(separator: " ")
          ?? "")
    }
    return AuditPage.page(entries, next: listing.next, filter, deeds: await desk.done)
  }
}
