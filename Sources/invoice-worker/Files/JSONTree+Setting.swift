package import JSON

extension JSONTree {
  /// The value of `PATH=VALUE`: text, unless it can only be meant as JSON.
  ///
  /// A number is text too. Identifiers are made of digits as often as not, and one that travels as a number
  /// is refused, or loses its leading zeros; who means a number writes `PATH:=VALUE`.
  package init(settingValue text: String) {
    switch text {
    case "true": self = .bool(true)
    case "false": self = .bool(false)
    case "null": self = .null
    default:
      guard let first = text.first, "[{\"".contains(first) else {
        self = .string(text)
        return
      }
      do throws(JSONError) {
        self = try JSONTree(json: text)
      } catch {
        // Text may begin with a bracket or a quotation mark as well.
        self = .string(text)
      }
    }
  }

  /// Sets what stands at a dotted path, making objects on the way: `requestedBy.name`. In an array a
  /// part of the path is an index, or the array's length to append.
  ///
  /// - Parameter setting: `PATH=VALUE` for text, `PATH:=VALUE` for JSON, as given on the command line.
  /// - Throws: ``UsageError`` when there is no `=`, what should be JSON is none, or the path leads through
  ///   something that has no parts.
  package mutating func apply(setting: String) throws(UsageError) {
    let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let isJSON = parts[0].hasSuffix(":")
    let name = isJSON ? parts[0].dropLast() : parts[0]
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !path.contains("") else {
      throw UsageError(
        "--set must be PATH=VALUE, as in --set accountId=ACC-1001, not \"\(setting)\"")
    }
    let text = String(parts[1])
    let value = isJSON ? try Self.value(ofJSON: text, at: name) : JSONTree(settingValue: text)
    try set(value, at: path[...], of: String(name))
  }

  private static func value(
    ofJSON text: String, at name: Substring
  ) throws(UsageError) -> JSONTree {
    do throws(JSONError) {
      return try JSONTree(json: text)
    } catch {
      throw UsageError(
        "--set \(name):= needs a JSON value, not \"\(text)\"; for text write --set \(name)=\(text)")
    }
  }

  private mutating func set(
    _ value: JSONTree, at path: ArraySlice<String>, of whole: String
  ) throws(UsageError) {
    guard let first = path.first else {
      self = value
      return
    }
    switch self {
    case .object(var members):
      if let index = members.firstIndex(where: { $0.name == first }) {
        try members[index].value.set(value, at: path.dropFirst(), of: whole)
      } else {
        var made = JSONTree.object([])
        try made.set(value, at: path.dropFirst(), of: whole)
        members.append(Member(name: first, value: made))
      }
      self = .object(members)
    case .array(var elements):
      guard let index = Int(first), (0...elements.count).contains(index) else {
        throw UsageError(
          "--set \(whole): \"\(first)\" is no index of an array of \(elements.count)")
      }
      if index == elements.count { elements.append(.object([])) }
      try elements[index].set(value, at: path.dropFirst(), of: whole)
      self = .array(elements)
    case .string, .number, .bool, .null:
      throw UsageError("--set \(whole): what stands before \"\(first)\" is a plain value")
    }
  }
}
