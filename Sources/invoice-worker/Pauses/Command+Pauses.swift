import CivilTime
import Glibc
import JSON
import Messages
import Storage
import Worker

extension Command {
  private static let duration = Option(
    "--for", "TIME", summary: "resume by itself after this time: 30m, 1h, 2d")

  private static let classes = WorkQueue.allCases.map(\.shortName).joined(separator: ", ")

  static let pause = Command(
    CommandDescription(
      ["pause"],
      summary: "have no worker take a class of work, until it is resumed",
      details: """
        The classes are \(classes). Requests wait in their queue, on the broker; what workers hold already is finished. \
        The pause is kept in the database, so every worker obeys it within 5 seconds, also one that starts later. \
        Without a class it shows what is paused. One worker alone is quieted with SIGTSTP.
        """,
      operands: Operands("[CLASS]", count: 0...1), options: [duration, .json],
      examples: ["pause generate --for 1h", "pause"])
  ) { invocation throws(CommandFailure) in
    let store = try OperatorStore(invocation.configuration())
    guard let name = invocation.arguments.operands.first else {
      guard invocation.arguments.value(duration) == nil else {
        throw .usage("--for needs a class: \(classes)")
      }
      try show(try store.query { queries throws(StoreError) in try queries.pauses() }, invocation)
      return .success
    }
    let work = try workClass(name)
    var microseconds: Int64?
    if let text = invocation.arguments.value(duration) {
      guard let seconds = Age.seconds(text) else {
        throw .usage("--for must be a time such as 90s, 30m, 1h or 2d, not \"\(text)\"")
      }
      microseconds = seconds * 1_000_000
    }
    let pause = try store.run { session throws(StoreError) in
      try session.pause(work.shortName, for: microseconds, by: user())
    }
    try show([pause], invocation)
    return .success
  }

  static let resume = Command(
    CommandDescription(
      ["resume"],
      summary: "have workers take a class of work again",
      operands: Operands("CLASS"), options: [.json], examples: ["resume generate"])
  ) { invocation throws(CommandFailure) in
    let work = try workClass(invocation.arguments.operands[0])
    let store = try OperatorStore(invocation.configuration())
    let wasPaused = try store.run { session throws(StoreError) in
      try session.resume(work.shortName)
    }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginObject()
        writer.key("class")
        writer.string(work.shortName)
        writer.key("wasPaused")
        writer.bool(wasPaused)
        writer.endObject()
      }
    } else {
      invocation.console.write(
        wasPaused
          ? "\(work.shortName) is taken again, within 5 seconds.\n"
          : "\(work.shortName) was not paused.\n")
    }
    return .success
  }

  private static func workClass(_ name: String) throws(CommandFailure) -> WorkQueue {
    guard let work = WorkQueue(shortName: name) else {
      throw CommandFailure(
        .unknown("class of work", "\"\(name)\"", known: WorkQueue.allCases.map(\.shortName)),
        help: "there are \(classes)")
    }
    return work
  }

  private static func show(
    _ pauses: [WorkPause], _ invocation: Invocation
  ) throws(CommandFailure) {
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for pause in pauses {
          writer.beginObject()
          writer.key("class")
          writer.string(pause.workClass)
          writer.key("since")
          writer.string("\(pause.since)")
          writer.key("until")
          if let until = pause.until { writer.string("\(until)") } else { writer.null() }
          writer.key("by")
          writer.string(pause.by)
          writer.endObject()
        }
        writer.endArray()
      }
      return
    }
    guard !pauses.isEmpty else { return invocation.console.write("Nothing is paused.\n") }
    var table = Table([.init("Class"), .init("Since"), .init("Until"), .init("By")])
    for pause in pauses {
      table.append([
        pause.workClass, pause.since.secondsText, pause.until?.secondsText ?? "resumed", pause.by,
      ])
    }
    invocation.console.write(table.text(width: invocation.console.outputWidth))
  }

  /// Who types, for those who find the pause: as the system knows the user, not as the environment says.
  private static func user() -> String {
    let name = getpwuid(geteuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
    return "\(name ?? String(geteuid()))@\(ProcessFacts.current().hostName)"
  }
}
