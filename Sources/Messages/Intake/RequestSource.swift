/// Whose word counts for a request's source, half of the key that it is remembered by (<doc:Requests#Whose-word-counts>).
package enum RequestSource: Hashable, Sendable {
  /// What the message says: `app_id`, or a CloudEvents message's `source`. Senders trust each other.
  case asStated
  /// The user whom the broker has checked, whatever the message says; nil when it names none.
  case user(String?)

  /// The source, given what the message says.
  func resolved(stated: String) -> String {
    switch self {
    case .asStated: stated
    case .user(let user): user ?? ""
    }
  }

  /// Whether the source is to be a checked user and there is none.
  var isMissing: Bool {
    guard case .user(let user) = self else { return false }
    return (user ?? "").isEmpty
  }
}
