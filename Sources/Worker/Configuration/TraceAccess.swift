package import HTTP
import Messages
package import Traces

/// Where traces are sent, and which: the variables that OpenTelemetry has for it, under its names.
package struct TraceAccess: Sendable {
  /// The collector's address; calls go to its path `/v1/traces`.
  package var collector: HTTPServer
  package var sampler: TraceSampler
  /// `service.name` first.
  package var resource: [SpanAttribute]

  package init(
    collector: HTTPServer, sampler: TraceSampler = TraceSampler(),
    resource: [SpanAttribute] = [SpanAttribute("service.name", .text(Self.defaultServiceName))]
  ) {
    self.collector = collector
    self.sampler = sampler
    self.resource = resource
  }

  package static let defaultServiceName = "invoice-worker"
  package static let defaultSampler = "parentbased_always_on"
}

extension TraceAccess {
  /// - Returns: nil where no collector is named: then nothing is recorded, and nothing costs.
  init?(_ environment: EnvironmentReader) throws(ConfigurationError) {
    guard let text = environment.text(.traceCollector) else { return nil }
    do throws(HTTPServerError) {
      collector = try HTTPServer(text)
    } catch {
      throw .secret(.traceCollector, reason: error.description)
    }
    if let text = environment.text(.traceHeaders) {
      guard let headers = Self.pairs(text) else {
        throw .secret(.traceHeaders, reason: "must be NAME=VALUE, separated by commas")
      }
      for (name, value) in headers {
        guard let header = HTTPHeader(name, value) else {
          throw .secret(.traceHeaders, reason: "has a name or a value that no HTTP header can have")
        }
        collector.headers.append(header)
      }
    }
    sampler = try Self.sampler(environment)
    resource = try Self.resource(environment)
  }

  private static func sampler(
    _ environment: EnvironmentReader
  ) throws(ConfigurationError) -> TraceSampler {
    let name = environment.text(.traceSampler) ?? defaultSampler
    guard TraceSampler.names.contains(name) else { throw .notAllowed(name, for: .traceSampler) }
    let argument = environment.text(.traceSamplerArgument)
    guard let sampler = TraceSampler(name: name, argument: argument) else {
      throw .notAllowed(argument ?? "", for: .traceSamplerArgument)
    }
    return sampler
  }

  /// `OTEL_SERVICE_NAME` goes before a `service.name` among the attributes, as OpenTelemetry has it.
  private static func resource(
    _ environment: EnvironmentReader
  ) throws(ConfigurationError) -> [SpanAttribute] {
    var named = try environment.printable(.traceServiceName, longest: 255)
    var others: [SpanAttribute] = []
    if let text = environment.text(.traceResource) {
      guard let pairs = pairs(text) else { throw .notAllowed(text, for: .traceResource) }
      for (name, value) in pairs {
        if name == "service.name" {
          named = named ?? value
        } else {
          others.append(SpanAttribute(name, .text(value)))
        }
      }
    }
    return [SpanAttribute("service.name", .text(named ?? defaultServiceName))] + others
  }

  /// `NAME=VALUE` separated by commas, each percent-decoded; nil for anything else.
  static func pairs(_ text: String) -> [(name: String, value: String)]? {
    var pairs: [(name: String, value: String)] = []
    for part in text.split(separator: ",") {
      guard let equals = part.firstIndex(of: "="),
        let name = decoded(part[..<equals]), !name.isEmpty,
        let value = decoded(part[part.index(after: equals)...])
      else { return nil }
      pairs.append((name, value))
    }
    return pairs
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = trimmed(text).utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
        let value = UInt8(digits, radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
