import JSON

/// Makes an object of an event as it is declared.
struct EventExample {
  let extent: ContractSubject.Extent

  func object(_ shape: EventShape) -> JSONTree {
    .named(
      shape.members.compactMap { member in
        switch (member.presence, extent) {
        case (.sometimes, .minimal), (.sometimesOrNull, .minimal): nil
        // Instead of the lines, where they are too long.
        case _ where member.name == "linesOmitted": nil
        case (.orNull, .minimal): (member.name, .null)
        default: (member.name, value(named: member.name, member.kind))
        }
      })
  }

  private func value(named name: String, _ kind: EventKind) -> JSONTree {
    switch kind {
    case .text: .string(Self.texts[name] ?? "example")
    case .decimal: "200.00"
    case .integer: 1
    case .flag: true
    case .date: "2026-12-01"
    case .instant: "2026-12-01T09:00:00.000000Z"
    case .choice(let names): .string(names.first ?? "")
    case .list(let element):
      extent == .minimal ? [] : [value(named: name, element)]
    case .object(let shape): object(shape)
    case .counts(let names): .named(names.prefix(1).map { ($0, 1) })
    case .terms: [:]
    }
  }

  private static let texts = [
    "invoiceId": "01a2b3c4", "invoiceNumber": "INV-2026-000042", "accountId": "ACC-1001",
    "currency": "EUR", "requestIdentifier": "r-1", "requestType": "invoice.generate.v1",
    "source": "crm", "accountName": "Hafenkaffee GmbH", "name": "Support", "country": "DE",
    "street": "Speicherstadt 4", "city": "Hamburg", "postalCode": "20457",
    "billingScheduleId": "BS-1001", "errorCode": "TAX_RATE_NOT_FOUND",
    "to": "ap@example.com", "address": "ap@example.com", "email": "ap@example.com",
  ]
}
