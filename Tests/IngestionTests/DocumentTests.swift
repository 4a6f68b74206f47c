import Billing
import CivilTime
import Foundation
import IngestionVectors
import Messages
import Monetary
import TestSupport
import Testing
import UBL

/// Documents that are written: valid by the official rules, and the inverse of what is read.
@Suite("Documents")
struct DocumentTests {
  /// 300 with PROPERTY_CASES, which compose/test.sh --long sets.
  private static var cases: Int {
    ProcessInfo.processInfo.environment["PROPERTY_CASES"] == nil ? 60 : 300
  }

  @Test("Random invoices are valid by EN 16931, and what is read of them is the same")
  func randomInvoices() throws {
    var documents: [String: [UInt8]] = [:]
    var seed: UInt64 = 0
    while documents.count < Self.cases {
      seed += 1
      try #require(seed < 10 * UInt64(Self.cases), "most seeds make an invoice")
      var generator = SeededGenerator(seed: seed)
      for (index, invoice) in try invoices(using: &generator).enumerated() {
        let bytes = try #require(try EInvoice(of: invoice).ubl(), "seed \(seed)")
        documents["seed-\(seed)-\(index)"] = bytes
        try expectSame(invoice, bytes, "seed \(seed)")
      }
    }
    #expect(try DocumentRules.findings(in: documents) == [])
  }

  private func invoices(using generator: inout SeededGenerator) throws -> [Invoice] {
    let currencies = ["EUR", "USD", "JPY", "HUF", "EUR"]
    let code = currencies[Int.random(in: 0..<currencies.count, using: &generator)]
    let isExempt = Int.random(in: 0..<8, using: &generator) == 0
    let ships = Bool.random(using: &generator)
    var seller = try Seller(
      currency: code,
      account: { account in
        account.isTaxExempt = isExempt
        if ships {
          account.shippingAddress = Address(street: "", city: "Roma", postalCode: "", country: "IT")
        }
      })
    let start = try #require(CivilDate(iso8601: "2026-07-15"))
    for schedule in generator.schedules(start, isExempt: isExempt) {
      seller.add(.billingSchedule(schedule))
    }
    guard Bool.random(using: &generator) else { return try seller.invoices() }
    var posted: [Invoice] = []
    for draft in try seller.invoices(action: .draft) { posted.append(try seller.post(draft)) }
    return posted
  }

  /// Ingested again, an invoice has the same totals, lines, taxes, periods and parties, and nothing is found wrong.
  private func expectSame(
    _ invoice: Invoice, _ bytes: [UInt8], _ comment: Comment, warned: Set<ErrorCode> = []
  ) throws {
    var world = try IngestionWorld()
    let read = try UBLDocument(reading: bytes)
    #expect(read.warnings == [], comment)
    let decision = world.ingest(bytes: read.requestBody(UBLDocument.Context(accountId: "A")))
    #expect(decision.places == [], comment)
    #expect(Set(decision.warnings.map(\.code)).isSubset(of: warned), comment)
    let again = try #require(decision.invoice, comment)
    #expect(Totals(again) == Totals(invoice), comment)
    #expect(again.number == invoice.number && again.dueDate == invoice.dueDate, comment)
    #expect(again.lines.map(Line.init) == invoice.lines.map(Line.init), comment)
    #expect(Taxes(again) == Taxes(invoice), comment)
    let name =
      invoice.creationMode == .external ? invoice.billToContact.name : invoice.accountName
    #expect(again.billToContact.name == name, comment)
    #expect(again.billingAddress == invoice.billingAddress, comment)
    if let address = invoice.shippingAddress { #expect(again.shippingAddress == address, comment) }
    #expect(
      again.ingested?.seller?.name == invoice.ingested?.seller?.name ?? invoice.seller?.name,
      comment)
    #expect(again.ingested?.documentType ?? .invoice == invoice.ingested?.documentType ?? .invoice)
    guard invoice.creationMode == .external else { return }
    #expect(Self.terms(again) == Self.terms(invoice), comment)
    #expect(
      again.lines.map { $0.ingested?.terms } == invoice.lines.map { $0.ingested?.terms }, comment)
  }

  /// What a document says, without what cannot be said validly: an electronic address without a scheme.
  private static func terms(_ invoice: Invoice) -> DocumentTerms? {
    var terms = invoice.ingested?.terms
    for role in [PartyRole.seller, .buyer] {
      guard var party = terms?[role], party.electronicAddress?.scheme == "" else { continue }
      party.electronicAddress = nil
      terms?[role] = party
    }
    return terms
  }

  @Test("What was ingested is written again, valid, or refused with what cannot be said")
  func ingested() throws {
    var documents: [String: [UInt8]] = [:]
    var refused: [String: [String]] = [:]
    var sources: [(name: String, bytes: [UInt8])] = []
    for vector in VectorDocument.all {
      sources.append((vector.description, Array(try vector.ubl().utf8)))
    }
    for (name, bytes) in try Self.shippedSamples() { sources.append((name, bytes)) }
    for pair in PairedDocument.all {
      sources.append(("pair of \(pair)", Array(try pair.ubl().utf8)))
    }
    for (name, bytes) in sources {
      var world = try IngestionWorld()
      world.facts.insert(
        .legalEntity(
          LegalEntity(
            id: "L", name: "Seller",
            address: Address(street: "1", city: "B", postalCode: "1", country: "DE"),
            isDefault: true)))
      let read = try UBLDocument(reading: bytes)
      let decision = world.ingest(bytes: read.requestBody(UBLDocument.Context(accountId: "A")))
      let invoice = try #require(decision.invoice, "\(name): \(decision.places)")
      do throws(DocumentIncomplete) {
        documents[name] = try EInvoice(of: invoice).ubl()
      } catch {
        refused[name] = error.faults.map(\.message)
        continue
      }
      try expectSame(
        invoice, try #require(documents[name]), "\(name)",
        warned: Set(decision.warnings.map(\.code)).subtracting([.lineAmountMismatch]))
    }
    let findings = try DocumentRules.findings(in: documents)
    #expect(findings == [])
    #expect(refused == [:])
    #expect(documents.count == sources.count)
  }

  @Test("The shipped samples are valid by EN 16931")
  func samples() throws {
    #expect(try DocumentRules.findings(in: Self.shippedSamples()) == [])
  }

  private static func shippedSamples() throws -> [String: [UInt8]] {
    var documents: [String: [UInt8]] = [:]
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for name in ["invoice", "credit-note"] {
      let file = root.appending(path: "compose/sample/\(name).xml")
      documents[name] = Array(try Data(contentsOf: file))
    }
    return documents
  }

  @Test("The rules find what is wrong")
  func rulesFind() throws {
    var seller = try Seller()
    var generator = SeededGenerator(seed: 1)
    for schedule in generator.schedules(
      try #require(CivilDate(iso8601: "2026-07-15")), isExempt: false)
    {
      seller.add(.billingSchedule(schedule))
    }
    let invoice = try #require(try seller.invoices().first)
    let bytes = try #require(try EInvoice(of: invoice).ubl())
    let text = String(decoding: bytes, as: UTF8.self).replacing(
      "<cbc:RegistrationName>Northlight Software GmbH</cbc:RegistrationName>", with: "")
    let findings = try DocumentRules.findings(in: ["broken": Array(text.utf8)])
    #expect(findings.contains { $0.hasPrefix("broken.xml BR-06 ") }, "\(findings)")
  }
}

/// What has to be equal of totals.
private struct Totals: Equatable {
  let amounts: [String]

  init(_ invoice: Invoice) {
    amounts = [
      invoice.totalAmount.description, invoice.totalTaxAmount.description,
      invoice.totalAmountWithTax.description, invoice.payable.description,
    ]
  }
}

/// What has to be equal of a line.
private struct Line: Equatable {
  let texts: [String?]

  init(_ line: InvoiceLine) {
    texts = [
      line.name, line.amount.description, line.startDate?.description, line.endDate?.description,
      line.unitOfMeasure ?? "C62",
    ]
  }
}

/// Every tax of an invoice: its key and amount.
private struct Taxes: Equatable {
  private(set) var amounts: [String: Int128] = [:]

  init(_ invoice: Invoice) {
    for line in invoice.lines {
      for tax in line.taxes {
        amounts["\(tax.category) \(tax.rate)", default: 0] += tax.amount.minorUnits
      }
    }
    amounts = amounts.filter { $0.value != 0 }
  }
}
