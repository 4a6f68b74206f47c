package import Billing
package import JSON

extension JSONWriter {
  /// `{errorCode, errorMessage, pointer, errorSource}` each, null where it does not apply.
  package mutating func faults(_ name: StaticString, _ faults: [Fault]) {
    key(plain: name)
    array(of: faults)
  }

  /// The same, as a value.
  package mutating func array(of faults: [Fault]) {
    beginArray()
    for fault in faults {
      beginObject()
      member("errorCode", fault.code.rawValue)
      member("errorMessage", fault.message)
      member("pointer", fault.pointer)
      reference("errorSource", fault.source)
      endObject()
    }
    endArray()
  }

  /// `{type, id}`, or null.
  mutating func reference(_ name: StaticString, _ reference: RecordReference?) {
    key(plain: name)
    guard let reference else {
      null()
      return
    }
    beginObject()
    member("type", reference.type.rawValue)
    member("id", reference.id)
    endObject()
  }
}
