import JSON

/// Members as a tolerant reader wants them: what is missing or of another kind is nil.
extension JSONObject {
  func text(_ name: String) -> String? {
    guard case .string(let text)? = self[name] else { return nil }
    return text
  }

  func object(_ name: String) -> JSONObject? {
    guard case .object(let object)? = self[name] else { return nil }
    return object
  }

  func flag(_ name: String) -> Bool? {
    guard case .bool(let flag)? = self[name] else { return nil }
    return flag
  }

  func integer(_ name: String) -> Int? {
    guard case .number(let text)? = self[name] else { return nil }
    return Int(text)
  }

  /// Empty when there is no such array.
  func objects(_ name: String) -> [JSONObject] {
    guard case .array(let array)? = self[name] else { return [] }
    return array.compactMap { element in
      guard case .object(let object) = element else { return nil }
      return object
    }
  }

  func texts(_ name: String) -> [String] {
    guard case .array(let array)? = self[name] else { return [] }
    return array.compactMap { element in
      guard case .string(let text) = element else { return nil }
      return text
    }
  }
}
