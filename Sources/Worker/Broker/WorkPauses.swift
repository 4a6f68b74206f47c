import AMQP
import CivilTime
import Messages
import Storage

/// Takes nothing of the classes of work that an operator has paused in the database, and takes them again when the pause
/// is over. Every worker looks by itself; one that cannot look goes on as it was.
package struct WorkPauses: BackgroundTask {
  let connection: ConsumeConnection
  let metrics: WorkerMetrics
  let log: Log

  /// An operator's word counts after this, and the time of a statement.
  private static let interval = Duration.seconds(2)

  package func run(over session: BackgroundSession) async {
    var known: [WorkPause] = []
    while !Task.isCancelled {
      await apply(over: session, &known)
      do { try await Task.sleep(for: Self.interval) } catch { return }
    }
  }

  /// Looks once: also before the first request is taken.
  func apply(over session: BackgroundSession, _ known: inout [WorkPause]) async {
    let found: [WorkPause]
    do throws(StoreError) {
      found = try await session.run { session throws(StoreError) in try session.pauses() }
    } catch {
      log.write(.pausesUnreadable, ["error": .text(error.description)])
      return
    }
    metrics.pausedClasses.note(found.map(\.workClass))
    guard found != known else { return }
    report(found, after: known)
    known = found
    await connection.pauseConsuming(
      from: Set(found.compactMap { WorkQueue(shortName: $0.workClass)?.name }))
  }

  private func report(_ found: [WorkPause], after known: [WorkPause]) {
    for pause in found where !known.contains(pause) {
      log.write(
        .workPaused,
        [
          "class": .text(pause.workClass), "by": .text(pause.by),
          "until": .text(pause.until.map { "\($0)" } ?? "resumed"),
        ])
    }
    for pause in known where !found.contains(where: { $0.workClass == pause.workClass }) {
      log.write(.workResumed, ["class": .text(pause.workClass)])
    }
  }
}
