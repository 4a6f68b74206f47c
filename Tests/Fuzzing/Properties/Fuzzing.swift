import Billing
import CivilTime
import JSON
import Messages
import Monetary
import UBL

/// What must hold for any bytes whatever, for a fuzzer to break: a trap, a hang or memory without bound is a
/// finding, and so is an answer that contradicts itself.
package enum Fuzzing {
  /// The decoder and, of an ingestion, the plan. The first byte chooses the type, and the form; a JSON object
  /// without it is an ingestion in the plain form.
  package static func decode(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let definitions = RequestDefinition.all
    let isPlain = first == UInt8(ascii: "{")
    let definition = definitions[Int(first & 0x3F) % definitions.count]
    let type = isPlain ? RequestType.ingestInvoice : definition.type
    let message = RequestMessage(
      body: isPlain ? bytes : Array(bytes.dropFirst()),
      queue: isPlain ? .ingest : definition.queue,
      contentType: first & 0x80 == 0 ? "application/json" : "application/cloudevents+json",
      messageId: "r", type: type.rawValue, appId: "fuzz")
    switch RequestDecoder.decode(message) {
    case .request(let identified): plan(identified)
    case .refused(_, let refusal):
      precondition(!refusal.faults.isEmpty, "refused without a reason")
      precondition(refusal.faults.allSatisfy { !$0.message.isEmpty })
    case .unidentified(let message):
      precondition(!message.fault.message.isEmpty)
    }
  }

  /// The reader of UBL files, and the request it makes: that one is JSON, and says whose it is.
  package static func read(_ bytes: [UInt8]) {
    let document: UBLDocument
    do throws(UBLRefusal) {
      document = try UBLDocument(reading: bytes)
    } catch {
      precondition(!error.description.isEmpty)
      return
    }
    for isDraft in [false, true] {
      let context = UBLDocument.Context(accountId: "A", orderId: "O", isDraft: isDraft)
      let body = document.requestBody(context)
      precondition(body == document.requestBody(context), "not the same bytes each time")
      guard body.count <= WorkQueue.ingest.bodyLimit else { continue }
      let message = RequestMessage(
        body: body, queue: .ingest, contentType: "application/json", messageId: "r",
        type: RequestType.ingestInvoice.rawValue, appId: "fuzz")
      switch RequestDecoder.decode(message) {
      case .request(let identified): plan(identified)
      case .refused(_, let refusal):
        precondition(refusal.faults.allSatisfy { $0.code == .requestInvalid }, "\(refusal.faults)")
      case .unidentified: preconditionFailure("a request without an identifier")
      }
    }
  }

  private static func plan(_ identified: IdentifiedRequest) {
    if identified.request is UpsertRecords { return planUpsert(identified) }
    guard let request = identified.request as? IngestInvoice else { return }
    let context = PlanningContext(
      request: identified.header.key, now: UTCInstant(microsecondsSince1970: 0),
      taxEngine: RateTableTaxEngine(),
      deriveIdentifier: { $0.joined(separator: "/") })
    let decision = identified.request.plan(on: facts(for: request), in: context)
    guard let invoice = decision.effects.invoices.made.first else {
      precondition(!decision.errors.isEmpty, "refused without a reason")
      precondition(decision.errorLogs.count == 1)
      return
    }
    precondition(decision.errors.isEmpty && decision.outcome == .succeeded)
    do throws(MonetaryError) {
      let zero = Money.zero(invoice.currency)
      var amount = zero
      var tax = zero
      for line in invoice.lines {
        amount = try amount.adding(line.amount)
        for record in line.taxes { tax = try tax.adding(record.amount) }
      }
      precondition(amount == invoice.totalAmount && tax == invoice.totalTaxAmount)
      let sum = try amount.adding(tax)
      precondition(sum == invoice.totalAmountWithTax)
    } catch {
      preconditionFailure("a stored sum overflows")
    }
  }

  /// Records are all stored, or refused with reasons.
  private static func planUpsert(_ identified: IdentifiedRequest) {
    let context = PlanningContext(
      request: identified.header.key, now: UTCInstant(microsecondsSince1970: 0),
      taxEngine: RateTableTaxEngine(),
      deriveIdentifier: { $0.joined(separator: "/") })
    var facts = WorkingSet()
    if let currency = Currency(code: "EUR") {
      facts.insert(
        .account(
          Account(
            id: "A", name: "A", currency: currency, billToContact: .named(name: "N", email: nil),
            billingAddress: Address(street: "1", city: "Oslo", postalCode: "1", country: "NO"))))
    }
    let decision = identified.request.plan(on: facts, in: context)
    precondition(decision.errors.isEmpty == (decision.outcome == .succeeded))
    precondition(decision.errors.isEmpty || decision.effects.records.isEmpty)
  }

  /// The account and order that a request names, so that most of them get to the rules.
  private static func facts(for request: IngestInvoice) -> WorkingSet {
    var facts = WorkingSet()
    guard let currency = Currency(code: "EUR") else { return facts }
    let address = Address(street: "1", city: "Oslo", postalCode: "1", country: "NO")
    let account = request.invoice.billingAccountId
    facts.insert(
      .account(
        Account(
          id: account, name: "A", currency: currency,
          billToContact: .named(name: "N", email: nil), billingAddress: address)))
    switch request.invoice.referenceEntity {
    case .order(let id)?:
      facts.insert(.order(Order(id: id, accountId: account, orderNumber: "1")))
    case .debitMemo(let id)?:
      facts.insert(
        .debitMemo(
          DebitMemo(
            id: id, accountId: account, status: .posted,
            invoiceGenerationStatus: .readyForInvoiceGeneration, currency: currency,
            lines: [DebitMemo.Line(name: "L", quantity: 1, unitPrice: 2, amount: 2)])))
    case nil: break
    }
    for id in Set(request.invoice.lines.prefix(4).compactMap(\.taxTreatmentId)) {
      facts.insert(
        .taxTreatment(
          TaxTreatment(id: id, name: "T", isTaxable: id.text.count % 3 != 0, taxCode: "VAT")))
    }
    facts.insert(
      .taxRate(
        TaxRate(
          id: "R", country: "NO", taxCode: "VAT", name: "VAT", percent: 25,
          effectiveFrom: CivilDate(daysSince1970: -25_567))))
    return facts
  }
}
