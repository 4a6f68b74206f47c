/// The attributes of a CloudEvents 1.0 message in binary mode: the body is the data, and headers say the rest
/// (<doc:Requests#A-request>). CloudEvents has no binding for AMQP 0-9-1; these are the names under which RabbitMQ hands
/// on what came over AMQP 1.0, and those that the kits of CloudEvents write for RabbitMQ.
package struct BinaryCloudEvent: Sendable {
  /// What the names of the headers begin with.
  package static let prefixes = ["cloudEvents:", "cloudEvents_", "ce-"]

  /// By what such a message is known, in that order; made once, for every message with headers is asked for them.
  private static let versionHeaders = prefixes.map { "\($0)specversion" }

  /// 1.0; nothing else can be read.
  package let specificationVersion: String
  package let identifier: String?
  package let source: String?
  package let type: String?
  package let traceparent: String?
  package let tracestate: String?

  /// nil for a message that says no version, and so is none.
  ///
  /// - Parameter header: the text of the header of that name.
  package init?(reading header: (String) -> String?) {
    for (prefix, versionHeader) in zip(Self.prefixes, Self.versionHeaders) {
      guard let version = header(versionHeader) else { continue }
      specificationVersion = version
      identifier = header("\(prefix)id")
      source = header("\(prefix)source")
      type = header("\(prefix)type")
      traceparent = header("\(prefix)traceparent")
      tracestate = header("\(prefix)tracestate")
      return
    }
    return nil
  }

  /// The version, where it is one that cannot be read.
  package var unsupportedVersion: String? {
    specificationVersion == "1.0" ? nil : specificationVersion
  }
}
