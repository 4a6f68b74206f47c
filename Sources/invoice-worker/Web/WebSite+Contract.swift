import Billing
import Contract
import HTTPServer
import JSON
import Messages
import Web

/// `/help` and `/contract`: what `contract codes`, `contract schema`, `contract example` and `contract asyncapi` print.
extension WebSite {
  func help() -> WebPage {
    HelpPage.page(
      ErrorCodeEntry.groups.map { group in
        (
          group.title,
          group.entries.map { entry in
            HelpPage.Code(
              code: entry.code.rawValue, isWarning: entry.isWarning, when: entry.when,
              fix: entry.fix)
          }
        )
      })
  }

  func contract() -> WebPage {
    func subjects(_ isMeant: (ContractSubject) -> Bool) -> [ContractPage.Subject] {
      ContractSubject.all.filter(isMeant).map(Self.subject)
    }
    return ContractPage.list(
      requests: subjects { if case .request = $0 { true } else { false } },
      records: subjects { if case .record = $0 { true } else { false } },
      events: subjects { if case .event = $0 { true } else { false } })
  }

  /// The document that the command `contract asyncapi` prints.
  func asyncAPI() -> HTTPReply {
    let document = AsyncAPIDocument(
      .v30, programVersion: ProgramVersion.current, virtualHost: "/")
    return file(
      Array(document.tree.lines.utf8), "application/json", name: "invoice-worker-asyncapi.json")
  }

  /// `body`: what stands in the form; nil for an example.
  func contract(
    of name: String, _ visitor: WebVisitor, body: String? = nil, trial: ContractPage.Trial? = nil
  ) -> WebPage {
    guard let subject = ContractSubject(name: name) else {
      return PlainPages.notFound("The contract has nothing of the name \(name).")
    }
    let isRequest = if case .request = subject { true } else { false }
    let schema = subject.schemaDocument
    return ContractPage.subject(
      Self.subject(subject), schema: schema, schemaText: schema.lines,
      example: subject.example(.full).lines,
      body: isRequest ? body ?? subject.example(.minimal).lines : nil, trial: trial,
      identifier: RandomIdentifier.make(prefix: Self.identifierPrefix),
      maySend: visitor.role == .operator)
  }

  /// Checks what stands in the form as a worker would, and sends it where that is wanted.
  func trial(
    _ name: String, _ form: WebQuery, _ visitor: WebVisitor
  ) async throws(CommandFailure) -> HTTPReply {
    guard case .request(let definition)? = ContractSubject(name: name) else {
      return reply(PlainPages.notFound("There is no request type \(name)."), .html, visitor)
    }
    let type = definition.type.rawValue
    let text = form.value("body") ?? ""
    var body = Array(text.utf8)
    let isSent = form["do"] == "send"
    do throws(JSONError) {
      let tree = JSONTree(try JSONDocument(reading: body).root)
      if isSent { body = WebAction.naming(visitor.name, in: tree).bytes }
    } catch {
      // The check below says what is wrong with it.
    }
    let request = RequestToSend(
      type: type, identifier: RandomIdentifier.make(prefix: Self.identifierPrefix),
      source: Self.source,
      body: body)
    if let refusal = RequestCheck.refusal(of: request) {
      let faults = refusal.faults.map { (pointer: $0.pointer ?? "", message: $0.message) }
      return reply(
        contract(of: name, visitor, body: text, trial: .refused(faults)), .html, visitor)
    }
    guard isSent else {
      return reply(contract(of: name, visitor, body: text, trial: .right), .html, visitor)
    }
    guard visitor.role == .operator else {
      return reply(PlainPages.page(for: .role(.operator)), .html, visitor)
    }
    return try await send(type, body, identifier: form["id"], visitor)
  }

  private static func subject(_ subject: ContractSubject) -> ContractPage.Subject {
    if case .request(let definition) = subject {
      return ContractPage.Subject(
        name: subject.name, sentence: subject.sentence, queue: definition.queue.name)
    }
    return ContractPage.Subject(name: subject.name, sentence: subject.sentence)
  }
}
