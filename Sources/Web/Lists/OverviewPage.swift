package import Billing
import CivilTime
import JSON
package import Storage

/// `/`: queues, workers, the outbox, what is paused, the latest errors.
package enum OverviewPage {
  package static func page(
    _ now: LiveSnapshot, pauses: [WorkPause], logs: [ErrorLog]
  ) -> WebPage {
    var content: [HTMLNode] = now.troubles.map { Parts.notice($0) }
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
    content.append(Parts.heading("Queues"))
    content.append(
      now.queues.isEmpty ? Parts.paragraph("The broker has told of no queues.") : queues(now))
    content += paused(pauses)
    content.append(Parts.heading("Outbox"))
    content.append(outbox(now.outbox))
    content.append(Parts.heading("Workers"))
    content += workers(now.workers)
    content.append(Parts.heading("Latest error logs"))
    content.append(latest(logs))
    var page = WebPage(
      "Overview", section: .overview, twin: WebAddress(.overview, as: .json), json: now.json,
      content)
    page.isLive = true
    return page
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
        Parts.sparkline(
          queue.history,
          "\(queue.name), the last 15 minutes: at most \(queue.history.max() ?? 0) waited"),
      ]
    }
    return Parts.table(
      "What waits in each queue, who consumes it, and messages a second",
      [
        .init("Queue"), .init("Ready", isNumber: true), .init("Consumers", isNumber: true),
        .init("In", isNumber: true), .init("Out", isNumber: true), .init("Last 15 minutes"),
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

  private static func workers(_ workers: [String]) -> [HTMLNode] {
    guard !workers.isEmpty else {
      return [
        Parts.paragraph(
          "No worker has answered. INVOICE_WORKER_HTTP names the one that is asked; how many consume each queue is shown above."
        )
      ]
    }
    return workers.map { words in
      do throws(JSONError) {
        return worker(try JSONTree(json: words))
      } catch {
        return Parts.notice("The worker answers what is no JSON.")
      }
    }
  }

  /// What it says of itself; most of it is folded away.
  private static func worker(_ status: JSONTree) -> HTMLNode {
    func fact(_ title: String, _ name: String, _ text: String?) -> (String, HTMLNode?) {
      (title, text.map { .tag("span", [HTMLAttribute("data-key", "worker \(name)")], $0) })
    }
    let lanes = status["lanes"]
    let busy = text(lanes?["busy"]).flatMap { busy in
      text(lanes?["count"]).map { "\(busy) of \($0)" }
    }
    let seconds = text(status["upSeconds"])?.split(separator: ".").first.map(String.init)
    return .group([
      Parts.facts([
        fact("Name", "worker", text(status["worker"])),
        fact("State", "sentence", text(status["sentence"])),
        fact("Version", "version", text(status["version"])),
        fact("Lanes busy", "lanes", busy), fact("Up for, seconds", "upSeconds", seconds),
      ]), Parts.folded("All that the worker says", String(decoding: status.bytes, as: UTF8.self)),
    ])
  }

  private static func text(_ value: JSONTree?) -> String? {
    switch value {
    case .string(let text)?, .number(let text)?: text
    default: nil
    }
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
