import JSON

/// A list of one element or more, each of one form.
struct ListForm<Element: FieldForm>: FieldForm {
  let element: Element
  /// How many elements a request may name, and what they are called.
  let limit: Int
  let things: String
  var mayBeEmpty = false

  var shape: ListShape {
    ListShape(element: element.kind, count: (mayBeEmpty ? 0 : 1)...limit, things: things)
  }

  var kind: FieldKind { .list(shape) }

  /// All elements, or nil when one has a fault. A list over its limit is not read at all: what it costs
  /// to say so must not grow with it.
  func read(_ value: JSONValue, _ faults: FaultCollector) -> [Element.Value]? {
    guard case .array(let array) = value else {
      faults.refuse("must be an array")
      return nil
    }
    let count = array.count
    guard count > 0 || mayBeEmpty else {
      faults.refuse("must hold at least one element")
      return nil
    }
    guard count <= limit else {
      faults.exceed(limit: limit, by: count, of: things)
      return nil
    }
    var values: [Element.Value] = []
    values.reserveCapacity(count)
    for (index, elementValue) in array.enumerated() {
      faults.pointer.append(element: index)
      if let value = element.read(elementValue, faults) { values.append(value) }
      faults.pointer.removeLast()
    }
    return values.count == count ? values : nil
  }
}
