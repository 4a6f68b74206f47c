/// The two forms of a request (<doc:Requests#A-request>).
package enum MediaType {
  case json
  case cloudEvents

  /// nil for any other content type. Parameters are ignored, letters are compared without case, and
  /// none at all means JSON.
  package init?(contentType: String?) {
    guard let contentType, !contentType.isEmpty, contentType != "application/json" else {
      self = .json
      return
    }
    let essence = contentType.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
    switch essence.lowercased() {
    case "application/json": self = .json
    case "application/cloudevents+json": self = .cloudEvents
    default: return nil
    }
  }
}
