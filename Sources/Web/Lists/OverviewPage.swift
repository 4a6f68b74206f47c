package import Billing
import CivilTime
package import Storage

/// `/`: queues, workers, the outbox, what is paused, the latest errors.
package enum OverviewPage {
  package static func page(
    _ now: LiveSnapshot, pauses: [WorkPause], logs: [ErrorLog]
  ) -> WebPage {
    var content = [troubles(now.troubles)]
    content.append(
      .tag(
        "p",
        [
          .text("As of "), .tag("span", [HTMLAttribute("data-key", "at")], [Parts.time(now.at)]),
          .text(". "), Parts.link("Refresh", WebAddress(.overview)), .text(" "),
          .tag(
            "button",
            [
              HTMLAttribute("type", "button"), HTMLAttribute("id", "pause"),
              HTMLAttribute("aria-pressed", "false"), HTMLAttribute("hidden"),
            ], "Pause"),
          .tag(
            "span", [HTMLAttribute("id", "said"), HTMLAttribute("role", "status")], ""),
        ]))
    content += standby(now)
    content.append(Parts.heading("Queues"))
    content.append(
      now.queues.isEmpty ? Parts.paragraph("The broker has told of no queues.") : queues(now))
    content += paused(pauses)
    content.append(Parts.heading("Outbox"))
    content.append(outbox(now.outbox))
    content.append(Parts.heading("Workers"))
    content += workers(now)
    content.append(Parts.heading("Latest error logs"))
    content.append(latest(logs))
    var page = WebPage(
      "Overview", section: .overview, twin: WebAddress(.overview, as: .json), json: now.json,
      content)
    page.isLive = true
    return page
  }

  /// Why there is less than there should be; a frame can find it, with or without words.
  private static func troubles(_ sentences: [String]) -> HTMLNode {
    var attributes = [
      HTMLAttribute("class", "notice warn"), HTMLAttribute("role", "status"),
      HTMLAttribute("data-key", "troubles"),
    ]
    if sentences.isEmpty { attributes.append(HTMLAttribute("hidden")) }
    return .tag("p", attributes, sentences.joined(separator: " "))
  }

  /// How far behind what is read is, where it is not the database itself.
  private static func standby(_ now: LiveSnapshot) -> [HTMLNode] {
    guard case .standby(let standby) = now.reading else { return [] }
    guard standby?.isFollowing != false else {
      return [
        Parts.notice(
          "What is shown is read from a database that follows no other: DATABASE_READ_URL names no standby."
        )
      ]
    }
    let seconds = now.secondsBehind.map(Parts.tenths) ?? "–"
    return [
      .tag(
        "p",
        [
          .text("What the database has is read from a standby, at most "),
          .tag("span", [HTMLAttribute("data-key", "behind")], seconds), .text(" seconds behind."),
        ])
    ]
  }

  private static func queues(_ now: LiveSnapshot) -> HTMLNode {
    let rows = now.queues.map { queue -> [HTMLNode] in
      func number(_ name: String, _ text: String) -> HTMLNode {
        .tag("span", [HTMLAttribute("data-key", "\(queue.name) \(name)")], text)
      }
      return [
        .text(queue.name), number("ready", "\(queue.ready)"),
        number("consumers", "\(queue.consumers)"),
        number("in", queue.arriving.map(Parts.tenths) ?? "–"),
        number("out", queue.leaving.map(Parts.tenths) ?? "–"),
        number("waitP95", queue.waitP95.map(Parts.tenths) ?? "–"),
        Parts.sparkline(
          queue.history,
          "\(queue.name), the last 15 minutes: at most \(queue.history.max() ?? 0) waited"),
      ]
    }
    return Parts.table(
      "What waits in each queue, who consumes it, messages a second, and how long 95 of 100 waited at most",
      [
        .init("Queue"), .init("Ready", isNumber: true), .init("Consumers", isNumber: true),
        .init("In", isNumber: true), .init("Out", isNumber: true),
        .init("Wait p95, seconds", isNumber: true), .init("Last 15 minutes"),
      ], rows)
  }

  private static func paused(_ pauses: [WorkPause]) -> [HTMLNode] {
    pauses.map { pause in
      let end = pause.until.map { "until \($0)" } ?? "until somebody resumes it"
      return Parts.notice("\(pause.workClass) is paused by \(pause.by), \(end).")
    }
  }

  private static func outbox(_ outbox: LiveSnapshot.Outbox?) -> HTMLNode {
    guard let outbox else {
      return Parts.paragraph("Nothing is known of the outbox: the database did not answer.")
    }
    func number(_ name: String, _ text: String) -> HTMLNode {
      .tag("span", [HTMLAttribute("data-key", "outbox \(name)")], text)
    }
    let count = CappedCount.text(outbox.count)
    return Parts.facts([
      ("Events not known to be published", number("count", count)),
      (
        "Age of the oldest, seconds",
        number("oldest", outbox.oldestSeconds.map(Parts.tenths) ?? "–")
      ),
    ])
  }

  /// What each says of itself; what was not seen lately is marked.
  private static func workers(_ now: LiveSnapshot) -> [HTMLNode] {
    let said =
      now.status.map {
        [Parts.folded("All that the worker at INVOICE_WORKER_HTTP says", $0)]
      } ?? []
    guard let workers = now.workers else {
      return [Parts.paragraph("Nothing is known of the workers: the database did not answer.")]
        + said
    }
    guard !workers.isEmpty else {
      return [
        Parts.paragraph(
          "No worker has said within the last minute that it is there. How many consume each queue is shown above."
        )
      ] + said
    }
    let rows = workers.map { worker -> [HTMLNode] in
      let presence = worker.presence
      func cell(_ name: String, _ content: HTMLNode) -> HTMLNode {
        .tag("span", [HTMLAttribute("data-key", "worker \(presence.instance) \(name)")], [content])
      }
      return [
        .text(presence.name), .text(presence.host), .text(presence.version),
        cell("sentence", .text(worker.sentence)),
        cell("lanes", .text("\(Parts.tenths(worker.lanesBusy)) of \(presence.lanes)")),
        cell("requests", .text(Parts.tenths(worker.requestsPerSecond))),
        Parts.time(worker.startedAt), cell("lastSeen", Parts.time(worker.lastSeenAt)),
      ]
    }
    return [
      Parts.table(
        "What each worker says of itself, and what it has done within the last minute",
        [
          .init("Worker"), .init("Host"), .init("Version"), .init("State"),
          .init("Lanes busy", isNumber: true), .init("Requests a second", isNumber: true),
          .init("Up since"), .init("Seen last"),
        ], rows)
    ] + said
  }

  private static func latest(_ logs: [ErrorLog]) -> HTMLNode {
    guard !logs.isEmpty else { return Parts.paragraph("None.") }
    return Parts.table(
      "The latest error logs",
      [.init("Number"), .init("Code"), .init("What happened"), .init("Last seen")],
      logs.map { log in
        var filter = ErrorLogFilter()
        filter.code = log.entry.code.rawValue
        return [
          .text(log.number),
          Parts.link(log.entry.code.rawValue, WebAddress(.errorLogs, filter.query)),
          .text(log.entry.message), Parts.time(log.lastSeenAt),
        ]
      })
  }
}
