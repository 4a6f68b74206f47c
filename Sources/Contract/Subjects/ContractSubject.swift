import Billing
package import Messages

/// What the contract describes by name: a request type, a kind of record, or an event type.
package enum ContractSubject: Sendable {
  case request(RequestDefinition)
  case record(RecordDefinition)
  case event(EventForm)

  /// All of them: requests, records, events.
  package static let all: [ContractSubject] =
    RequestDefinition.all.map { .request($0) } + RecordDefinition.all.map { .record($0) }
    + EventForm.all.map { .event($0) }

  /// What is called so, in any case of its letters; nil where nothing is.
  package init?(name: String) {
    let wanted = name.lowercased()
    guard let subject = Self.all.first(where: { $0.name.lowercased() == wanted }) else {
      return nil
    }
    self = subject
  }

  package var name: String {
    switch self {
    case .request(let definition): definition.type.rawValue
    case .record(let definition): definition.type.rawValue
    case .event(let form): form.type.rawValue
    }
  }

  /// The name without dots and dashes: `InvoiceGenerateV1`.
  package var key: String {
    name.split { $0 == "." || $0 == "-" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      .joined()
  }

  package var sentence: String {
    switch self {
    case .request(let definition): definition.sentence
    case .record: "A record of records.upsert.v1."
    case .event(let form): form.sentence
    }
  }
}
