import Testing

/// How much a reader is given at once.
@Suite("Limits")
struct LimitTests {
  static let longestFunction = 70
  static let longestFile = 400

  /// Forms of many fields: one after the other, without a decision between them.
  static let tables: Set<String> = [
    "Sources/Messages/Ingestion/IncomingInvoiceForm.swift",
    "Sources/Messages/Records/BillingScheduleForm.swift",
  ]

  /// Longer than that when the limit came; each is to be split by whoever changes it next. Nothing may be added.
  static let older: Set<String> = [
    "settleFirst", "note", "full", "passedOver", "replayAndDiscard", "replayOfForgedRequests",
    "`each takes its own classes only, and whoever leaves, every request has one outcome`",
    "`contracts in bulk: a result each, and the tasks ticked and enabled`",
  ]

  @Test("No function and no file is too long", arguments: ["Sources", "Tests"])
  func nothingIsTooLong(folder: String) throws {
    let files = try SourceTree.files(below: folder, ending: ".swift")
    var count = 0
    for file in files {
      #expect(
        file.lineCount <= Self.longestFile,
        "\(file.path) has \(file.lineCount) lines, more than \(Self.longestFile): split it")
      for function in SwiftTokens(file.lines.joined(separator: "\n")).functions {
        count += 1
        if Self.older.contains(function.name), function.lineCount <= 103 { continue }
        if Self.tables.contains(file.path), function.lineCount <= 100 { continue }
        #expect(
          function.lineCount <= Self.longestFunction,
          "\(file.path):\(function.line): \(function.name) has \(function.lineCount) lines, more than \(Self.longestFunction)"
        )
      }
    }
    #expect(count > files.count, "functions are found at all")
  }

  @Test("Lines are counted from the declaration to the closing brace")
  func linesAreCounted() {
    let text = """
      protocol P {
        func required(_ x: Int)
        var y: Int { get }
        init()
      }
      struct S: P {
        func first(
          _ body: () -> Void = { }
        ) {
          func inner() { }
          let text = "}"
          self.init()
        }
        init() { }
      }
      """
    let functions = SwiftTokens(text).functions
    #expect(functions.map(\.name) == ["inner", "first", "init"])
    #expect(functions.map(\.lineCount) == [1, 7, 1])
    #expect(functions.map(\.line) == [10, 7, 14])
  }
}
