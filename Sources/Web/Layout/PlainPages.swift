import JSON

/// Pages that say one thing.
package enum PlainPages {
  /// Why a call is not answered with its page.
  package static func page(for refusal: WebGate.Refusal) -> WebPage {
    switch refusal {
    case .host:
      said(
        refusal.status, "Unknown name",
        "This server is not known by the name that was asked for. INVOICE_WORKER_WEB_HOSTS lists the names that it has."
      )
    case .origin:
      said(
        refusal.status, "Not taken",
        "What was sent comes from a page elsewhere, or does not say where it comes from.")
    case .notFound: notFound("There is no such page.")
    case .signIn: said(refusal.status, "Sign in", "Sign in first.")
    case .role(let role):
      said(refusal.status, "Not allowed", "This needs the role \(role.rawValue).")
    case .method:
      said(refusal.status, "Not taken", "Nothing of this kind is taken here.")
    }
  }

  package static func notFound(_ sentence: String) -> WebPage {
    said(404, "Not found", sentence)
  }

  /// Database or broker do not answer, or the page cannot be made.
  package static func failed(_ status: UInt32, _ sentence: String) -> WebPage {
    said(status, status == 503 ? "Not available" : "Not done", sentence)
  }

  package static func said(_ status: UInt32, _ title: String, _ sentence: String) -> WebPage {
    let json = JSONTree.object([.init(name: "error", value: .string(sentence))]).bytes
    return WebPage(title, status: status, json: json, [Parts.notice(sentence, .bad)])
  }

  /// Where somebody signs in. `next`: the page that was wanted. `problem`: why it did not succeed.
  package static func signIn(next: String, problem: String?) -> WebPage {
    let name = Parts.input(
      "name", "Name", "text", nil,
      [HTMLAttribute("autocomplete", "username"), HTMLAttribute("required")])
    let password = Parts.input(
      "password", "Password", "password", nil,
      [HTMLAttribute("autocomplete", "current-password"), HTMLAttribute("required")])
    return WebPage(
      "Sign in", status: problem == nil ? 200 : 403,
      (problem.map { [Parts.notice($0, .bad)] } ?? []) + [
        Parts.form(
          WebAddress(.signIn), "Sign in",
          [
            .tag("p", [name]), .tag("p", [password]), Parts.hidden("next", next),
            .tag("p", [Parts.button("Sign in")]),
          ])
      ])
  }
}
