package import Billing
package import Monetary

extension TaxCommitAnswer {
  /// Reads what an engine says of a booking, made now or before; `total` is the document's own tax.
  package init(reading body: [UInt8], total: Money) {
    do throws(InvalidTaxAnswer) {
      let answer = try TaxObject(reading: body)
      let transactionId = try answer.text("transactionId")
      let booked = try answer.amount("totalTax", in: total.currency)
      self =
        booked == total
        ? .committed(transactionId: transactionId)
        : .variance(transactionId: transactionId, committedTax: booked)
    } catch {
      self = .invalid(reason: error.reason)
    }
  }
}

extension TaxVoidAnswer {
  package init(reading body: [UInt8]) {
    do throws(InvalidTaxAnswer) {
      let answer = try TaxObject(reading: body)
      switch try answer.text("result") {
      case "Voided": self = .voided(transactionId: try answer.optionalText("transactionId"))
      case "Credited": self = .credited(transactionId: try answer.text("transactionId"))
      default: throw InvalidTaxAnswer("has a result that is neither Voided nor Credited")
      }
    } catch {
      self = .invalid(reason: error.reason)
    }
  }
}
