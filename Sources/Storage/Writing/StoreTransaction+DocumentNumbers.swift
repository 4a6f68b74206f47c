package import Billing

/// A counter that numbers documents.
package enum NumberSequence: Hashable, Sendable {
  /// In force while no policy is defined for such documents.
  case builtIn(SequencePolicy.Target)
  case policy(SequencePolicy.ID)

  /// As the counter's row is named. Policies have a prefix: an identifier may be any text, also a built-in counter's name.
  var name: String {
    switch self {
    case .builtIn(.invoice): "invoice_number"
    case .builtIn(.creditMemo): "credit_memo_number"
    case .policy(let id): "policy:" + id.text
    }
  }
}

/// How many numbers of a sequence a transaction takes.
package struct NumbersWanted: Hashable, Sendable {
  package let sequence: NumberSequence
  /// The first value, where none was taken yet.
  package let startValue: Int64
  /// 0 takes none and keeps other transactions from taking some.
  package let count: Int

  package init(_ sequence: NumberSequence, startValue: Int64, count: Int) {
    self.sequence = sequence
    self.startValue = startValue
    self.count = count
  }
}

/// A document's number and what it is unique among.
package struct NumberInScope: Hashable, Sendable {
  package let number: String
  package let scope: NumberScope

  package init(number: String, scope: NumberScope) {
    self.number = number
    self.scope = scope
  }
}

/// A value of a sequence that no document was given, for one that came from elsewhere bears the number already.
package struct PassedOverNumber: Hashable, Sendable {
  package let sequence: NumberSequence
  package let value: Int64
  package let number: String
  /// Whose document bears it.
  package let legalEntityId: LegalEntity.ID?

  package init(
    _ sequence: NumberSequence, value: Int64, number: String, legalEntityId: LegalEntity.ID?
  ) {
    self.sequence = sequence
    self.value = value
    self.number = number
    self.legalEntityId = legalEntityId
  }

  static let table = Table(
    "passed_over_number", key: ["sequence", "value"],
    [
      Column("sequence", .identifier), Column("value", .integer), Column("number", .text),
      Column("legal_entity_id", .identifier),
    ])
}

extension StoreTransaction {
  /// The next values of several sequences, each a range of its request's count: one row for each sequence, moved in one
  /// statement in the order of their names, so that two transactions cannot deadlock.
  ///
  /// Called last of all writes of a transaction but those of the numbered documents: from here to the end every other
  /// transaction that numbers documents by the same sequence waits. Called again only for sequences that it has taken
  /// from before, whose rows are its own by then. A rollback leaves no gap.
  ///
  /// - Parameter requests: each sequence once.
  /// - Returns: the range of each sequence; empty where 0 were asked for.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` when a counter that was moved did not come back.
  package borrowing func takeNumbers(
    _ requests: [NumbersWanted]
  ) throws(StoreError) -> [NumberSequence: Range<Int64>] {
    var rows = RowBuffer()
    var wanted: [String: NumbersWanted] = [:]
    for request in requests { wanted[request.sequence.name] = request }
    for (name, request) in wanted.sorted(by: { $0.key < $1.key }) {
      rows.append(name)
      rows.append(request.startValue)
      rows.append(request.startValue + Int64(request.count))
    }
    var taken: [NumberSequence: Range<Int64>] = [:]
    guard !rows.isEmpty else { return taken }
    try database.write(SequenceCounter.taking, rows) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let request = wanted[try decoder.text()] else { return }
      let next = try decoder.integer()
      taken[request.sequence] = (next - Int64(request.count))..<next
    }
    guard taken.count == wanted.count else {
      throw StoreError(.fault, "a sequence counter that was moved did not come back")
    }
    return taken
  }

  /// Which of these numbers documents of these kinds bear, made here or from outside, and in which scope.
  package borrowing func numbersInUse(
    among numbers: Set<String>, by targets: Set<SequencePolicy.Target>
  ) throws(StoreError) -> Set<NumberInScope> {
    guard !numbers.isEmpty else { return [] }
    var inUse: Set<NumberInScope> = []
    for target in targets {
      // The kind names the index that keeps the numbers of each unique.
      let question: SQL =
        switch target {
        case .invoice:
          """
          SELECT invoice_number, 'Invoice' || coalesce('/entity/' || legal_entity_id, '')
          FROM invoice WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'Generated'
          UNION ALL
          SELECT invoice_number, number_scope FROM invoice
          WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'External'
            AND number_scope IS NOT NULL
          """
        case .creditMemo:
          """
          SELECT credit_memo_number, 'CreditMemo' || coalesce('/entity/' || legal_entity_id, '')
          FROM credit_memo WHERE credit_memo_number \(anyOf: numbers)
          """
        }
      try database.query(question) { row throws(StoreError) in
        var decoder = RowDecoder(row)
        inUse.insert(
          NumberInScope(
            number: try decoder.text(), scope: NumberScope(text: try decoder.text())))
      }
    }
    return inUse
  }

  /// Keeps the numbers of these invoices that came from outside apart from those that other transactions have taken from
  /// the built-in sequence since this one was planned. From here to its end those that take some wait, and pass over
  /// what it stores.
  ///
  /// Called after a batch has taken its own numbers, and with them this sequence's row where it will be asked for here:
  /// so the counters' rows are locked last, and in one order.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/contention`` when such a number is taken: planned again, the
  ///   request is answered so.
  borrowing func keepApart(numbersOf made: [[Invoice]]) throws(StoreError) {
    var brought: Set<NumberInScope> = []
    for invoices in made {
      for place in invoices.indices where invoices[place].mayMeetBuiltInNumbers {
        guard let number = invoices[place].number else { continue }
        brought.insert(NumberInScope(number: number, scope: invoices[place].numberScope))
      }
    }
    guard !brought.isEmpty else { return }
    let lock: SQL = """
      SELECT next_value FROM sequence_counter
      WHERE name = \(NumberSequence.builtIn(.invoice).name) \(RowLock.wait)
      """
    try database.query(lock) { _ throws(StoreError) in }
    let inUse = try numbersInUse(among: Set(brought.map(\.number)), by: [.invoice])
    guard inUse.isDisjoint(with: brought) else {
      throw StoreError(
        .contention, "a number from outside was given out while its invoice was ingested")
    }
  }

  /// Notes values that no document was given, so that nobody looks for them.
  package borrowing func notePassedOver(_ numbers: [PassedOverNumber]) throws(StoreError) {
    guard !numbers.isEmpty else { return }
    var rows = RowBuffer(rows: numbers.count, of: PassedOverNumber.table.columns.count)
    for passed in numbers {
      rows.append(passed.sequence.name)
      rows.append(passed.value)
      rows.append(passed.number)
      rows.append(passed.legalEntityId)
    }
    try database.write(.insert(PassedOverNumber.table), rows)
  }
}
