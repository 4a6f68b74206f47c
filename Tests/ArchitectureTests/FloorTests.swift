import Testing

/// Inside a target its folders are floors: they can be put in a line so that each uses only those below it.
@Suite("Floors")
struct FloorTests {
  /// An arrow that may close a circle, and why. Value types that name each other may; nothing else should.
  struct Exception: Sendable {
    let target: String
    let from: String
    let to: String
    let reason: String
  }

  static let exceptions: [Exception] = [
    Exception(
      target: "Billing", from: "Records", to: "Receivables",
      reason: "a usage record and a debit memo name the invoice that billed them"),
    Exception(
      target: "Billing", from: "Receivables", to: "Ingestion",
      reason: "an invoice keeps the details that it was ingested with"),
  ]

  @Test("Exceptions are at most four, all of them in Billing, each with its reason")
  func exceptionsAreFew() {
    #expect(Self.exceptions.count <= 4)
    for exception in Self.exceptions {
      #expect(exception.target == "Billing")
      #expect(!exception.reason.isEmpty)
    }
  }

  @Test("The folders of a target form no circle", arguments: SourceTree.targets)
  func foldersFormNoCircle(target: String) throws {
    let arrows = FolderArrows(target: target, files: try SourceTree.swiftFiles(of: target))
    var graph = arrows.graph
    for exception in Self.exceptions where exception.target == target {
      let removed = graph.arrows[exception.from]?.remove(exception.to)
      #expect(removed != nil, "\(exception.from) → \(exception.to) is no longer there")
    }
    for exception in Self.exceptions where exception.target == target {
      #expect(
        graph.reachable(from: exception.to).contains(exception.from),
        "\(exception.from) → \(exception.to) closes no circle any more")
    }
    for circle in graph.circles {
      let closing = arrows.uses.filter { circle.contains($0.from) && circle.contains($0.to) }
      Issue.record(
        """
        \(target): \(circle.sorted().joined(separator: ", ")) use each other:
        \(closing.map(\.description).joined(separator: "\n"))
        """)
    }
  }

  @Test("A circle of three folders is found, names in comments and strings are not")
  func circlesAreFound() {
    func file(_ path: String, _ text: String) -> SourceTree.File {
      SourceTree.File(path: path, lines: text.split(separator: "\n").map(String.init))
    }
    let above = file("Sources/T/A/A.swift", "struct A { let b: B }\nextension A { enum Kind {} }")
    let middle = file("Sources/T/B/Deep/B.swift", #"struct B { let text = "\(C())" }"#)
    let below = "struct C {\n  // A is above\n  /* so is B */ let text = \"A\"\n  enum Kind {}\n}"
    func circles(_ last: String) -> [Set<String>] {
      FolderArrows(target: "T", files: [above, middle, file("Sources/T/C/C.swift", last)])
        .graph.circles
    }
    #expect(circles(below) == [])
    #expect(circles(below + "\nlet kind: Kind = C.Kind.a") == [])
    #expect(circles(below + "\nlet kind: A.Kind") == [["A", "B", "C"]])
    #expect(circles(below + "\nprivate enum A {}\nfunc f(_: A) {}") == [])
  }
}
