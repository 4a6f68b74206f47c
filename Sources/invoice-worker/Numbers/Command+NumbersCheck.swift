import Billing
import JSON
import Messages
import Storage
import Worker

extension Command {
  static let numbersCheck = Command(
    CommandDescription(
      ["numbers", "check"],
      summary: "look for numbers that no invoice and no credit memo bears",
      details: """
        A value that was passed over, because a document from outside bears the number, is explained. Any other can only \
        come from outside of the worker (a row deleted, a backup restored); exit status 1 when one is not explained.
        """,
      options: [.json], examples: ["numbers check", "numbers check --json"])
  ) { invocation throws(CommandFailure) in
    let store = try OperatorStore(invocation.configuration())
    let found = try store.query { queries throws(StoreError) in
      try queries.numberSequences().map { sequence throws(StoreError) in
        var gaps: [NumberGap] = []
        var more = 0
        try queries.forEachMissingNumber(of: sequence) { gap in
          if gaps.count < mostListed { gaps.append(gap) } else { more += 1 }
        }
        return SequenceGaps(sequence: sequence, gaps: gaps, more: more)
      }
    }
    let isWhole = found.allSatisfy { $0.more == 0 && $0.gaps.allSatisfy { $0.explanation != nil } }
    if invocation.isJSON {
      invocation.console.writeJSON { $0.numberGaps(found) }
    } else {
      for sequence in found { invocation.console.write(sequence.text) }
    }
    guard !isWhole else { return .success }
    let encoder = EventEncoder(source: try invocation.configuration().eventSource)
    note(in: store, encoder, invocation.console)
    return .fault
  }

  /// What a look finds is an error log with its event, once for each value, as the nightly look's. Who may only read has seen
  /// the answer by then; a worker's clock notes it.
  private static func note(
    in store: OperatorStore, _ encoder: EventEncoder, _ console: Console
  ) {
    do throws(CommandFailure) {
      let now = try store.query { queries throws(StoreError) in try queries.now() }
      try store.change { transaction throws(StoreError) in
        try transaction.tellNumberGaps(at: now, by: encoder)
      }
    } catch {
      console.error("no error log was written of what is missing: \(error.sentence)")
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

  var text: String {
    let range =
      sequence.last.map { "values \(sequence.first) to \($0)" } ?? "no value given yet"
    let title = sequence.title.prefix(1).uppercased() + sequence.title.dropFirst()
    var text = "\(title): \(range)"
    guard !gaps.isEmpty else { return text + ", none is missing\n" }
    text += "\n"
    for gap in gaps {
      let name = gap.text.map { "\(gap.value) (\($0))" } ?? String(gap.value)
      switch gap.explanation {
      case .passedOver(let number)?:
        text += "  \(name)  PassedOver: a document from outside bears \(number)\n"
      case .text(let words)?: text += "  \(name)  explained: \(words)\n"
      case nil:
        text +=
          "  \(name)  SEQUENCE_GAP: invoice-worker numbers explain"
          + " \(sequence.policyId?.text ?? sequence.builtInName) \(gap.value) TEXT\n"
      }
    }
    return more > 0 ? text + "  … and \(more) more\n" : text
  }
}

extension SequenceState {
  /// What a command calls a sequence without a policy.
  var builtInName: String { target == .invoice ? "built-in" : "built-in-credit-memo" }
}

extension JSONWriter {
  fileprivate mutating func numberGaps(_ sequences: [SequenceGaps]) {
    beginObject()
    key(plain: "policies")
    beginArray()
    for found in sequences {
      beginObject()
      key(plain: "policyId")
      if let id = found.sequence.policyId { string(id.text) } else { null() }
      key(plain: "target")
      string(found.sequence.target.rawValue)
      key(plain: "mode")
      string(found.sequence.mode.rawValue)
      key(plain: "first")
      integer(found.sequence.first)
      key(plain: "last")
      if let last = found.sequence.last { integer(last) } else { null() }
      key(plain: "gaps")
      beginArray()
      for gap in found.gaps {
        beginObject()
        key(plain: "value")
        integer(gap.value)
        key(plain: "text")
        if let text = gap.text { string(text) } else { null() }
        key(plain: "explanation")
        switch gap.explanation {
        case .passedOver?: string("PassedOver")
        case .text(let words)?: string(words)
        case nil: null()
        }
        endObject()
      }
      endArray()
      endObject()
    }
    endArray()
    endObject()
  }
}
