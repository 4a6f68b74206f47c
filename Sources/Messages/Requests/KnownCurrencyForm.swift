import Billing
import JSON
import Monetary

/// The currency of what a request moves. One that is not known fails the request, which is well-formed.
struct KnownCurrencyForm: FieldForm {
  var kind: FieldKind { CurrencyForm().kind }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Currency? {
    let currency = CurrencyForm().read(value, faults)
    faults.failUnusable()
    return currency
  }
}
