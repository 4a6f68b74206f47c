import JSON

/// A list that names each thing once (<doc:Requests#Types>). Which of two that share an identifier should hold cannot be
/// told, and a sender who names one twice has a list that was put together wrongly.
struct DistinctListForm<Element: FieldForm, Key: Hashable>: FieldForm {
  let list: ListForm<Element>
  /// What may be there once.
  let key: (Element.Value) -> Key
  /// What an element is called in a sentence: "usage record".
  let thing: (Element.Value) -> String

  /// All elements, or nil when one has a fault or repeats an earlier one: that is a fault of the later.
  func read(_ value: JSONValue, _ faults: FaultCollector) -> [Element.Value]? {
    guard let values = list.read(value, faults) else { return nil }
    var places = [Key: Int](minimumCapacity: values.count)
    for (index, value) in values.enumerated() {
      let key = self.key(value)
      guard let first = places[key] else {
        places[key] = index
        continue
      }
      let listPointer = faults.pointer
      faults.pointer.append(element: index)
      faults.refuse("is the same \(thing(value)) as \(listPointer)/\(first); name it once")
      faults.pointer.removeLast()
    }
    return places.count == values.count ? values : nil
  }
}
