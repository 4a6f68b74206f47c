package import JSON

/// `/contract`: what may be sent and what is told, rendered from the document that machines read, and a form to try it.
package enum ContractPage {
  /// A request type, a kind of record or an event type.
  package struct Subject: Sendable {
    let name: String
    let sentence: String
    /// Where it is bound to; empty for what is not sent by itself.
    let queue: String

    package init(name: String, sentence: String, queue: String = "") {
      self.name = name
      self.sentence = sentence
      self.queue = queue
    }
  }

  package static func list(
    requests: [Subject], records: [Subject], events: [Subject]
  ) -> WebPage {
    func table(_ title: String, _ subjects: [Subject], hasQueue: Bool) -> HTMLNode {
      Parts.table(
        title,
        [.init("Type"), .init("What it is")] + (hasQueue ? [.init("Queue")] : []),
        subjects.map { subject in
          [
            Parts.link(subject.name, WebAddress(.contractType(subject.name))),
            .text(subject.sentence), .text(subject.queue),
          ]
        })
    }
    let all = (requests + records + events).map { subject -> JSONTree in
      [
        "type": .string(subject.name), "sentence": .string(subject.sentence),
        "queue": subject.queue.isEmpty ? .null : .string(subject.queue),
      ]
    }
    let json: JSONTree = [
      "types": .array(all), "document": .string(WebAddress(.asyncAPI).relativeText),
    ]
    return WebPage(
      "Contract", section: .contract, twin: WebAddress(.contract, as: .json), json: json.bytes,
      [
        .tag(
          "p",
          [
            .text("Clients are generated from the "),
            Parts.link("AsyncAPI document", WebAddress(.asyncAPI)), .text("."),
          ]),
        table(
          "Requests: sent to the exchange invoice.requests, by their type", requests, hasQueue: true
        ),
        table("Records of records.upsert.v1", records, hasQueue: false),
        table(
          "Events: told by the exchange invoice.events, by their type", events, hasQueue: false),
      ])
  }

  /// What became of a request that was tried.
  package enum Trial: Sendable {
    case right
    /// A worker would refuse it: where, and why.
    case refused([(pointer: String, message: String)])
  }

  /// `schema`: as JSON Schema has it. `example`: a JSON text. `body`: what stands in the form; nil for what is not sent by itself.
  package static func subject(
    _ subject: Subject, schema: JSONTree, schemaText: String, example: String, body: String?,
    trial: Trial?, identifier: String, maySend: Bool
  ) -> WebPage {
    var content: [HTMLNode] = [Parts.paragraph(subject.sentence)]
    let description = [
      fields(of: schema), Parts.folded("Example", example),
      Parts.folded("JSON Schema", schemaText),
    ]
    let attempt = body.map {
      [Parts.heading("Try")] + said(trial)
        + [form(subject.name, $0, identifier, maySend: maySend)]
    }
    // Whoever has tried looks for what came of it first.
    content += trial == nil ? description + (attempt ?? []) : (attempt ?? []) + description
    return WebPage(
      subject.name, section: .contract, twin: WebAddress(.contractType(subject.name), as: .json),
      json: schema.bytes, content)
  }

  private static func said(_ trial: Trial?) -> [HTMLNode] {
    switch trial {
    case nil: []
    case .right?: [Parts.notice("A worker would take it: its form is right.", .good)]
    case .refused(let faults)?:
      [
        Parts.notice("A worker would refuse it.", .bad),
        Parts.table(
          "What is wrong", [.init("At"), .init("What, and what to do")],
          faults.map { [.text($0.pointer.isEmpty ? "/" : $0.pointer), .text($0.message)] }),
      ]
    }
  }

  private static func form(
    _ type: String, _ body: String, _ identifier: String, maySend: Bool
  ) -> HTMLNode {
    let text: HTMLNode = .tag(
      "textarea",
      [
        HTMLAttribute("name", "body"), HTMLAttribute("spellcheck", "false"),
        HTMLAttribute("rows", "16"),
      ], "\n" + body)
    func button(_ value: String, _ title: String) -> HTMLNode {
      .tag(
        "button",
        [
          HTMLAttribute("type", "submit"), HTMLAttribute("name", "do"),
          HTMLAttribute("value", value),
        ], title)
    }
    let buttons =
      [button("check", "Check")] + (maySend ? [button("send", "Send in my name")] : [])
    return Parts.form(
      WebAddress(.contractType(type)), "Try \(type)",
      [
        Parts.hidden("id", identifier),
        .tag("p", [Parts.labelled("The request's data, a JSON object", text)]),
        .tag("p", [HTMLAttribute("class", "actions")], buttons),
      ])
  }

  /// The members of the object that a schema describes.
  private static func fields(of schema: JSONTree) -> HTMLNode {
    var needed: Set<String> = []
    if case .array(let names)? = schema["required"] {
      for case .string(let name) in names { needed.insert(name) }
    }
    guard case .object(let members)? = schema["properties"], !members.isEmpty else {
      return .nothing
    }
    return Parts.table(
      "Members", [.init("Member"), .init("Needed"), .init("Kind"), .init("What it is")],
      members.map { member in
        [
          .text(member.name), .text(needed.contains(member.name) ? "yes" : ""),
          .text(kind(member.value)), .text(text(member.value["description"])),
        ]
      })
  }

  private static func kind(_ schema: JSONTree) -> String {
    if case .array(let values)? = schema["enum"] {
      return values.map { text($0) }.joined(separator: ", ")
    }
    switch schema["type"] {
    case .string(let kind)?: return kind
    case .array(let kinds)?: return kinds.map { text($0) }.joined(separator: " or ")
    default: break
    }
    if case .string(let value)? = schema["const"] { return value }
    return text(schema["$ref"]).split(separator: "/").last.map(String.init) ?? ""
  }

  private static func text(_ tree: JSONTree?) -> String {
    if case .string(let text)? = tree { text } else { "" }
  }
}
