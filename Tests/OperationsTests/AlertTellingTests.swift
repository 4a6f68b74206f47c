import Foundation
import TestSupport
import Testing

/// An alert on its way from a worker to whoever is on call.
@Suite("Alerts, from end to end")
struct AlertTellingTests {
  @Test(
    "1.2: a worker that is quieted is told by Prometheus and Alertmanager, and that it goes on as well (only --with prometheus)",
    .enabled(if: TestExtras.has("prometheus"), "compose/test.sh --with prometheus"),
    .timeLimit(.minutes(20)))
  func told() throws {
    let checked = try Script.run(
      "/usr/bin/python3",
      [
        Script.folder.appending(path: "check-alerts.py").path, Script.program.path,
        try Script.kept("alerts").path,
      ], log: "alerts")
    #expect(checked.status == 0, "\(checked.output)")
  }
}
