import Billing
import JSON

/// Where a decoder stands in a request, and the faults it has met so far. Confined to one call.
final class FaultCollector {
  /// The value that is being read.
  var pointer = JSONPointer()
  /// Faults of a record that is well-formed and cannot be used, an unknown currency say: not a fault of
  /// the request's form. Whoever reads a record takes them.
  var unusable: [Fault] = []

  private var faults = BoundedFaults(.errors)
  private var isMalformed = false
  private var holdsCardNumber = false

  /// Records a fault of the value at `pointer`.
  ///
  /// - Parameter rule: what the value must be, from the verb on and without a full stop: "must be …".
  func refuse(_ rule: @autoclosure () -> String) {
    isMalformed = true
    append(.requestInvalid, "\(pointer.subject) \(rule()).")
  }

  /// Records a fault that the domain found in a field of the object at `pointer`, or below it: `instalments/1/days`.
  func refuse(_ fault: FieldFault) {
    isMalformed = true
    let path = fault.field.split(separator: "/")
    for member in path { pointer.append(member: String(member)) }
    append(.requestInvalid, fault.sentence)
    for _ in path { pointer.removeLast() }
  }

  /// Records that the value at `pointer` holds the number of a payment card. The sentence does not repeat it.
  func refuseCardNumber() {
    isMalformed = true
    holdsCardNumber = true
    append(
      .cardNumberRefused,
      "\(pointer.subject) holds what looks like the number of a payment card, and none is kept here. Send the "
        + "token that your payment system gave for it, under a new request identifier.")
  }

  /// Records a fault of a value that is well-formed and cannot be used: the request fails.
  func fail(_ fault: Fault) { faults.append(fault) }

  /// Fails the request for what is well-formed and cannot be used: outside of a record it is the request that has it.
  func failUnusable() {
    for fault in unusable { fail(fault) }
    unusable = []
  }

  /// How many faults there are, listed or not.
  var count: Int { faults.count }

  /// Records that the value at `pointer` names more of something than a request may.
  func exceed(limit: Int, by value: Int, of things: String) {
    append(
      .limitExceeded,
      "\(pointer.subject) names \(value) \(things); the limit is \(limit). Send several requests.")
  }

  /// What was found, or nil when nothing was.
  var refusal: Refusal? {
    guard !faults.isEmpty else { return nil }
    return Refusal(
      outcome: isMalformed ? .rejected : .failed, faults: faults.all(endingWith: .requestInvalid),
      holdsCardNumber: holdsCardNumber)
  }

  private func append(_ code: ErrorCode, _ message: @autoclosure () -> String) {
    faults.append(Fault(code: code, message: message(), pointer: pointer.description))
  }
}
