import Billing
import CivilTime
import HTTP
import Monetary
import Storage
import Tax
import Worker

/// Whether the tax engine is there, and whether its books have what was posted.
enum TaxChecks {
  /// Seconds after which it is worth a look that a document is not known to the engine.
  static let longWait: Int64 = 3_600

  /// `store`: nil where the program's tables cannot be read.
  static func examine(_ access: TaxAccess, _ store: OperatorStore?) async -> [DoctorCheck] {
    var checks = [encryption(of: access.server), await reached(access.server)]
    guard let store else {
      checks.append(.notChecked(.tax, "books", "the schema is not this program's"))
      return checks
    }
    do throws(StoreError) {
      let session = try StoreSession(store.opener, for: .reading)
      let now = try session.now()
      checks += books(
        try session.taxesOpen().oldest.mapValues {
          max(0, (now.microsecondsSince1970 - $0.microsecondsSince1970) / 1_000_000)
        })
    } catch {
      checks.append(.notChecked(.tax, "books", store.failure(error).sentence))
    }
    return checks
  }

  /// Without an engine: whether documents wait for one, which none of the workers configured so will tell.
  static func examineWithoutEngine(_ store: OperatorStore) -> [DoctorCheck] {
    do throws(StoreError) {
      let open = try StoreSession(store.opener, for: .reading).taxesOpen()
      return withoutEngine(Set(open.oldest.keys))
    } catch {
      return [.notChecked(.tax, "books", store.failure(error).sentence)]
    }
  }

  /// `states`: those in which a document is. Nothing is said where none waits.
  static func withoutEngine(_ states: Set<TaxTransaction.State>) -> [DoctorCheck] {
    let waiting = [TaxTransaction.State.toCommit, .toVoid].filter(states.contains)
    guard !waiting.isEmpty else { return [] }
    return [
      .notice(
        .tax, "books",
        "documents are \(waiting.map(\.rawValue).joined(separator: " and ")), and no tax engine is configured here",
        .advice(
          "give every worker on the database the same \(ConfigurationVariable.taxEngine.rawValue)"))
    ]
  }

  static func encryption(of server: HTTPServer) -> DoctorCheck {
    if server.isEncrypted { return .fine(.tax, "TLS", "the engine's certificate is verified") }
    let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains(server.host)
    guard !isLocal, server.token != nil else { return .fine(.tax, "TLS", "none is needed") }
    return .notice(
      .tax, "TLS", "the token goes to \(server.host) as it is",
      .advice(
        "write https:// in \(ConfigurationVariable.taxEngine.rawValue), or reach it over a network that is trusted"
      ))
  }

  private static func reached(_ server: HTTPServer) async -> DoctorCheck {
    let client: TaxEngineClient
    do throws(HTTPClientError) {
      client = try TaxEngineClient(to: server, concurrency: 1, report: { _ in })
    } catch {
      return .notChecked(.tax, "reachable", error.description)
    }
    guard let example else { return .notChecked(.tax, "reachable", "there is no example to ask") }
    return check(of: await client.probe(example), at: server)
  }

  static func check(of probe: TaxProbe, at server: HTTPServer) -> DoctorCheck {
    switch probe {
    case .there: .fine(.tax, "reachable", server.description)
    case .refusesToken(let message):
      .failed(
        .tax, "token", "\(server.description) refuses it: \(message)",
        .advice("correct \(ConfigurationVariable.taxToken.rawValue)"))
    case .invalid(let reason):
      .failed(
        .tax, "answers", "the answer of \(server.description) \(reason)",
        .advice("correct \(ConfigurationVariable.taxEngine.rawValue), or the adapter behind it"))
    case .away(let reason):
      .failed(
        .tax, "reachable", "\(server.description): \(reason)",
        .advice(
          "start the engine, or correct \(ConfigurationVariable.taxEngine.rawValue); requests that need it wait"
        ))
    }
  }

  /// `ages`: for how long, in seconds, the oldest has been in each state.
  static func books(_ ages: [TaxTransaction.State: Int64]) -> [DoctorCheck] {
    let waiting = [TaxTransaction.State.toCommit, .toVoid].map { state in
      guard let age = ages[state] else {
        return DoctorCheck.fine(.tax, state.rawValue, "none")
      }
      let text = "the oldest for \(age) s"
      return age < longWait
        ? .fine(.tax, state.rawValue, text)
        : .notice(
          .tax, state.rawValue, text, .advice("see InvoiceTaxNotCommitted among the runbooks"))
    }
    guard let age = ages[.failed] else {
      return waiting + [.fine(.tax, TaxTransaction.State.failed.rawValue, "none")]
    }
    return waiting + [
      .failed(
        .tax, TaxTransaction.State.failed.rawValue,
        "the engine has refused a commit or a void, or booked another total; the oldest for \(age) s",
        .command("invoice-worker error-logs list"))
    ]
  }

  /// Of nothing that anybody sells.
  private static var example: TaxDocument? {
    guard let currency = Currency(code: "EUR"), let date = CivilDate(iso8601: "2026-01-01"),
      let amount = try? Money(minorUnits: 100, currency: currency)
    else { return nil }
    return TaxDocument(
      documentId: "doctor", kind: .estimate, currency: currency, date: date, isExempt: false,
      shipTo: Address(street: "Example 1", city: "Oslo", postalCode: "0155", country: "NO"),
      lines: [TaxDocument.Line(id: "1", amount: amount, taxCode: nil, category: nil)])
  }
}
