import Contract
import JSON

extension Command {
  static let contractDiff = Command(
    CommandDescription(
      ["contract", "diff"],
      summary: "compare an earlier contract with this program's",
      details: """
        FILE (- = standard input) is what contract asyncapi of another version has printed, as JSON. Breaking is what can make a \
        client wrong that was right: a request that is accepted no more, a member of an event that is gone. The exit status is 1 \
        when something is breaking, else 0.
        """,
      operands: Operands("FILE"), options: [.json],
      examples: [
        "contract diff contract.json"
      ])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    let bytes = try RecordFile(name).wholeText(limit: 64 << 20)
    let old: JSONTree
    do throws(JSONError) {
      old = JSONTree(try JSONDocument(reading: bytes).root)
    } catch {
      throw .usage("\(name) is not valid JSON: \(error); contract asyncapi prints what is compared")
    }
    let now = AsyncAPIDocument(.v30, programVersion: ProgramVersion.current).tree
    guard let comparison = ContractComparison(from: old, to: now) else {
      throw .usage(
        "\(name) is no contract: give a file that contract asyncapi has printed, as JSON")
    }
    let changes = comparison.changes
    if invocation.isJSON {
      write(changes, to: invocation.console)
    } else {
      invocation.console.write(text(of: changes, width: invocation.console.outputWidth))
    }
    return changes.contains(where: \.isBreaking) ? .fault : .success
  }

  private static func text(of changes: [ContractChange], width: Int?) -> String {
    guard !changes.isEmpty else { return "Nothing has changed.\n" }
    var text = ""
    for isBreaking in [true, false] {
      let group = changes.filter { $0.isBreaking == isBreaking }
      guard !group.isEmpty else { continue }
      var table = Table([
        .init(isBreaking ? "Breaking" : "Compatible", wraps: true), .init("What", wraps: true),
      ])
      for change in group { table.append([change.place, change.sentence]) }
      text += (text.isEmpty ? "" : "\n") + table.text(width: width)
    }
    return text
  }

  private static func write(_ changes: [ContractChange], to console: Console) {
    console.writeJSON { writer in
      writer.beginArray()
      for change in changes {
        let object: JSONTree = [
          "place": .string(change.place), "change": .string(change.sentence),
          "isBreaking": .bool(change.isBreaking),
        ]
        object.write(to: &writer)
      }
      writer.endArray()
    }
  }
}
