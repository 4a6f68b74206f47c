import JSON
import Storage
import Worker

/// What the database shows of dead letters, and what is taken away there with them: one session, on a thread of its own, opened when it
/// is needed and again after it was lost.
actor DeadLetterRows {
  private let executor = DatabaseExecutor(label: "dead-letters")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private let store: OperatorStore
  private var session: StoreSession?

  init(_ store: OperatorStore) { self.store = store }

  /// The dead letters that the selection takes, the oldest first, with their numbers and without bodies; at most `limit`.
  func letters(
    _ selection: DeadLetterSelection, limit: Int
  ) throws(CommandFailure) -> [DeadLetter] {
    let (rows, numbers) = try use { session throws(StoreError) in
      let queries = Queries(session)
      let rows = try queries.deadLetters(
        try selection.criteria(queries), limit: min(limit, Queries.mostNumbered))
      return (rows, try queries.deadLetterNumbers(of: rows.map(\.id)))
    }
    var letters: [DeadLetter] = []
    for row in rows { letters.append(try .read(row, number: numbers[row.id])) }
    return letters
  }

  /// The letter with what is kept of its body; nil where its row is gone by now.
  func whole(_ letter: DeadLetter) throws(CommandFailure) -> DeadLetter? {
    guard let id = letter.row?.id else { return nil }
    let row = try use { session throws(StoreError) in try Queries(session).deadLetter(id: id) }
    return try row.map { row throws(CommandFailure) in
      try DeadLetter.read(row, number: letter.number)
    }
  }

  /// How many the selection takes; `most` and one where they are more than `most`.
  func count(_ selection: DeadLetterSelection, upTo most: Int) throws(CommandFailure) -> Int {
    try use { session throws(StoreError) in
      let queries = Queries(session)
      return try queries.countDeadLetters(try selection.criteria(queries), upTo: most)
    }
  }

  /// The rows of messages that may not be in the queue yet; nil where they are too many to be told apart.
  func underWay() throws(CommandFailure) -> Set<String>? {
    try use { session throws(StoreError) in
      try Queries(session).deadLettersUnderWay(upTo: Queries.mostNumbered)
    }
  }

  /// - Throws: where rows cannot be taken away; nothing is.
  func requireRights() throws(CommandFailure) { _ = try remove(ids: [""]) }

  /// Takes away the rows of messages that were taken out of the queue.
  func remove(_ fingerprints: [String]) throws(CommandFailure) {
    try use { session throws(StoreError) in try session.removeParked(fingerprints) }
  }

  /// Takes away the rows of messages that are in the queue no more; how many there were.
  func remove(ids: [String]) throws(CommandFailure) -> Int {
    try use { session throws(StoreError) in try session.removeParked(ids: ids) }
  }

  private func use<Value>(
    _ work: (StoreSession) throws(StoreError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(StoreError) {
      return try attempt(work)
    } catch {
      throw store.failure(error)
    }
  }

  private func attempt<Value>(
    _ work: (StoreSession) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    if let session, session.isBroken { self.session = nil }
    if let session {
      do throws(StoreError) {
        return try work(session)
      } catch {
        guard session.isBroken || error.kind == .unavailable else { throw error }
        // It may have been lost since it was used last. What it was to remove is removed again, which changes nothing.
        self.session = nil
      }
    }
    let opened = try StoreSession(store.opener, for: .processing)
    try Schema(opened).check()
    session = opened
    return try work(opened)
  }
}

extension DeadLetterSelection {
  /// The same choice among rows. Names that are numbers are looked up.
  func criteria(_ queries: Queries) throws(StoreError) -> DeadLetterCriteria {
    var criteria = criteria
    guard !names.isEmpty else { return criteria }
    criteria.identifiers = Set(names)
    let numbers = names.compactMap { name in Int(name).flatMap { String($0) == name ? $0 : nil } }
    criteria.ids = Set(try queries.deadLetterIds(numbered: numbers).values)
    return criteria
  }

  /// The same choice among rows, but for names.
  var criteria: DeadLetterCriteria {
    var criteria = DeadLetterCriteria()
    criteria.source = source
    criteria.type = type
    criteria.code = code
    criteria.queue = queue
    criteria.parkedBefore = deadBefore
    return criteria
  }
}

extension DeadLetter {
  /// - Throws: when the row's headers are none that a worker wrote.
  static func read(_ row: StoredDeadLetter, number: Int?) throws(CommandFailure) -> DeadLetter {
    do throws(JSONError) {
      return try DeadLetter(number: number, row: row)
    } catch {
      throw .internal(
        "the headers of the dead letter \(row.id) in the database are no JSON: \(error)")
    }
  }
}
