/// A progress bar, redrawn in place; nothing where standard error is no terminal.
struct ProgressBar {
  private let console: Console
  private let isShown: Bool
  /// May grow while the bar is shown.
  var total: Int
  /// What is counted, in the plural.
  private let things: String
  private var drawn = ""

  init(total: Int, of things: String, console: Console) {
    self.things = things
    self.console = console
    self.total = total
    isShown = console.isErrorATerminal
  }

  /// Redraws the bar when it has changed; the note follows the numbers.
  mutating func show(done: Int, note: String) {
    guard isShown, total > 0 else { return }
    let line = Self.line(
      done: done, total: total, of: things, note: note, width: console.errorWidth)
    guard line != drawn else { return }
    drawn = line
    console.draw("\r\u{1B}[K\(line)")
  }

  /// Erases the bar, so that lines can be written in its place.
  mutating func clear() {
    guard isShown, !drawn.isEmpty else { return }
    drawn = ""
    console.draw("\r\u{1B}[K")
  }

  static func line(
    done: Int, total: Int, of things: String, note: String, width: Int
  ) -> String {
    let numbers = " \(done)/\(total) \(things)\(note.isEmpty ? "" : ", \(note)")"
    let room = min(40, width - numbers.count - 3)
    guard room >= 10 else { return String(numbers.dropFirst().prefix(max(0, width - 1))) }
    let filled = total == 0 ? room : min(room, room * done / total)
    return
      "[\(String(repeating: "#", count: filled))\(String(repeating: "-", count: room - filled))]"
      + numbers
  }
}
