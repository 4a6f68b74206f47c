import JSON

/// What a command did with the dead letters it was about.
struct DeadLetterReport: Sendable {
  /// One that was left in its place, and why.
  struct Kept: Sendable {
    let letter: DeadLetter
    let reason: String
  }

  /// How many were taken out.
  var done = 0
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

  static func count(_ number: Int) -> String {
    "\(number) dead \(number == 1 ? "letter" : "letters")"
  }
}
