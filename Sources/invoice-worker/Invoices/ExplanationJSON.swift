import Billing
import CivilTime
import JSON
import Monetary

/// An explanation for machines: the same figures and sentences.
enum ExplanationJSON {
  /// `line`: of that line alone.
  static func tree(_ explanation: InvoiceExplanation, line position: Int?) -> JSONTree {
    let invoice = explanation.invoice
    let lines = explanation.lines.filter { line in position.map { $0 == line.position } ?? true }
    let differences = explanation.differences(ofLine: position)
    var members: [JSONTree.Member] = []
    func add(_ name: String, _ value: JSONTree) {
      members.append(JSONTree.Member(name: name, value: value))
    }
    add("invoiceId", .string(invoice.id.text))
    add("invoiceNumber", .text(invoice.number))
    add("status", .string(invoice.status.rawValue))
    add("currency", .string(invoice.currency.code))
    add("isOlder", .bool(explanation.isOlder))
    add("agrees", .bool(differences.isEmpty))
    add("lines", .array(lines.map { self.line($0, explanation) }))
    if position == nil {
      add("taxes", .array(explanation.taxes.map(tax)))
      add("totals", .array(explanation.sums.map(sum)))
      add("due", due(explanation.due, of: invoice))
      add("balance", balance(explanation.balance, of: invoice))
    }
    add(
      "differences",
      .array(
        differences.map {
          .record([
            "figure": .string($0.figure), "amount": .string($0.stored.decimalText),
            "recomputedAmount": .text($0.recomputed?.decimalText),
          ])
        }))
    return .object(members)
  }

  private static func line(_ line: ExplainedLine, _ explanation: InvoiceExplanation) -> JSONTree {
    let currency = explanation.invoice.currency
    let taxes = explanation.taxes.flatMap { tax in
      tax.shares.filter { $0.position == line.position }.map { share(tax, $0) }
    }
    return .record([
      "position": .integer(line.position), "lineId": .string(line.line.id),
      "name": .string(line.line.name), "startDate": .text(line.line.startDate),
      "endDate": .text(line.line.endDate), "basis": .string(line.basis.rawValue),
      "amount": .string(line.amount.stored.decimalText),
      "recomputedAmount": .text(line.amount.recomputed?.decimalText),
      "quotient": quotient(line.quotient, currency),
      "calculation": line.line.calculation.map(calculation) ?? .null,
      "sentences": .array(line.sentences.map { .string($0) }), "taxes": .array(taxes),
    ])
  }

  /// Before it is rounded: `{text, isExact}`, of which the text is cut where it has more than twelve digits.
  private static func quotient(_ quotient: ExactQuotient?, _ currency: Currency) -> JSONTree {
    guard let quotient else { return .null }
    return .record([
      "text": .string(quotient.text(in: currency)), "isExact": .bool(quotient.isExact),
    ])
  }

  /// What the line keeps; members that do not apply are null.
  private static func calculation(_ calculation: LineCalculation) -> JSONTree {
    .record([
      "kind": .string(calculation.kind.rawValue),
      "fullPeriodStart": .text(calculation.fullPeriod?.from),
      "fullPeriodEnd": .text(calculation.fullPeriod?.lastDay),
      "days": .integer(calculation.days), "ofDays": .integer(calculation.ofDays),
      "basisAmount": .text(calculation.basisAmount?.decimalText),
      "tierSteps": .array(
        calculation.tierSteps.map {
          .record([
            "from": .text($0.from), "upTo": .text($0.upTo), "quantity": .text($0.quantity),
            "unitPrice": .text($0.unitPrice), "flatFee": .text($0.flatFee),
            "amount": .text($0.amount),
          ])
        }),
      "includedQuantity": .text(calculation.includedQuantity),
      "totalAmount": .text(calculation.totalAmount?.decimalText),
      "billedBefore": .text(calculation.billedBefore?.decimalText),
    ])
  }

  private static func share(_ tax: ExplainedTax, _ share: ExplainedTax.Share) -> JSONTree {
    .record([
      "category": .string(tax.category), "rate": .text(tax.rate),
      "amount": .string(share.amount.stored.decimalText),
      "recomputedAmount": .text(share.amount.recomputed?.decimalText),
      "quotient": quotient(share.quotient, share.lineAmount.currency),
      "hasOddUnit": .bool(share.isRaised), "sentence": .string(tax.sentence(of: share)),
    ])
  }

  private static func tax(_ tax: ExplainedTax) -> JSONTree {
    .record([
      "category": .string(tax.category), "rate": .text(tax.rate),
      "codes": .array(tax.codes.map { .string($0) }),
      "names": .array(tax.names.map { .string($0) }), "isGiven": .bool(tax.isGiven),
      "isQuoted": .bool(tax.isQuoted),
      "base": .string(tax.base.decimalText), "quotient": quotient(tax.quotient, tax.base.currency),
      "amount": .string(tax.amount.stored.decimalText),
      "recomputedAmount": .text(tax.amount.recomputed?.decimalText),
      "shares": .array(
        tax.shares.map {
          .record([
            "position": .integer($0.position),
            "lineAmount": .string($0.lineAmount.decimalText),
            "amount": .string($0.amount.stored.decimalText), "hasOddUnit": .bool($0.isRaised),
          ])
        }),
      "sentences": .array(tax.sentences.map { .string($0) }),
    ])
  }

  private static func sum(_ sum: ExplainedSum) -> JSONTree {
    .record([
      "name": .string(sum.name.rawValue), "amount": .string(sum.amount.stored.decimalText),
      "recomputedAmount": .text(sum.amount.recomputed?.decimalText),
      "sentence": .string(sum.sentence),
    ])
  }

  private static func due(_ due: ExplainedDue, of invoice: Invoice) -> JSONTree {
    .record([
      "dueDate": .text(invoice.dueDate), "paymentTermId": .text(invoice.paymentTermId),
      "nextDueDate": .text(due.nextDueDate),
      "instalments": .array(
        due.instalments.map {
          .record([
            "dueDate": .text($0.dueDate), "amount": .string($0.amount.decimalText),
            "openAmount": .string($0.openAmount.decimalText),
          ])
        }),
      "sentences": .array(due.sentences.map { .string($0) }),
    ])
  }

  private static func balance(_ balance: ExplainedBalance, of invoice: Invoice) -> JSONTree {
    .record([
      "payable": .string(invoice.receivable.decimalText),
      "convertedAmount": .string(balance.converted.stored.decimalText),
      "paidAmount": .string(balance.paid.stored.decimalText),
      "creditedAmount": .string(balance.credited.stored.decimalText),
      "writtenOffAmount": .string(balance.writtenOff.stored.decimalText),
      "balance": .string(balance.balance.stored.decimalText),
      "recomputedBalance": .text(balance.balance.recomputed?.decimalText),
      "entries": .array(
        balance.entries.map {
          .record([
            "date": .text($0.date), "kind": .string($0.kind.rawValue), "source": .record($0.source),
            "number": .text($0.number), "applicationId": .text($0.applicationId),
            "amount": .string($0.amount.decimalText), "balance": .text($0.balance?.decimalText),
            "sentence": .string($0.sentence),
          ])
        }),
      "sentences": .array(balance.sentences.map { .string($0) }),
    ])
  }
}

extension JSONTree {
  /// `{type, id}`; null where there is none.
  static func record(_ reference: RecordReference?) -> JSONTree {
    guard let reference else { return .null }
    return .record(["type": .string(reference.type.rawValue), "id": .string(reference.id)])
  }
}
