import Billing
import CivilTime
import Contract
import HTTPServer
import Storage
import Web

/// Which page is made where.
extension WebSite {
  /// Entries of one page of a list.
  static let pageLength = 100

  /// `isKnown`: whether somebody is signed in, or nobody has to.
  func reply(
    to call: HTTPCall, at address: WebAddress, _ visitor: WebVisitor, isKnown: Bool
  ) async throws(CommandFailure) -> HTTPReply {
    let isForm = call.method == .post
    switch address.route {
    case .style: return file(Array(StyleSheet.text.utf8), "text/css; charset=utf-8")
    case .script: return file(Array(Script.text.utf8), "text/javascript; charset=utf-8")
    case .robots: return file(Array("User-agent: *\nDisallow: /\n".utf8), "text/plain")
    case .signIn: return isForm ? await signIn(call) : signInPage(address)
    case .signOut: return signOut(call)
    case .live: return await live.follow(headers: SecurityHeaders.all)
    case .invoiceDocument(let id, let document):
      return try await self.document(document, of: id)
    case .deadAction(let action):
      return try await deadAction(action, Self.form(call), visitor)
    case .invoiceAction where isForm, .recoverSchedule where isForm, .runAction where isForm:
      return try await act(on: address.route, Self.form(call), visitor)
    case .asyncAPI: return asyncAPI()
    case .contractType(let name) where isForm:
      return try await trial(name, Self.form(call), visitor)
    default: break
    }
    let page = try await page(at: address, visitor)
    return reply(page, address.format, isKnown ? visitor : nil)
  }

  private static func form(_ call: HTTPCall) -> WebQuery {
    WebQuery(reading: String(decoding: call.body, as: UTF8.self))
  }

  private func page(
    at address: WebAddress, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> WebPage {
    switch address.route {
    case .overview: try await overview()
    case .requests: try await requests(address.query)
    case .request(let source, let identifier):
      try await request(RequestKey(source: source, identifier: identifier))
    case .errorLogs: try await errorLogs(address.query, visitor)
    case .invoices: try await invoices(address.query)
    case .invoice(let id): try await invoice(id, visitor)
    case .deadLetters: try await deadLetters(address.query, visitor)
    case .deadLetter(let fingerprint): try await deadLetter(fingerprint, address.query, visitor)
    case .schedule(let id): try await schedule(id, visitor)
    case .runs: try await runs(address.query)
    case .run(let id): try await run(id, visitor)
    case .audit: try await audit(address.query)
    case .invoiceAction, .recoverSchedule, .runAction: try await confirmation(of: address.route)
    case .help: help()
    case .contract: contract()
    case .contractType(let name): contract(of: name, visitor)
    case .style, .script, .robots, .signIn, .signOut, .live, .invoiceDocument, .deadAction,
      .asyncAPI:
      PlainPages.page(for: .notFound)
    }
  }

  // MARK: Lists

  private func overview() async throws(CommandFailure) -> WebPage {
    let (pauses, logs) = try await store.query { queries throws(StoreError) in
      (try queries.pauses(), try queries.errorLogs(.all, limit: 20))
    }
    return OverviewPage.page(await live.current(), pauses: pauses, logs: logs)
  }

  private func requests(_ query: WebQuery) async throws(CommandFailure) -> WebPage {
    let filter = RequestFilter(query)
    let listing = try await store.query { queries throws(StoreError) in
      try queries.requests(filter.selection, after: filter.place, limit: Self.pageLength)
    }
    return RequestsPage.page(listing, filter, problems: RequestFilter.problems(query))
  }

  private func errorLogs(
    _ query: WebQuery, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> WebPage {
    let filter = ErrorLogFilter(query)
    let logs = try await store.query { queries throws(StoreError) in
      try queries.errorLogs(
        filter.selection, code: filter.code.map { ErrorCode(rawValue: $0) }, after: filter.place,
        limit: Self.pageLength + 1)
    }
    return ErrorLogsPage.page(
      logs, limit: Self.pageLength, filter, mayAct: visitor.role == .operator
    ) { code in
      ErrorCodeEntry.all.first { $0.code == code }?.fix
    }
  }

  private func invoices(_ query: WebQuery) async throws(CommandFailure) -> WebPage {
    let filter = InvoiceFilter(query)
    let today = UTCInstant.now().date
    let invoices = try await store.query { queries throws(StoreError) in
      try queries.invoiceHeads(filter.selection(today: today), limit: Self.pageLength + 1)
    }
    return InvoicesPage.page(
      invoices, limit: Self.pageLength, filter, problems: InvoiceFilter.problems(query),
      today: today)
  }
}
