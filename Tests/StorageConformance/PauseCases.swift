internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  static let pauses = [
    ConformanceCase("a class stays paused until it is resumed, or until its time is over") {
      opener in
      let session = try opener.migrated()
      #expect(try session.pauses() == [])
      let run = try session.pause("run", for: nil, by: "ann@desk")
      let generate = try session.pause("generate", for: 3_600_000_000, by: "bob@desk")
      #expect(try session.pauses() == [generate, run])
      #expect(try opener.queries().pauses() == [generate, run], "seen by every session")
      #expect(
        run.until == nil && generate.until == generate.since.adding(microseconds: 3_600_000_000))
      // A later word takes the place of an earlier one: this one is over at once.
      _ = try session.pause("generate", for: 1, by: "bob@desk")
      #expect(try session.pauses() == [run])
      #expect(try !session.resume("generate"))
      #expect(try session.resume("run"))
      #expect(try !session.resume("run"))
      #expect(try session.pauses() == [])
    },

    ConformanceCase("a database from before has nothing paused, and keeps what it holds") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("I-1", number: "INV-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade(upTo: 20)
      try earlier.upgrade()
      let session = try opener.session()
      #expect(try session.pauses() == [])
      let pause = try session.pause("ingest", for: nil, by: "ann@desk")
      #expect(try session.pauses() == [pause])
      #expect(try opener.queries().known(invoiceNumbers: ["INV-1", "INV-2"]) == ["INV-1"])
    },
  ]
}
