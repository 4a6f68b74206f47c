import Tax
import Testing

@Suite("The circuit of a tax engine") struct TaxCircuitTests {
  private static let start = ContinuousClock.now

  private static func failure(_ number: Int = 1) -> TaxCircuit.Result {
    .failed(reason: "failure \(number)")
  }

  /// A circuit that five failures have opened at the start.
  private static func opened() throws -> TaxCircuit {
    var circuit = TaxCircuit()
    for _ in 1...5 {
      let ticket = try circuit.given(at: start)
      _ = circuit.note(failure(), of: ticket, at: start)
    }
    return circuit
  }

  @Test("Five failures in a row open it, and it is said once")
  func opens() throws {
    var circuit = TaxCircuit()
    var changes: [TaxCircuit.Change?] = []
    for number in 1...5 {
      let ticket = try circuit.given(at: Self.start)
      changes.append(circuit.note(Self.failure(number), of: ticket, at: Self.start))
    }
    #expect(changes == [nil, nil, nil, nil, .away(reason: "failure 5")])
    #expect(circuit.reason == "failure 5")
    let early = circuit.ticket(at: Self.start + .milliseconds(9_999))
    #expect(early == nil)
  }

  @Test("An answer in between begins the row anew; 429 and what is broken off do neither")
  func counts() throws {
    var circuit = TaxCircuit()
    func note(_ result: TaxCircuit.Result) throws -> TaxCircuit.Change? {
      circuit.note(
        result, of: try circuit.given(at: Self.start), at: Self.start)
    }
    for _ in 1...4 { #expect(try note(Self.failure()) == nil) }
    #expect(try note(.answered) == nil)
    for _ in 1...4 { #expect(try note(Self.failure()) == nil) }
    for _ in 1...10 {
      #expect(try note(.busy) == nil)
      #expect(try note(.broken) == nil)
    }
    #expect(try note(Self.failure(9)) == .away(reason: "failure 9"))
  }

  @Test(
    "After 10 s one probe goes through, and its answer closes the circuit",
    arguments: [true, false])
  func probes(_ isBusy: Bool) throws {
    var circuit = try Self.opened()
    let later = Self.start + .seconds(10)
    let probe = try circuit.given(at: later)
    #expect(circuit.ticket(at: later + .seconds(60)) == nil, "one at a time")
    #expect(circuit.reason != nil, "it is not closed yet")
    #expect(circuit.note(isBusy ? .busy : .answered, of: probe, at: later) == .back)
    #expect(circuit.reason == nil)
    for _ in 1...4 {
      let ticket = try circuit.given(at: later)
      #expect(circuit.note(Self.failure(), of: ticket, at: later) == nil)
    }
  }

  @Test("A probe that fails doubles the pause up to 2 min, without another word")
  func doubles() throws {
    var circuit = try Self.opened()
    var now = Self.start
    for pause in [10, 20, 40, 80, 120, 120, 120] {
      #expect(circuit.ticket(at: now + .seconds(pause) - .milliseconds(1)) == nil)
      now += .seconds(pause)
      let probe = try circuit.given(at: now)
      #expect(circuit.note(Self.failure(pause), of: probe, at: now) == nil)
      #expect(circuit.reason == "failure \(pause)")
    }
    // Once closed, it begins with 10 s again.
    now += .seconds(120)
    _ = circuit.note(.answered, of: try circuit.given(at: now), at: now)
    for _ in 1...5 {
      _ = circuit.note(Self.failure(), of: try circuit.given(at: now), at: now)
    }
    #expect(circuit.ticket(at: now + .seconds(10)) != nil)
  }

  @Test("A probe that was broken off is followed by another at once")
  func brokenProbe() throws {
    var circuit = try Self.opened()
    let later = Self.start + .seconds(10)
    let probe = try circuit.given(at: later)
    #expect(circuit.note(.broken, of: probe, at: later) == nil)
    #expect(circuit.ticket(at: later) != nil)
  }

  @Test("Whoever only looks sees when the engine would be asked, and takes no probe")
  func looks() throws {
    var circuit = TaxCircuit()
    #expect(circuit.mayAsk(at: Self.start))
    circuit = try Self.opened()
    #expect(!circuit.mayAsk(at: Self.start + .milliseconds(9_999)))
    let later = Self.start + .seconds(10)
    #expect(circuit.mayAsk(at: later) && circuit.mayAsk(at: later))
    let probe = try circuit.given(at: later)
    #expect(!circuit.mayAsk(at: later), "it is under way")
    _ = circuit.note(.answered, of: probe, at: later)
    #expect(circuit.mayAsk(at: later))
  }

  @Test("What a call comes to that began before the circuit opened changes nothing")
  func stragglers() throws {
    var circuit = TaxCircuit()
    let early = try circuit.given(at: Self.start)
    for _ in 1...5 {
      _ = circuit.note(
        Self.failure(), of: try circuit.given(at: Self.start), at: Self.start)
    }
    #expect(circuit.note(.answered, of: early, at: Self.start) == nil)
    #expect(circuit.note(Self.failure(), of: early, at: Self.start + .seconds(9)) == nil)
    #expect(circuit.reason != nil)
    #expect(
      circuit.ticket(at: Self.start + .seconds(10)) != nil, "nor does it begin the pause anew")
  }
}

extension TaxCircuit {
  struct NotAllowed: Error {}

  /// The ticket of a moment at which there is one.
  fileprivate mutating func given(at now: Instant) throws -> Ticket {
    guard let ticket = ticket(at: now) else { throw NotAllowed() }
    return ticket
  }
}
