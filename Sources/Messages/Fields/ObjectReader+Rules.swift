import Billing

extension ObjectReader {
  /// What `read` makes of the fields, held to the domain's rules between them, but only if none of them has a fault:
  /// one that could not be read would count as left out.
  ///
  /// Inlined, and the rules are given as a closure, not a key path: a record is large, and every copy shows.
  @inline(__always)
  mutating func holding<Value>(
    to faultsOf: (borrowing Value) -> [FieldFault], _ read: (inout ObjectReader) -> Value?
  ) -> Value? {
    let earlier = faults.count
    guard let value = read(&self) else { return nil }
    if faults.count == earlier {
      for fault in faultsOf(value) { faults.refuse(fault) }
    }
    return value
  }
}
