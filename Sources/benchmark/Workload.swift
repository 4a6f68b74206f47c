import JSON

/// The requests that a benchmark sends: accounts with a number of schedules each, and one generation request an
/// account, so that every request makes one invoice.
struct Workload {
  let accounts: Int
  let linesPerRequest: Int
  /// Ingestion bills nothing, so that its accounts have none.
  var hasSchedules = true
  /// The number of the first account.
  var first = 0

  private static let accountsPerUpsert = 100

  func accountId(_ number: Int) -> String { "A-\(number)" }

  /// The bodies of `records.upsert.v1` that make the accounts.
  func upserts() -> [[UInt8]] {
    var bodies = [taxUpsert()]
    var number = first
    while number < first + accounts {
      let end = min(first + accounts, number + Self.accountsPerUpsert)
      bodies.append(upsert(number..<end))
      number = end
    }
    return bodies
  }

  /// The body of one `invoice.generate.v1`.
  func generation(_ number: Int, action: String = "Posted", targetDate: String = "2026-01-02")
    -> [UInt8]
  {
    var writer = JSONWriter(reservingCapacity: 160)
    writer.beginObject()
    writer.text("accountId", accountId(number))
    writer.text("targetDate", targetDate)
    writer.text("invoiceDate", "2026-01-01")
    writer.text("action", action)
    writer.endObject()
    return writer.bytes
  }

  /// The body of one `invoice.ingest.v1`: an invoice with as many lines, its tax stated once. With a credit the last line is
  /// negative.
  func ingestion(_ number: Int, hasCredit: Bool = false) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: 512 + linesPerRequest * 160)
    writer.beginObject()
    writer.key("invoice")
    writer.beginObject()
    writer.text("uniqueIdentifier", "U-\(number)")
    writer.text("billingAccountId", accountId(number))
    writer.text("currency", "EUR")
    writer.text("invoiceDate", "2026-01-01")
    writer.text("status", "Posted")
    writer.text("invoiceNumber", "X-\(number)")
    writer.text("postedDate", "2026-01-01")
    writer.key("lines")
    writer.beginArray()
    for line in 0..<linesPerRequest {
      writer.beginObject()
      writer.text("id", "\(line)")
      writer.text("name", "Product \(line)")
      let isCredit = hasCredit && line == linesPerRequest - 1
      writer.text("quantity", isCredit ? "-2" : "2")
      writer.text("unitPrice", "12.50")
      writer.text("chargeAmount", isCredit ? "-25.00" : "25.00")
      writer.text("taxCategory", "S")
      writer.text("taxRate", "20")
      writer.endObject()
    }
    writer.endArray()
    writer.key("taxBreakdown")
    writer.beginArray()
    writer.beginObject()
    writer.text("category", "S")
    writer.text("rate", "20")
    writer.text("taxAmount", "\((hasCredit ? linesPerRequest - 2 : linesPerRequest) * 5).00")
    writer.endObject()
    writer.endArray()
    writer.endObject()
    writer.text("taxCalculationStatus", "Posted")
    writer.endObject()
    return writer.bytes
  }

  private func taxUpsert() -> [UInt8] {
    upsert { writer in
      writer.beginObject()
      writer.text("type", "TaxTreatment")
      writer.text("id", "standard")
      writer.text("name", "Standard")
      writer.key("isTaxable")
      writer.bool(true)
      writer.text("taxCode", "S")
      writer.key("isDefault")
      writer.bool(true)
      writer.endObject()
      writer.beginObject()
      writer.text("type", "TaxRate")
      writer.text("id", "no-standard")
      writer.text("country", "NO")
      writer.text("taxCode", "S")
      writer.text("name", "VAT")
      writer.text("percent", "25")
      writer.text("effectiveFrom", "2020-01-01")
      writer.endObject()
    }
  }

  private func upsert(_ numbers: Range<Int>) -> [UInt8] {
    upsert { writer in
      for number in numbers {
        writeAccount(number, to: &writer)
        guard hasSchedules else { continue }
        for line in 0..<linesPerRequest { writeSchedule(number, line, to: &writer) }
      }
    }
  }

  private func upsert(_ records: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: 64 * 1_024)
    writer.beginObject()
    writer.key("records")
    writer.beginArray()
    records(&writer)
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  private func writeAccount(_ number: Int, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.text("type", "Account")
    writer.text("id", accountId(number))
    writer.text("name", "Account \(number)")
    writer.text("currency", "EUR")
    writer.key("billToContact")
    writer.beginObject()
    writer.text("name", "Accounts Payable")
    writer.text("email", "ap@example.com")
    writer.endObject()
    writer.key("billingAddress")
    writer.beginObject()
    writer.text("street", "Main Street 1")
    writer.text("city", "Oslo")
    writer.text("postalCode", "0150")
    writer.text("country", "NO")
    writer.endObject()
    writer.endObject()
  }

  private func writeSchedule(_ number: Int, _ line: Int, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.text("type", "BillingSchedule")
    writer.text("id", "S-\(number)-\(line)")
    writer.text("accountId", accountId(number))
    writer.text("productName", "Product \(line)")
    writer.text("billingMethod", "Evergreen")
    writer.text("billingTermUnit", "Month")
    writer.text("startDate", "2026-01-01")
    writer.text("quantity", "2")
    writer.text("unitPrice", "12.50")
    writer.text("billingPeriodAmount", "25.00")
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func text(_ name: String, _ value: String) {
    key(name)
    string(value)
  }
}
