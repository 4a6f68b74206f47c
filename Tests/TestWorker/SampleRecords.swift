/// Records as `records.upsert.v1` takes them, with everything filled in that a test does not care about.
package enum SampleRecords {
  package static func account(
    _ id: String, currency: String = "USD", country: String = "US", _ more: JSONLiteral = [:]
  ) -> JSONLiteral {
    let account: JSONLiteral = [
      "type": "Account", "id": .text(id), "name": "Account \(id)", "currency": .text(currency),
      "billToContact": ["name": "A. Payable", "email": "ap@example.com"],
      "billingAddress": [
        "street": "Main 1", "city": "Springfield", "postalCode": "12345",
        "country": .text(country),
      ],
    ]
    return account.adding(more)
  }

  package static func order(_ id: String, account: String) -> JSONLiteral {
    [
      "type": "Order", "id": .text(id), "accountId": .text(account),
      "orderNumber": "Number of \(id)",
    ]
  }

  /// Monthly, in advance, without end, from the start of 2026.
  package static func schedule(
    _ id: String, account: String, order: String? = nil, amount: String = "100.00",
    start: String = "2026-01-01", _ more: JSONLiteral = [:]
  ) -> JSONLiteral {
    let schedule: JSONLiteral = [
      "type": "BillingSchedule", "id": .text(id), "accountId": .text(account),
      "orderId": order.map { .text($0) } ?? .null, "productName": "Product of \(id)",
      "billingMethod": "Evergreen", "billingTermUnit": "Month", "startDate": .text(start),
      "quantity": "1", "unitPrice": .text(amount), "billingPeriodAmount": .text(amount),
    ]
    return schedule.adding(more)
  }

  package static func taxTreatment(_ id: String, code: String) -> JSONLiteral {
    [
      "type": "TaxTreatment", "id": .text(id), "name": "Standard", "isTaxable": true,
      "taxCode": .text(code),
    ]
  }

  package static func taxRate(
    _ id: String, country: String = "US", code: String, percent: String
  ) -> JSONLiteral {
    [
      "type": "TaxRate", "id": .text(id), "country": .text(country), "taxCode": .text(code),
      "name": "Sales tax", "percent": .text(percent), "effectiveFrom": "2020-01-01",
    ]
  }

  package static func paymentTerm(_ id: String, days: Int) -> JSONLiteral {
    [
      "type": "PaymentTerm", "id": .text(id), "name": "\(days) days", "kind": "PeriodBased",
      "days": .number(String(days)),
    ]
  }

  package static func suspension(
    _ id: String, schedule: String, from: String, to: String? = nil
  ) -> JSONLiteral {
    [
      "type": "BillingSuspension", "id": .text(id), "billingScheduleId": .text(schedule),
      "suspendDate": .text(from), "resumeDate": to.map { .text($0) } ?? .null,
    ]
  }
}
