internal import Billing
internal import CivilTime
internal import JSON
internal import Monetary

/// How a line's amount came about, as one column: read and written with its line, never searched. Days are inclusive, amounts
/// are in the invoice's currency.
extension LineCalculation {
  var storedText: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("kind", kind.rawValue)
    writer.member("fullPeriodStart", fullPeriod?.from.description)
    writer.member("fullPeriodEnd", fullPeriod?.lastDay.description)
    if let days {
      writer.key(plain: "days")
      writer.integer(days)
    }
    if let ofDays {
      writer.key(plain: "ofDays")
      writer.integer(ofDays)
    }
    writer.number("basisAmount", basisAmount?.decimalText)
    if !tierSteps.isEmpty {
      writer.key(plain: "tierSteps")
      writer.beginArray()
      for step in tierSteps { step.write(to: &writer) }
      writer.endArray()
    }
    writer.number("includedQuantity", includedQuantity?.description)
    writer.number("totalAmount", totalAmount?.decimalText)
    writer.number("billedBefore", billedBefore?.decimalText)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// nil when the text is none that this program writes.
  static func stored(_ text: String, _ currency: Currency) -> LineCalculation? {
    guard let document = try? JSONDocument(reading: Array(text.utf8)),
      case .object(let object) = document.root, let name = object.text("kind"),
      let kind = Kind(rawValue: name)
    else { return nil }
    var steps: [TierStep] = []
    if case .array(let items)? = object["tierSteps"] {
      for item in items {
        guard case .object(let item) = item, let step = TierStep.stored(item) else { return nil }
        steps.append(step)
      }
    }
    return LineCalculation(
      kind: kind, fullPeriod: object.fullPeriod, days: object.number("days").flatMap { Int($0) },
      ofDays: object.number("ofDays").flatMap { Int($0) },
      basisAmount: object.amount("basisAmount", currency), tierSteps: steps,
      includedQuantity: object.decimal("includedQuantity"),
      totalAmount: object.amount("totalAmount", currency),
      billedBefore: object.amount("billedBefore", currency))
  }
}

extension LineCalculation.TierStep {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.number("from", from.description)
    writer.number("upTo", upTo?.description)
    writer.number("quantity", quantity.description)
    writer.number("unitPrice", unitPrice.description)
    writer.number("flatFee", flatFee?.description)
    writer.number("amount", amount.description)
    writer.endObject()
  }

  fileprivate static func stored(_ object: JSONObject) -> LineCalculation.TierStep? {
    guard let from = object.decimal("from"), let quantity = object.decimal("quantity"),
      let unitPrice = object.decimal("unitPrice"), let amount = object.decimal("amount")
    else { return nil }
    return LineCalculation.TierStep(
      from: from, upTo: object.decimal("upTo"), quantity: quantity, unitPrice: unitPrice,
      flatFee: object.decimal("flatFee"), amount: amount)
  }
}

extension JSONWriter {
  /// A number, digit by digit; nothing for none.
  fileprivate mutating func number(_ name: StaticString, _ digits: String?) {
    guard let digits else { return }
    key(plain: name)
    number(digits)
  }
}

extension JSONObject {
  fileprivate func number(_ name: String) -> String? {
    if case .number(let digits)? = self[name] { digits } else { nil }
  }

  fileprivate func decimal(_ name: String) -> ExactDecimal? {
    number(name).flatMap { ExactDecimal(wire: $0) }
  }

  fileprivate func amount(_ name: String, _ currency: Currency) -> Money? {
    guard let exact = decimal(name) else { return nil }
    return Money(exactly: exact, currency: currency)
  }

  fileprivate var fullPeriod: CivilPeriod? {
    guard let start = text("fullPeriodStart").flatMap({ CivilDate(iso8601: $0) }),
      let end = text("fullPeriodEnd").flatMap({ CivilDate(iso8601: $0) })
    else { return nil }
    return CivilPeriod(first: start, last: end)
  }
}

extension RowDecoder {
  mutating func calculation(_ currency: Currency) throws(StoreError) -> LineCalculation? {
    guard let text = try optionalText() else { return nil }
    guard let calculation = LineCalculation.stored(text, currency) else {
      throw unreadable("calculation")
    }
    return calculation
  }
}
