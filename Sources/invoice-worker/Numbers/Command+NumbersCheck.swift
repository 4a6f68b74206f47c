import Billing
import JSON
import Messages
import Storage
import Worker

extension Command {
  static let numbersCheck = Command(
    CommandDescription(
      ["numbers", "check"],
      summary: "look for numbers that no invoice and no credit memo has",
      details: """
        A value that was passed over, because a document from outside has the number, is explained. Any other can only \
        have a cause outside the worker (a row deleted, a backup restored); exit status 1 when one is not explained.
        """,
      options: [.json], examples: ["numbers check", "numbers check --json"])
  ) { invocation throws(CommandFailure) in
    let store = try OperatorStore(invocation.configuration())
    let found = try store.query { queries throws(StoreError) in
      try queries.numberSequences().map { sequence throws(StoreError) in
        var gaps: [NumberGap] = []
        var more = 0
        var unexplained = 0
        try queries.forEachMissingNumber(of: sequence) { gap in
          if gaps.count < mostListed { gaps.append(gap) } else { more += 1 }
          if gap.explanation == nil { unexplained += 1 }
        }
        return SequenceGaps(
          sequence: sequence, gaps: gaps, more: more, isWhole: unexplained == 0)
      }
    }
    if invocation.isJSON {
      let json = JSONTree.record(["policies": .array(found.map(\.json))])
      invocation.console.writeJSON { json.write(to: &$0) }
    } else {
      let width = invocation.console.outputWidth
      for sequence in found { invocation.console.write(sequence.text(width: width)) }
    }
    guard !found.allSatisfy(\.isWhole) else { return .success }
    record(in: store, EventEncoder(source: try invocation.configuration().eventSource), invocation)
    return .fault
  }

  /// What a look finds is an error log with its event, once for each value, as the nightly look's. Who may only read has seen
  /// the answer by then; a worker's clock records it.
  private static func record(
    in store: OperatorStore, _ encoder: EventEncoder, _ invocation: Invocation
  ) {
    do throws(CommandFailure) {
      let new = try store.query { queries throws(StoreError) in try queries.newNumberGaps() }
      guard !new.isEmpty else { return }
      try store.change { transaction throws(StoreError) in
        let now = try transaction.now()
        let logs = try transaction.recordNumberGaps(new, at: now)
        try transaction.enqueue(
          ErrorLogMessages.messages(of: logs, at: now, encoder: encoder), leasedUntil: now)
      }
    } catch {
      invocation.console.error("no error log was written of what is missing: \(error.sentence)")
    }
  }

  /// Values of one sequence that are named.
  private static let mostListed = 1_000
}

/// A sequence with what is missing of it.
struct SequenceGaps {
  let sequence: SequenceState
  let gaps: [NumberGap]
  /// Beyond those listed.
  let more: Int
  /// Whether every one is explained.
  let isWhole: Bool

  func text(width: Int?) -> String {
    func line(_ text: String, by indent: Int = 2) -> String {
      TableLayout.indented(text, by: indent, width: width, hanging: 2)
    }
    let range =
      sequence.last.map { "values \(sequence.first) to \($0)" } ?? "no value given yet"
    let title = sequence.title.prefix(1).uppercased() + sequence.title.dropFirst()
    let end = gaps.isEmpty && sequence.last != nil ? ", none is missing" : ""
    var text = line("\(title): \(range)\(end)", by: 0)
    for gap in gaps {
      let name = gap.text.map { "\(gap.value) (\($0))" } ?? String(gap.value)
      switch gap.explanation {
      case .passedOver(let number)?:
        text += line("\(name)  PassedOver: a document from outside has \(number)")
      case .text(let words)?: text += line("\(name)  explained: \(words)")
      case nil:
        text += line(
          "\(name)  SEQUENCE_GAP: invoice-worker numbers explain"
            + " \(sequence.identifier) \(gap.value) TEXT")
      }
    }
    return more > 0 ? text + line("… and \(more) more") : text
  }

  var json: JSONTree {
    .record([
      "policyId": .text(sequence.policyId?.text), "target": .string(sequence.target.rawValue),
      "mode": .string(sequence.mode.rawValue), "first": .integer(sequence.first),
      "last": .integer(sequence.last),
      "gaps": .array(gaps.map(\.json)),
    ])
  }
}

extension NumberGap {
  fileprivate var json: JSONTree {
    let explained: String? =
      switch explanation {
      case .passedOver?: "PassedOver"
      case .text(let words)?: words
      case nil: nil
      }
    return .record([
      "value": .integer(value), "text": .text(text), "explanation": .text(explained),
    ])
  }
}
