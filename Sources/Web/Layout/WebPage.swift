/// A page: what stands in it, and its twin for machines.
package struct WebPage: Sendable {
  package var status: UInt32
  package var title: String
  package var content: [HTMLNode]
  /// A JSON text.
  package var json: [UInt8]
  /// The entry of the navigation under which it stands.
  package var section: WebRoute?
  /// The same for machines; nil where there is none.
  package var twin: WebAddress?
  /// Whether it follows the numbers of the moment.
  package var isLive = false
  /// Whether what it waits for may come at any moment: the script asks again.
  package var isWaiting = false

  package init(
    _ title: String, status: UInt32 = 200, section: WebRoute? = nil, twin: WebAddress? = nil,
    json: [UInt8] = Array("{}".utf8), _ content: [HTMLNode]
  ) {
    self.status = status
    self.title = title
    self.section = section
    self.twin = twin
    self.json = json
    self.content = content
  }

  /// The entries of the navigation.
  static let sections: [(title: String, route: WebRoute)] = [
    ("Overview", .overview), ("Requests", .requests), ("Dead letters", .deadLetters),
    ("Error logs", .errorLogs), ("Invoices", .invoices), ("Runs", .runs), ("Audit", .audit),
    ("Help", .help), ("Contract", .contract),
  ]

  /// The page in its frame. `visitor`: nil on the page where one signs in. `prefix`: what every address begins with behind a proxy.
  package func document(for visitor: WebVisitor?, prefix: String) -> [UInt8] {
    HTMLNode.tag("html", [HTMLAttribute("lang", "en")], [head, body(visitor)])
      .document(prefix: prefix)
  }

  private var head: HTMLNode {
    var parts: [HTMLNode] = [.void("meta", [HTMLAttribute("charset", "utf-8")])]
    parts.append(.tag("title", "\(title) · invoice-worker"))
    parts.append(meta("viewport", "width=device-width, initial-scale=1"))
    parts.append(meta("robots", "noindex, nofollow"))
    parts.append(meta("color-scheme", "light dark"))
    let style = HTMLAttribute("href", to: WebAddress(.style))
    parts.append(.void("link", [HTMLAttribute("rel", "stylesheet"), style]))
    // Without one browsers ask for a picture that there is not.
    parts.append(.void("link", [HTMLAttribute("rel", "icon"), HTMLAttribute("href", "data:,")]))
    let script = HTMLAttribute("src", to: WebAddress(.script))
    parts.append(.tag("script", [script, HTMLAttribute("defer")], ""))
    if let twin { parts.append(alternate(twin)) }
    return .tag("head", parts)
  }

  private func meta(_ name: String, _ content: String) -> HTMLNode {
    .void("meta", [HTMLAttribute("name", name), HTMLAttribute("content", content)])
  }

  private func alternate(_ twin: WebAddress) -> HTMLNode {
    .void(
      "link",
      [
        HTMLAttribute("rel", "alternate"), HTMLAttribute("type", "application/json"),
        HTMLAttribute("href", to: twin),
      ])
  }

  private func body(_ visitor: WebVisitor?) -> HTMLNode {
    var main = [HTMLAttribute("id", "main"), HTMLAttribute("tabindex", "-1")]
    if isLive { main.append(HTMLAttribute("data-live", to: WebAddress(.live))) }
    if isWaiting { main.append(HTMLAttribute("data-waiting")) }
    let skip: HTMLNode = .tag(
      "a", [HTMLAttribute("class", "skip"), HTMLAttribute("href", "#main")],
      "Skip to the content")
    let brand: HTMLNode = .tag(
      "p", [HTMLAttribute("class", "brand")],
      [Parts.link("invoice-worker", WebAddress(.overview))])
    let theme: HTMLNode = .tag(
      "button",
      [HTMLAttribute("type", "button"), HTMLAttribute("id", "theme"), HTMLAttribute("hidden")],
      "Dark or light")
    let heading: [HTMLNode] = [.tag("h1", title)]
    let header: [HTMLNode] = [brand, visitor == nil ? .nothing : navigation, theme]
    let parts: [HTMLNode] = [
      skip, .tag("header", header), .tag("main", main, heading + content),
      .tag("footer", footer(visitor)),
    ]
    return .tag("body", parts)
  }

  private var navigation: HTMLNode {
    let entries = Self.sections.map { entry -> HTMLNode in
      var attributes = [HTMLAttribute("href", to: WebAddress(entry.route))]
      if entry.route == section { attributes.append(HTMLAttribute("aria-current", "page")) }
      return .tag("li", [.tag("a", attributes, entry.title)])
    }
    return .tag("nav", [HTMLAttribute("aria-label", "Main")], [.tag("ul", entries)])
  }

  private func footer(_ visitor: WebVisitor?) -> [HTMLNode] {
    var parts: [HTMLNode] = []
    if let visitor {
      let may = visitor.role == .operator ? "operator" : "viewer, who may only look"
      parts.append(
        .tag(
          "p",
          visitor.name.map { "Signed in as \($0): \(may)." }
            ?? "Nobody signs in here: you may only look."))
      if visitor.name != nil {
        parts.append(
          Parts.form(WebAddress(.signOut), "Sign out", [Parts.button("Sign out")]))
      }
    }
    if let twin { parts.append(.tag("p", [Parts.link("This page as JSON", twin)])) }
    return parts
  }
}
