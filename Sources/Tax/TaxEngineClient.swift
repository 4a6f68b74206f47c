package import Billing
package import HTTP
import Monetary
import Synchronization

/// Asks a tax engine over HTTP (<doc:TaxEngineOverHTTP>), for all lanes and relays of a process: many calls at a time over kept
/// connections, each with its tries, behind one circuit. Never called while a transaction is open.
///
/// A call ends within three tries of 10 s and two waits of 30 s; ``abort()`` or the cancellation of the task ends a wait.
package final class TaxEngineClient: Sendable {
  private let client: HTTPClient
  private let circuit = Mutex(TaxCircuit())
  private let waits = InterruptibleWaits()
  private let now: @Sendable () -> TaxCircuit.Instant
  private let report: @Sendable (TaxCircuit.Change) -> Void

  /// `concurrency` is how many calls there may be at a time; `report` is told once when the engine is taken to be away, and once
  /// when it is back.
  ///
  /// - Throws: ``HTTPClientError`` where the machine has no thread for it.
  package convenience init(
    to server: HTTPServer, concurrency: Int,
    report: @escaping @Sendable (TaxCircuit.Change) -> Void
  ) throws(HTTPClientError) {
    var limits = HTTPLimits()
    limits.connections = max(1, concurrency)
    try self.init(to: server, limits: limits, now: { .now }, report: report)
  }

  package init(
    to server: HTTPServer, limits: HTTPLimits, now: @escaping @Sendable () -> TaxCircuit.Instant,
    report: @escaping @Sendable (TaxCircuit.Change) -> Void
  ) throws(HTTPClientError) {
    client = try HTTPClient(to: server, limits: limits)
    self.now = now
    self.report = report
  }

  /// Whether the circuit is open.
  package var isAway: Bool { circuit.withLock { $0.reason != nil } }

  /// Whether a call that is made now would reach the engine: false while the circuit is open, until the moment of a probe.
  package var mayAsk: Bool { circuit.withLock { $0.mayAsk(at: now()) } }

  /// One answer for each document, in their order; they are asked about side by side.
  package func quote(_ documents: [TaxDocument]) async -> [TaxAnswer] {
    guard documents.count > 1 else {
      guard let document = documents.first else { return [] }
      return [await quote(document)]
    }
    return await withTaskGroup(of: (Int, TaxAnswer).self) { group in
      for (index, document) in documents.enumerated() {
        group.addTask { (index, await self.quote(document)) }
      }
      var answers = [TaxAnswer?](repeating: nil, count: documents.count)
      for await (index, answer) in group { answers[index] = answer }
      return answers.map { $0 ?? .away(reason: Self.endingReason) }
    }
  }

  /// Asks about a document that there is not, to find out whether the engine is there and takes the token.
  package func probe(_ document: TaxDocument) async -> TaxProbe {
    switch await call("/quote", TaxRequestBody.quote(document), key: nil) {
    case .answered(let body):
      do throws(InvalidTaxAnswer) {
        _ = try TaxQuote(reading: body, for: document)
        return .there
      } catch {
        return .invalid(reason: error.reason)
      }
    case .refused(let refusal, status: 401), .refused(let refusal, status: 403):
      return .refusesToken(message: refusal.message)
    case .refused: return .there
    case .invalid(let reason): return .invalid(reason: reason)
    case .away(let reason): return .away(reason: reason)
    }
  }

  /// Books a posted document's tax.
  package func commit(_ commit: TaxCommit) async -> TaxCommitAnswer {
    let total: Money
    do throws(MonetaryError) {
      total = try commit.quote.total(in: commit.document.currency)
    } catch {
      return .invalid(reason: "the document's taxes sum to more than an amount can be")
    }
    let body = TaxRequestBody.commit(commit, total: total)
    switch await call("/commit", body, key: commit.idempotencyKey) {
    case .answered(let body): return .init(reading: body, total: total)
    case .refused(let refusal, status: 409) where refusal.code == "exists":
      return .init(reading: refusal.body, total: total)
    case .refused(let refusal, _): return .refused(message: refusal.message)
    case .invalid(let reason): return .invalid(reason: reason)
    case .away(let reason): return .away(reason: reason)
    }
  }

  /// Takes a committed document back.
  package func void(_ void: TaxVoid) async -> TaxVoidAnswer {
    switch await call("/void", TaxRequestBody.void(void), key: void.idempotencyKey) {
    case .answered(let body): return .init(reading: body)
    case .refused(_, status: 404): return .voided(transactionId: nil)
    case .refused(let refusal, status: 409) where refusal.code == "voided":
      return .voided(transactionId: nil)
    case .refused(let refusal, _): return .refused(message: refusal.message)
    case .invalid(let reason): return .invalid(reason: reason)
    case .away(let reason): return .away(reason: reason)
    }
  }

  /// Breaks off all calls, and whatever would follow: the engine is away for whoever asks. May be called from anywhere.
  package func abort() {
    client.abort()
    waits.interrupt()
  }

  // MARK: Calls

  private static let endingReason = "this worker ends"

  private func quote(_ document: TaxDocument) async -> TaxAnswer {
    switch await call("/quote", TaxRequestBody.quote(document), key: nil) {
    case .answered(let body):
      do throws(InvalidTaxAnswer) {
        return .quoted(try TaxQuote(reading: body, for: document))
      } catch {
        return .invalid(reason: error.reason)
      }
    case .refused(let refusal, _): return .refused(message: refusal.message)
    case .invalid(let reason): return .invalid(reason: reason)
    case .away(let reason): return .away(reason: reason)
    }
  }

  /// One call with its tries. Whether the engine is asked at all is decided for each try, when it could be sent.
  private func call(_ path: String, _ body: [UInt8], key: String?) async -> TaxCall {
    let request = HTTPRequest(path: path, idempotencyKey: key, body: body)
    var number = 1
    while true {
      let sent = await client.send(request) {
        self.circuit.withLock { $0.ticket(at: self.now()) }
      }
      guard let (ticket, outcome) = sent else {
        return .away(reason: circuit.withLock { $0.reason } ?? Self.endingReason)
      }
      let verdict = TaxCallPolicy.verdict(on: outcome)
      note(verdict, of: ticket)
      switch verdict {
      case .answer(let body): return .answered(body)
      case .refusal(let status, let body):
        return .refused(TaxRefusal(status: status, body: body), status: status)
      case .invalid(let reason): return .invalid(reason: reason)
      case .broken: return .away(reason: Self.endingReason)
      case .again(let reason, _):
        let wait = TaxCallPolicy.wait(
          afterTry: number, retryAfter: outcome.retryAfter, jitter: .random(in: 0..<1))
        guard let wait, await waits.wait(for: wait) else { return .away(reason: reason) }
        number += 1
      }
    }
  }

  private func note(_ verdict: TaxCallPolicy.Verdict, of ticket: TaxCircuit.Ticket) {
    let change = circuit.withLock { $0.note(TaxCircuit.Result(verdict), of: ticket, at: now()) }
    if let change { report(change) }
  }
}

extension TaxCircuit.Result {
  fileprivate init(_ verdict: TaxCallPolicy.Verdict) {
    self =
      switch verdict {
      case .answer, .refusal, .invalid: .answered
      case .again(_, isBusy: true): .busy
      case .again(let reason, isBusy: false): .failed(reason: reason)
      case .broken: .broken
      }
  }
}

extension HTTPOutcome {
  fileprivate var retryAfter: Duration? {
    if case .answered(let response) = self { response.retryAfter } else { nil }
  }
}
