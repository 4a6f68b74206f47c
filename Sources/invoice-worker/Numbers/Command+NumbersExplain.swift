import Billing
import CivilTime
import Storage

extension Command {
  static let numbersExplain = Command(
    CommandDescription(
      ["numbers", "explain"],
      summary: "say why a number is missing, so that numbers check knows it",
      details: """
        POLICY is a sequence policy's identifier, built-in or built-in-credit-memo. A missing number is explained, never \
        filled: one given later than its successors would be misleading.
        """,
      operands: Operands("POLICY VALUE TEXT", count: 3...3),
      examples: ["numbers explain built-in 1 \"deleted by hand on 2026-11-02\""])
  ) { invocation throws(CommandFailure) in
    let operands = invocation.arguments.operands
    guard let value = Int64(operands[1]), value > 0 else {
      throw .usage("VALUE must be a whole number above 0, not \"\(operands[1])\"")
    }
    let text = operands[2]
    guard !text.isEmpty, text.utf8.count <= 1_000 else {
      throw .usage("TEXT must have 1 to 1,000 bytes")
    }
    let store = try OperatorStore(invocation.configuration())
    let sequences = try store.query { queries throws(StoreError) in
      try queries.numberSequences()
    }
    guard
      let sequence = sequences.first(where: { $0.identifier == operands[0] })
    else {
      let known = sequences.map { $0.identifier }.joined(separator: ", ")
      throw .fault("no sequence without gaps is called \(operands[0]); there are \(known)")
    }
    let gap = try store.query { queries throws(StoreError) in
      var found: NumberGap?
      try queries.forEachMissingNumber(of: sequence) { if $0.value == value { found = $0 } }
      return found
    }
    guard let gap else {
      throw .fault("the value \(value) of \(sequence.title) is not missing; nothing was changed")
    }
    if case .passedOver(let number)? = gap.explanation {
      throw .fault("the value \(value) was passed over: a document from outside has \(number)")
    }
    let now = UTCInstant.now()
    try store.change { transaction throws(StoreError) in
      try transaction.explain(gap, of: sequence, as: text, at: now)
    }
    invocation.console.write("The value \(value) of \(sequence.title) is explained.\n")
    return .success
  }
}
