import Billing
import Storage

/// The numbers of a batch's documents: of the invoices that it posts and of its credit memos (<doc:Numbering>).
///
/// A policy may come to a number that a document of the same scope bears already: another policy wrote the
/// same text before it was replaced, or the built-in one did, or it came from outside: the built-in one reserves nothing.
/// One that comes from outside at the same time is kept apart by the counter's row: whoever stores it holds that row as
/// well (``StoreTransaction/insert(_:)``).
/// Such a value is passed over, and that is noted, so that the sequence goes on where the other ended and nobody looks for
/// what is missing; without that the database's unique index would refuse the batch for ever.
struct DocumentNumbers {
  private typealias Given = (number: String, origin: NumberOrigin)

  private var numbers: [NumberedDocument.Identifier: Given] = [:]
  /// What documents bear, of the numbers that were asked for, and what this batch gives.
  private var issued: Set<NumberInScope> = []
  private var asked: Set<String> = []
  /// The kinds of documents that get numbers here.
  private var targets: Set<SequencePolicy.Target> = []
  /// How many values to ask for at once; more each time, for a sequence may have a long way to go.
  private var block: Int64 = 64

  private static let largestBlock: Int64 = 4_096

  /// Takes as many values of each sequence as the decisions number documents by it, and those passed over, which are
  /// noted.
  init(
    for planned: [PlannedDecision], in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    // In order of delivery.
    let documents = planned.flatMap {
      NumberedDocument.all(of: $0.decision.effects.invoices, $0.decision.effects.ledger)
    }
    guard !documents.isEmpty else { return }
    issued = Self.brought(by: planned)
    targets = Set(documents.map(\.target))
    var wanted: [NumberSequence: NumbersWanted] = [:]
    for document in documents {
      wanted[document.sequence] = document.request((wanted[document.sequence]?.count ?? 0) + 1)
    }
    let mayMeetBuiltIn = planned.contains { request in
      request.decision.effects.invoices.made.contains(where: \.mayMeetBuiltInNumbers)
    }
    if mayMeetBuiltIn, wanted[.builtIn(.invoice)] == nil {
      // Its row is locked when these are stored; two batches must not lock it and a policy's in different orders.
      wanted[.builtIn(.invoice)] = NumbersWanted(.builtIn(.invoice), startValue: 1, count: 0)
    }
    let taken = try transaction.takeNumbers(Array(wanted.values))
    var next = taken.mapValues(\.lowerBound)
    try askForExpected(documents, from: next, in: transaction)
    var passedOver: [PassedOverNumber] = []
    for document in documents {
      guard var value = next[document.sequence] else { continue }
      var number = document.issuing(value)
      while try isIssued(number, at: value, for: document, in: transaction) {
        passedOver.append(
          PassedOverNumber(
            document.sequence, value: value, number: number.number,
            legalEntityId: document.legalEntityId))
        value += 1
        number = document.issuing(value)
      }
      issued.insert(number)
      numbers[document.id] = (
        number.number, NumberOrigin(policyId: document.policy?.id, value: value)
      )
      next[document.sequence] = value + 1
    }
    try takeBeyond(taken, upTo: next, of: wanted, in: transaction)
    try transaction.notePassedOver(passedOver)
  }

  /// Moves the counters on over what was passed over.
  private func takeBeyond(
    _ taken: [NumberSequence: Range<Int64>], upTo next: [NumberSequence: Int64],
    of wanted: [NumberSequence: NumbersWanted], in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    var beyond: [NumbersWanted] = []
    for (sequence, range) in taken {
      guard let end = next[sequence], range.upperBound < end, let request = wanted[sequence] else {
        continue
      }
      beyond.append(
        NumbersWanted(
          sequence, startValue: request.startValue, count: Int(end - range.upperBound)))
    }
    guard !beyond.isEmpty else { return }
    _ = try transaction.takeNumbers(beyond)
  }

  /// Gives the documents their numbers, wherever the decisions name them.
  func assign(to planned: [PlannedDecision]) {
    guard !numbers.isEmpty else { return }
    for request in planned {
      numberInvoices(&request.decision.effects.invoices)
      numberMemos(&request.decision.effects.ledger.creditMemos)
      numberMemos(&request.decision.effects.ledger.changedCreditMemos)
      numberSummaries(&request.decision.answer)
    }
  }

  private func numberInvoices(_ effects: inout InvoiceEffects) {
    for index in effects.made.indices {
      guard let given = numbers[.invoice(effects.made[index].id)] else { continue }
      effects.made[index].number = given.number
      effects.made[index].numberOrigin = given.origin
    }
    for index in effects.changed.indices {
      // Also where a later request of the batch has changed again what an earlier one posted.
      guard effects.changed[index].invoice.number == nil,
        let given = numbers[.invoice(effects.changed[index].invoice.id)]
      else { continue }
      effects.changed[index].invoice = effects.changed[index].invoice.posting(number: given.number)
      effects.changed[index].invoice.numberOrigin = given.origin
    }
  }

  private func numberMemos(_ memos: inout [CreditMemo]) {
    for index in memos.indices where memos[index].number == nil {
      guard let given = numbers[.creditMemo(memos[index].id)] else { continue }
      memos[index].number = given.number
      memos[index].numberOrigin = given.origin
    }
  }

  /// What an answer names may have been made or posted earlier in this very batch.
  private func numberSummaries(_ answer: inout Answer) {
    for index in answer.invoices.indices {
      switch answer.invoices[index] {
      case .existing(let summary):
        answer.invoices[index] = .existing(numbered(summary))
      case .refused(let id, let summary?, let faults):
        answer.invoices[index] = .refused(id, numbered(summary), faults: faults)
      case .made, .failed, .refused(_, nil, _): break
      }
    }
    for index in answer.schedules.indices {
      answer.schedules[index].latestInvoice = answer.schedules[index].latestInvoice.map(numbered)
    }
  }

  /// A draft's summary is as the request saw it: it has no number.
  private func numbered(_ summary: InvoiceSummary) -> InvoiceSummary {
    guard summary.number == nil, summary.status != .draft,
      let given = numbers[.invoice(summary.id)]
    else { return summary }
    return summary.numbered(given.number)
  }

  /// Asks in one question for all numbers that the batch will most likely give.
  private mutating func askForExpected(
    _ documents: [NumberedDocument], from first: [NumberSequence: Int64],
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    var next = first
    var expected: Set<String> = []
    for document in documents {
      guard let value = next[document.sequence] else { continue }
      expected.insert(document.number(value))
      next[document.sequence] = value + 1
    }
    try ask(expected, in: transaction)
  }

  private mutating func isIssued(
    _ number: NumberInScope, at value: Int64, for document: NumberedDocument,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> Bool {
    if !asked.contains(number.number) {
      try ask(Set((value..<(value + block)).map(document.number)), in: transaction)
      block = min(block * 2, Self.largestBlock)
    }
    return issued.contains(number)
  }

  private mutating func ask(
    _ numbers: Set<String>, in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    asked.formUnion(numbers)
    issued.formUnion(try transaction.numbersInUse(among: numbers, by: targets))
  }

  /// The numbers from outside of invoices of this very batch, which the store does not know yet.
  private static func brought(by planned: [PlannedDecision]) -> Set<NumberInScope> {
    var brought: Set<NumberInScope> = []
    for request in planned {
      let made = request.decision.effects.invoices.made
      for index in made.indices where made[index].creationMode == .external {
        guard let number = made[index].number else { continue }
        brought.insert(NumberInScope(number: number, scope: made[index].numberScope))
      }
    }
    return brought
  }
}
