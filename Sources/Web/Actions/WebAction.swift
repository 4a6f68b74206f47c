package import JSON
package import Messages

/// Something that a person does by the page: a request, sent as any other, in their name.
package struct WebAction: Sendable {
  package let address: WebAddress
  package let type: RequestType
  package let title: String
  /// What will happen, as a sentence.
  package let sentence: String
  package let isDangerous: Bool
  /// Whether the request may say why.
  package let takesReason: Bool
  private let members: [JSONTree.Member]

  private init(
    _ route: WebRoute, _ type: RequestType, _ title: String, _ sentence: String,
    _ members: [JSONTree.Member], isDangerous: Bool = false, takesReason: Bool = false
  ) {
    address = WebAddress(route)
    self.type = type
    self.title = title
    self.sentence = sentence
    self.members = members
    self.isDangerous = isDangerous
    self.takesReason = takesReason
  }

  /// On an invoice, by its identifier; `name` is what people call it. One that has changed since it was looked at, which its version says,
  /// stays as it is.
  package static func invoice(
    _ action: WebRoute.InvoiceAction, id: String, name: String, version: Int64?
  ) -> WebAction {
    let ids = JSONTree.Member(name: "invoiceIds", value: .array([.string(id)]))
    let versioned =
      [ids]
      + (version.map { [JSONTree.Member(name: "expectedVersion", value: .number("\($0)"))] } ?? [])
    let route = WebRoute.invoiceAction(id, action)
    switch action {
    case .post:
      return WebAction(
        route, .postInvoices, "Post \(name)",
        "The draft becomes final: with its tax, its number, and owed from then on.", versioned)
    case .cancel:
      return WebAction(
        route, .cancelInvoices, "Cancel \(name)",
        "The draft is taken back; what it billed is open again.", versioned, isDangerous: true,
        takesReason: true)
    case .void:
      return WebAction(
        route, .voidInvoices, "Void \(name)",
        "The invoice is taken back by a credit memo; what it billed is open again.", versioned,
        isDangerous: true, takesReason: true)
    case .email:
      return WebAction(
        route, .sendEmail, "Send \(name) by e-mail",
        "An e-mail with the invoice is queued, to where the account says. Who has it already gets it only once.",
        [ids])
    }
  }

  package static func recover(schedule id: String) -> WebAction {
    WebAction(
      .recoverSchedule(id), .recoverBillingSchedules, "Recover schedule \(id)",
      "The schedule, which is in Error, becomes ready again; the next request or run bills it.",
      [JSONTree.Member(name: "billingScheduleIds", value: .array([.string(id)]))])
  }

  package static func run(_ action: WebRoute.RunAction, id: String) -> WebAction {
    let member = JSONTree.Member(name: "invoiceRunId", value: .string(id))
    let route = WebRoute.runAction(id, action)
    switch action {
    case .cancel:
      return WebAction(
        route, .cancelInvoiceRun, "Cancel run \(id)",
        "The run makes nothing more; what it has made stays.", [member], isDangerous: true)
    case .recover:
      return WebAction(
        route, .recoverInvoiceRun, "Recover run \(id)",
        "The schedules that the run put in Error become ready again.", [member])
    }
  }

  /// The request's data.
  ///
  /// - Parameters:
  ///   - user: who is signed in.
  ///   - reason: as it was typed; nil where nothing was.
  /// - Returns: an object.
  package func body(by user: String?, reason: String?) -> JSONTree {
    let why = takesReason ? reason : nil
    let reasons = why.map { [JSONTree.Member(name: "reason", value: .string($0))] } ?? []
    return Self.naming(user, in: .object(members + reasons))
  }

  /// The same data in the name of who is signed in, whatever it said of that before.
  package static func naming(_ user: String?, in body: JSONTree) -> JSONTree {
    guard case .object(let members) = body, let user else { return body }
    let person = JSONTree.object([JSONTree.Member(name: "userId", value: .string(user))])
    return .object(
      members.filter { $0.name != "requestedBy" }
        + [JSONTree.Member(name: "requestedBy", value: person)])
  }

  /// Where it is said what will happen, and done. `identifier` is the request's: a form that is sent twice is one request.
  package func confirmation(identifier: String) -> WebPage {
    var fields: [HTMLNode] = [Parts.hidden("id", identifier)]
    for member in members where member.name == "expectedVersion" {
      if case .number(let version) = member.value {
        fields.append(Parts.hidden("version", version))
      }
    }
    if takesReason {
      fields.append(
        .tag("p", [Parts.input("reason", "Reason (kept with it)", "text", nil)]))
    }
    fields.append(.tag("p", [Parts.button(title, isDangerous: isDangerous)]))
    let json: JSONTree = ["requestType": .string(type.rawValue), "data": .object(members)]
    return WebPage(
      title, twin: WebAddress(address.route, as: .json), json: json.bytes,
      [
        Parts.paragraph(sentence),
        Parts.paragraph("A request \(type.rawValue) is sent in your name."),
        Parts.form(address, title, fields),
      ])
  }
}
