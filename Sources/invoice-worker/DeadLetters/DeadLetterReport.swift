import JSON

/// What a command did with the dead letters it was about.
struct DeadLetterReport: Sendable {
  /// One that was left in its place, and why.
  struct Kept: Sendable {
    let letter: DeadLetter
    let reason: String
  }

  /// How many were taken out of the queue.
  var done = 0
  /// How many were discarded that were in the queue no more: only their rows were there.
  var gone = 0
  /// Whether every message was seen that was in the queue.
  var hasSeenAll = false
  var kept: [Kept] = []
  /// Names given that no dead letter has.
  var missing: [String] = []
  /// What ended the work before its end.
  var failure: CommandFailure?

  /// `participle` says what was done to those that are counted: "replayed".
  func write(to writer: inout JSONWriter, participle: String) {
    writer.beginObject()
    writer.key(participle)
    writer.integer(done)
    writer.key("gone")
    writer.integer(gone)
    writer.key("kept")
    writer.beginArray()
    for kept in kept {
      writer.beginObject()
      kept.letter.writeMembers(to: &writer)
      writer.key("reason")
      writer.string(kept.reason)
      writer.endObject()
    }
    writer.endArray()
    writer.key("missing")
    writer.beginArray()
    for name in missing { writer.string(name) }
    writer.endArray()
    writer.endObject()
  }

  /// What to say where ``gone`` is not 0.
  var goneSentence: String {
    "\(Self.count(gone)) \(gone == 1 ? "was" : "were") no longer in the queue: only the record was removed."
  }

  static func count(_ number: Int) -> String {
    "\(number) dead \(number == 1 ? "letter" : "letters")"
  }
}
