internal import JSON

extension JSONObject {
  /// nil where there is no such member, or it is no text.
  func text(_ name: String) -> String? {
    if case .string(let text)? = self[name] { text } else { nil }
  }
}
