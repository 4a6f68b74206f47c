import Foundation
import TestSupport
import Testing

/// The operators' page as a browser shows it.
@Suite("Page in a browser")
struct PageInBrowserTests {
  @Test(
    "2: every page in light and dark, 1280 and 320 px wide: nothing that axe or the browser complains of; a dead letter replayed, live and in the audit; by keyboard; without JavaScript (only --with browser)",
    .enabled(if: TestExtras.has("browser"), "compose/test.sh --with browser"),
    .timeLimit(.minutes(30)))
  func page() throws {
    let screenshots = try Script.kept("page")
    let checked = try Script.run(
      Script.python(of: "browser"),
      [
        Script.folder.appending(path: "check-page.py").path, Script.program.path,
        screenshots.path,
      ], log: "page")
    #expect(checked.status == 0, "\(checked.output)\nScreenshots are in \(screenshots.path).")
  }
}
