import Billing
import Messages
import Storage
import Testing
import Worker

@Suite struct FaultCircuitTests {
  private static let generate = "invoice.generate.v1"
  private static let refusal = StoreError(.constraint, "no - while executing `INSERT INTO invoice`")

  private static func needing(_ account: String) -> FaultCircuit.Witness {
    var facts = FactsNeeded()
    facts.schedules.ofAccounts = [Account.ID(account)]
    return .records(facts)
  }

  private func isOpened(
    _ circuit: inout FaultCircuit, by failure: StoreError = refusal, of account: String,
    type: String = generate
  ) -> Bool {
    circuit.isOpened(by: failure, of: Self.needing(account), type: type)
  }

  @Test("W1: different requests that fail alike are not to blame from the third on")
  func opens() {
    var circuit = FaultCircuit()
    #expect(!isOpened(&circuit, of: "A"))
    #expect(!isOpened(&circuit, of: "B"))
    #expect(isOpened(&circuit, of: "C"))
    #expect(isOpened(&circuit, of: "D"))
    #expect(isOpened(&circuit, of: "A"), "nor the first, which comes again")
  }

  @Test("W1: one account that cannot be billed is to blame, however many requests are for it")
  func oneWitness() {
    var circuit = FaultCircuit()
    for _ in 0..<100 { #expect(!isOpened(&circuit, of: "POISON")) }
    for number in 0..<2 {
      let key = RequestKey(source: "", identifier: "r-\(number)")
      #expect(
        circuit.isOpened(by: Self.refusal, of: .message(key), type: Self.generate) == (number == 1))
    }
  }

  @Test("W1: failures of another kind, statement or type of request are not alike")
  func notAlike() {
    var circuit = FaultCircuit()
    let other = StoreError(.constraint, "no - while executing `INSERT INTO account`")
    let fault = StoreError(.fault, Self.refusal.message)
    for account in ["A", "B"] {
      #expect(!isOpened(&circuit, of: account))
      #expect(!isOpened(&circuit, by: other, of: account))
      #expect(!isOpened(&circuit, by: fault, of: account))
      #expect(!isOpened(&circuit, of: account, type: "invoice.ingest.v1"))
    }
    #expect(isOpened(&circuit, of: "C"))
    #expect(isOpened(&circuit, by: other, of: "C"))
  }

  @Test("W1: a request that comes through clears the database, for its type")
  func closes() {
    var circuit = FaultCircuit()
    for account in ["A", "B", "C"] {
      _ = isOpened(&circuit, of: account)
      _ = isOpened(&circuit, of: account, type: "invoice.ingest.v1")
    }
    circuit.close([Self.generate])
    #expect(!isOpened(&circuit, of: "D"))
    #expect(isOpened(&circuit, of: "D", type: "invoice.ingest.v1"))
  }

  @Test("W1: what it remembers is bounded")
  func bounded() {
    var circuit = FaultCircuit()
    for number in 0..<1_000 {
      #expect(!isOpened(&circuit, by: StoreError(.fault, "\(number)"), of: "A"))
    }
    for account in ["B", "C"] {
      #expect(!isOpened(&circuit, by: StoreError(.fault, "999"), of: account))
    }
    #expect(!isOpened(&circuit, by: StoreError(.fault, "1"), of: "B"))
    #expect(isOpened(&circuit, by: StoreError(.fault, "1"), of: "C"))
  }
}
