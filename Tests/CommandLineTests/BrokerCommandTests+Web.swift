import Foundation
import TestSupport
import Testing

/// The operators' page, asked path by path.
extension BrokerCommandTests {
  /// Every answer says what may be loaded, run and kept, whatever it is.
  private static func expectGuarded(_ answer: BrowsedPage.Answer, _ path: String) {
    #expect(
      answer.headers["content-security-policy"]?.contains("default-src 'none'") == true, "\(path)")
    #expect(answer.headers["x-content-type-options"] == "nosniff", "\(path)")
    #expect(answer.headers["cache-control"] == "no-store", "\(path)")
    #expect(answer.headers["referrer-policy"] == "no-referrer", "\(path)")
  }

  /// What no page answers is refused, guarded as everything is.
  private static func expectRefusals(of page: BrowsedPage) throws {
    for (method, headers, status) in [
      ("DELETE", [:], 405), ("POST", [:], 411), ("POST", ["Content-Length": "9999999"], 413),
    ] as [(String, [String: String], Int)] {
      let refused = try page.ask(method, headers)
      #expect(refused.status == status, "\(method): \(refused)")
      expectGuarded(refused, method)
    }
  }

  private static func bill(_ environment: [String: String]) throws -> String {
    let imported = try Program.run("import", sample, environment: environment)
    #expect(imported.status == 0, "\(imported.errors)")
    for (id, action) in [("r-1", "Posted"), ("r-2", "Draft")] {
      let made = try Program.run(
        "request", "invoice.generate.v1", "--id", id, "--set",
        "accountId=\(action == "Posted" ? "ACC-1001" : "ACC-2002")", "--set",
        "targetDate=2026-12-01", "--set", "invoiceDate=2026-12-01", "--set", "action=\(action)",
        "--wait", environment: environment)
      #expect(made.status == 0, "\(made.output) \(made.errors)")
    }
    let list = try Program.run(
      "invoices", "list", "--status", "Draft", "--json", environment: environment)
    let drafts = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
    return try #require(drafts?.first?["invoiceId"] as? String)
  }

  @Test(
    "The page shows what there is to anybody at the machine, and lets nobody act",
    .timeLimit(.minutes(10)))
  func page() async throws {
    try await Self.withInstallation { environment in
      let draft = try Self.bill(environment)
      let refused = try Program.run(
        "request", "invoice.generate.v1", "--id", "bad-1", "--set", "nonsense=<b>1</b>", "--force",
        "--wait", environment: environment)
      #expect(refused.status == 4)
      let page = try await BrowsedPage(environment)
      defer { page.stop() }
      for (path, words) in [
        ("/", ["Queues", "invoice.generate", "Outbox", "Nobody signs in here"]),
        ("/requests", ["r-1", "r-2", "bad-1", "Rejected"]),
        ("/requests?state=Rejected", ["bad-1"]),
        ("/requests?code=REQUEST_INVALID&q=BAD", ["bad-1"]),
        ("/requests/invoice-worker-cli/r-1", ["INV-2026-000001", "Succeeded", "Timeline"]),
        ("/requests/invoice-worker-cli/bad-1", ["REQUEST_INVALID", "nonsense"]),
        ("/error-logs", ["Error logs"]), ("/invoices", ["INV-2026-000001", "Draft", "ACC-2002"]),
        ("/invoices?number=INV-2026-", ["INV-2026-000001"]),
        ("/invoices?account=ACC-1001&status=Posted", ["INV-2026-000001"]),
        ("/invoices/INV-2026-000001", ["Totals", "Timeline", "Posted", "UBL", "BS-"]),
        ("/invoices/\(draft)", ["Only what was posted is a document"]),
        ("/schedules/BS-1001", ["Billed", "Next billing date"]), ("/runs", ["No invoice run"]),
        ("/audit", ["Nobody has done anything"]), ("/help", ["REQUEST_INVALID", "Overdue"]),
        ("/contract", ["invoice.generate.v1", "AsyncAPI"]),
        ("/contract/invoice.generate.v1", ["targetDate", "JSON Schema", "Check"]),
        ("/contract/Account", ["currency"]), ("/contract/invoice.posted.v1", ["Members"]),
      ] {
        let answer = try page.get(path)
        #expect(answer.status == 200, "\(path): \(answer.text)")
        #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
        Self.expectGuarded(answer, path)
        for word in words { #expect(answer.text.contains(word), "\(path): \(word)") }
        #expect(!answer.body.contains("<b>1</b>"), "\(path)")
        let twin = path.split(separator: "?", maxSplits: 1)
        let target =
          path == "/"
          ? "/overview.json" : "\(twin[0]).json" + (twin.count == 2 ? "?\(twin[1])" : "")
        let json = try page.get(target)
        #expect(json.status == 200, "\(target): \(json.body)")
        #expect(json.headers["content-type"] == "application/json")
        #expect(
          (try? JSONSerialization.jsonObject(with: Data(json.body.utf8))) != nil,
          "\(target): \(json.body)")
      }
      for (path, status) in [
        ("/nothing", 404), ("/invoices/none", 404), ("/requests/crm/none", 404),
        ("/runs/none", 404),
        ("/schedules/none", 404), ("/dead/none", 404), ("/contract/none", 404),
        ("/invoices/\(draft)/post", 403), ("/schedules/BS-1001/recover", 403), ("/%zz", 404),
        ("/invoices/\(draft)/document/ubl", 404), ("/sign-out", 405), ("/robots.txt", 200),
        ("/app.css", 200), ("/app.js", 200), ("/contract/document/asyncapi", 200),
        ("/invoices/INV-2026-000001/document/html", 200),
      ] {
        let answer = try page.get(path)
        #expect(answer.status == status, "\(path): \(answer.status) \(answer.text)")
        Self.expectGuarded(answer, path)
      }
      try Self.expectRefusals(of: page)
      let forged = try page.post("/dead/do/discard", [("which", "all")])
      #expect(forged.status == 403, "a viewer discards nothing: \(forged.text)")
      #expect(try page.get("/", ["Host": "evil.example"]).status == 421)
      let live = try page.get("/live")
      #expect(live.headers["content-type"] == "text/event-stream", "\(live)")
      #expect(live.body.contains("event: snapshot") && live.body.contains("invoice.generate"))
      try await Self.expectWorker(on: page)
    }
  }

  /// The worker is on its list, and how long requests have waited is known of what it counted.
  private static func expectWorker(on page: BrowsedPage) async throws {
    try await eventually("the worker is listed, with what has waited") {
      let numbers = try JSONSerialization.jsonObject(
        with: Data(try page.get("/overview.json").body.utf8))
      guard let numbers = numbers as? [String: Any],
        let workers = numbers["workers"] as? [[String: Any]],
        let queues = numbers["queues"] as? [[String: Any]],
        let worker = workers.first, let name = worker["name"] as? String,
        let instance = worker["instance"] as? String
      else { return false }
      let generate = queues.first { $0["name"] as? String == "invoice.generate" }
      guard generate?["waitP95"] is Double, worker["isStale"] as? Bool == false else {
        return false
      }
      #expect(workers.count == 1 && worker["state"] as? String == "ready")
      let shown = try page.get("/")
      #expect(shown.text.contains(name) && shown.text.contains("Wait p95"), "\(shown.text)")
      #expect(shown.body.contains("data-key=\"worker \(instance) sentence\""))
      return true
    }
  }

  @Test(
    "An operator signs in and acts by requests in their own name, which the page shows",
    .timeLimit(.minutes(10)))
  func pageActions() async throws {
    try await Self.withInstallation { environment in
      let draft = try Self.bill(environment)
      let users = try Program.sampleFile("")
      defer { try? FileManager.default.removeItem(at: users) }
      var lines = ""
      for (name, role) in [("ann", "operator"), ("vic", "viewer")] {
        let made = try Program.run(
          ["web", "password", name, "--role", role], environment: environment,
          input: "long enough \(name)\n")
        #expect(made.status == 0 && made.output.hasPrefix("\(name):\(role):scrypt$"), "\(made)")
        lines += made.output
      }
      try Data(lines.utf8).write(to: users)
      let page = try await BrowsedPage(environment, ["--users", users.path])
      defer { page.stop() }
      func signIn(_ name: String, _ password: String, next: String = "/") throws
        -> BrowsedPage.Answer
      {
        try page.post("/sign-in", [("name", name), ("password", password), ("next", next)])
      }
      let first = try page.get("/invoices/\(draft)")
      #expect(first.status == 303 && first.headers["location"]?.hasPrefix("/sign-in?next=") == true)
      #expect(try page.get("/overview.json").status == 401)
      #expect(try page.get("/sign-in").status == 200)
      #expect(try signIn("ann", "wrong").status == 403)
      #expect(try signIn("nobody", "wrong").status == 403)
      let elsewhere = try signIn("vic", "long enough vic", next: "https://evil.example/")
      #expect(elsewhere.status == 303 && elsewhere.headers["location"] == "/", "\(elsewhere)")
      #expect(elsewhere.headers["set-cookie"]?.contains("HttpOnly; SameSite=Strict") == true)
      #expect(try page.get("/invoices/\(draft)").text.contains("Signed in as vic"))
      #expect(try page.post("/invoices/\(draft)/post", [("id", "web-0")]).status == 403)
      #expect(try page.post("/sign-out", []).status == 303)
      #expect(try page.get("/").status == 303, "signed out")

      // A form whose session has ended leads to no page when somebody signs in again.
      let formOnly = try signIn("ann", "long enough ann", next: "/dead/do/discard")
      #expect(formOnly.headers["location"] == "/", "\(formOnly)")
      #expect(try signIn("ann", "long enough ann", next: "/invoices").status == 303)
      let shown = try page.get("/invoices/\(draft)")
      #expect(shown.body.contains("/invoices/\(draft)/post"), "\(shown.text)")
      let confirm = try page.get("/invoices/\(draft)/post")
      #expect(confirm.text.contains("becomes final"), "\(confirm.text)")
      #expect(try page.get("/invoices/\(draft)/post.json").body.contains("invoice.post.v1"))
      let forged = try page.post(
        "/invoices/\(draft)/post", [("id", "web-1")], ["Sec-Fetch-Site": "cross-site"])
      #expect(forged.status == 403)
      let sent = try page.post("/invoices/\(draft)/post", [("id", "web-1")])
      #expect(sent.status == 303, "\(sent.text)")
      let request = try #require(sent.headers["location"])
      #expect(request == "/requests/invoice-worker-web/web-1")
      try await eventually("the request has its outcome") {
        try page.get(request).text.contains("Succeeded")
      }
      #expect(try page.get(request).text.contains("ann"))
      let history = try page.get("/invoices/\(draft)").text
      #expect(history.contains("Posted") && history.contains("ann"), "\(history)")
      let audit = try page.get("/audit").text
      #expect(audit.contains("ann") && audit.contains("invoice.post.v1"), "\(audit)")
      // Whatever a form says, the audit finds the request by its identifier.
      let named = try page.post("/invoices/\(draft)/post", [("id", "elsewhere")])
      #expect(
        named.headers["location"]?.hasPrefix("/requests/invoice-worker-web/web-") == true,
        "\(named)")
      // The same form again is the same request.
      #expect(try page.post("/invoices/\(draft)/post", [("id", "web-1")]).status == 303)
    }
  }

  @Test(
    "Dead letters are shown, counted before anything is done, replayed and discarded",
    .timeLimit(.minutes(10)))
  func pageDeadLetters() async throws {
    try await Self.withInstallation { environment in
      for id in ["bad-1", "bad-2"] {
        let refused = try Program.run(
          "request", "invoice.generate.v1", "--id", id, "--set", "nonsense=1", "--force", "--wait",
          environment: environment)
        #expect(refused.status == 4)
      }
      let page = try await BrowsedPage(
        environment.merging(["INVOICE_WORKER_WEB_TRUST_USER_HEADER": "X-Forwarded-User"]) { $1 },
        ["--users", try Self.usersFile("ann:operator:-\n")])
      defer { page.stop() }
      let ann = ["X-Forwarded-User": "ann"]
      #expect(try page.get("/dead").status == 401, "nobody, though a proxy should say who")
      // Recorded with their outcomes; in the queue a moment later.
      #expect(try page.get("/dead", ann).text.contains("all 2 that match"))
      try await eventually("both are in the queue") {
        try page.get("/dead?in=queue", ann).text.contains("all 2 that match")
      }
      let other = try page.get("/dead", ["X-Forwarded-User": "bob"])
      #expect(other.status == 200 && !other.text.contains("Replay"), "who is not in the file looks")
      let listed = try page.get("/dead.json", ann).body
      let list = try JSONSerialization.jsonObject(with: Data(listed.utf8)) as? [String: Any]
      let letters = try #require(list?["deadLetters"] as? [[String: Any]])
      let chosen = try #require(
        letters.first { $0["requestIdentifier"] as? String == "bad-1" }?["fingerprint"] as? String)
      let one = try page.get("/dead/\(chosen)", ann)
      #expect(one.status == 200 && one.text.contains("nonsense"), "\(one.text)")
      #expect(one.text.contains("Errors of the request"), "\(one.text)")
      let inQueue = try page.get("/dead/\(chosen)?in=queue", ann)
      #expect(inQueue.status == 200 && inQueue.text.contains("nonsense"), "\(inQueue.text)")
      let absent = try page.get("/dead/none", ann)
      #expect(absent.status == 404 && absent.body.contains("/dead/none?in=queue"), "\(absent)")
      #expect(try page.get("/dead?code=NONE", ann).text.contains("None of the 2 dead letters"))

      let asked = try page.post(
        "/dead/do/replay", [("which", "all"), ("code", "REQUEST_INVALID")], ann)
      #expect(asked.status == 200 && asked.text.contains("Replay 2 dead letters"), "\(asked.text)")
      let nothing = try page.post("/dead/do/discard", [("which", "chosen")], ann)
      #expect(nothing.text.contains("No dead letter is chosen"))
      let done = try page.post(
        "/dead/do/discard", [("which", "chosen"), ("letter", chosen), ("confirmed", "1")], ann)
      #expect(done.status == 303, "\(done.text)")
      try await eventually("one is left") {
        let text = try page.get("/dead", ann).text
        return text.contains("all 1 that match") && text.contains("1 dead letter discarded")
      }
      #expect(try page.get("/dead", ann).text.contains("bad-2"))
      let replayed = try page.post(
        "/dead/do/replay", [("which", "all"), ("confirmed", "1"), ("rate", "10")], ann)
      #expect(replayed.status == 303)
      try await eventually("it was replayed, and refused again") {
        try page.get("/dead", ann).text.contains("1 dead letter replayed")
          && page.get("/requests/invoice-worker-cli/bad-2", ann).text.contains("replayed")
      }
      let audit = try page.get("/audit", ann).text
      #expect(audit.contains("ann") && audit.contains("1 dead letter discarded"), "\(audit)")
    }
  }

  @Test("A request is tried as a worker would check it, and sent", .timeLimit(.minutes(10)))
  func pageTrial() async throws {
    try await Self.withInstallation { environment in
      let page = try await BrowsedPage(
        environment,
        [
          "--users", try Self.usersFile("ann:operator:-\n"), "--trust-user-header", "X-User",
          "--prefix", "/billing",
        ])
      defer { page.stop() }
      let ann = ["X-User": "ann"]
      let path = "/billing/contract/invoice.generate.v1"
      #expect(try page.get("/contract", ann).status == 404, "only below its prefix")
      #expect(try page.get(path, ann).body.contains("action=\"\(path)\""))
      for (body, word) in [
        ("{", "would refuse"), (#"{"colour":"red"}"#, "/colour"),
        (
          #"{"accountId":"A","targetDate":"2026-12-01","invoiceDate":"2026-12-01","action":"Draft"}"#,
          "its form is right"
        ),
      ] {
        let tried = try page.post(path, [("body", body), ("do", "check")], ann)
        #expect(tried.status == 200 && tried.text.contains(word), "\(body): \(tried.text)")
      }
      let sent = try page.post(
        path,
        [
          (
            "body",
            #"{"accountId":"A","targetDate":"2026-12-01","invoiceDate":"2026-12-01","action":"Draft","requestedBy":{"userId":"mallory"}}"#
          ), ("do", "send"), ("id", "web-try-1"),
        ], ann)
      #expect(sent.headers["location"] == "/billing/requests/invoice-worker-web/web-try-1")
      try await eventually("the request has its outcome, in the name of who has sent it") {
        let text = try page.get("/billing/requests/invoice-worker-web/web-try-1", ann).text
        return text.contains("ACCOUNT_NOT_FOUND") && text.contains("ann")
          && !text.contains("mallory")
      }
    }
  }

  @Test("Nobody is let in by a mistake in the configuration", .timeLimit(.minutes(10)))
  func pageConfiguration() throws {
    let environment = ["DATABASE_URL": "sqlite::memory:", "AMQP_URL": "amqp://127.0.0.1:1/"]
    for (words, status, sentence) in [
      (["--listen", "0.0.0.0:0"], 78, "name a file of users"),
      (["--listen", "127.example:0"], 78, "name a file of users"),
      (["--users", "/nonexistent/users"], 64, "/nonexistent/users"),
      (["--users", try Self.usersFile("ann:admin:x\n")], 78, "line 1 must be"),
      (["--users", try Self.usersFile("# nobody\n")], 78, "names nobody"),
      (
        [
          "--users", try Self.usersFile("ann:viewer:-\n"), "--listen", "0.0.0.0:0",
          "--trust-user-header", "X",
        ],
        78, "anybody could say"
      ),
      (["--prefix", "billing/"], 64, "a path such as /billing"),
      (["--trust-user-header", "a b"], 64, "the name of a header"),
    ] as [([String], Int32, String)] {
      let result = try Program.run(["web"] + words, environment: environment)
      #expect(result.status == status, "\(words): \(result)")
      #expect(result.errors.contains(sentence), "\(words): \(result.errors)")
    }
    let short = try Program.run(
      ["web", "password", "ann"], environment: environment, input: "short\n")
    #expect(short.status == 64 && short.output.isEmpty)
    // The file would take it for a remark.
    let remark = try Program.run(
      ["web", "password", "#ann"], environment: environment, input: "long enough\n")
    #expect(remark.status == 64 && remark.output.isEmpty)
  }

  /// A file in the system's folder for what is temporary.
  private static func usersFile(_ text: String) throws -> String {
    try Program.sampleFile(text).path
  }
}
