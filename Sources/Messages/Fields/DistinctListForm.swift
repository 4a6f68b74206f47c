import JSON

/// A list that names each thing once (<doc:Requests#Types>). Which of two that share an identifier should hold nobody
/// can say, and a sender who names one twice has a list that was put together wrongly.
struct DistinctListForm<Element: FieldForm, Key: Hashable>: FieldForm {
  let list: ListForm<Element>
  /// The member that holds the key; empty when the element is the key.
  let keyName: String
  /// What may be there once.
  let key: (Element.Value) -> Key
  /// What an element is called in a sentence: "usage record".
  let thing: (Element.Value) -> String

  var kind: FieldKind {
    var shape = list.shape
    shape.distinctBy = keyName
    return .list(shape)
  }

  /// All elements, or nil when one has a fault or repeats an earlier one: that is a fault of the later.
  func read(_ value: JSONValue, _ faults: FaultCollector) -> [Element.Value]? {
    guard let values = list.read(value, faults) else { return nil }
    var firstIndices = [Key: Int](minimumCapacity: values.count)
    for (index, value) in values.enumerated() {
      let key = self.key(value)
      guard let first = firstIndices[key] else {
        firstIndices[key] = index
        continue
      }
      let listPointer = faults.pointer
      faults.pointer.append(element: index)
      faults.refuse("is the same \(thing(value)) as \(listPointer)/\(first); name it once")
      faults.pointer.removeLast()
    }
    return firstIndices.count == values.count ? values : nil
  }
}
