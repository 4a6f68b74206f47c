package import CivilTime
import JSON

extension Parts {
  /// A time in words, and for machines.
  package static func time(_ instant: UTCInstant) -> HTMLNode {
    // In a narrow column the line ends between day and clock, not within either.
    let whole = [HTMLAttribute("class", "whole")]
    return .tag(
      "time", [HTMLAttribute("datetime", instant.description)],
      [
        .tag("span", whole, "\(instant.date)"), .text(" "),
        .tag("span", whole, "\(clock(instant)) UTC"),
      ])
  }

  /// Hours, minutes and seconds.
  private static func clock(_ instant: UTCInstant) -> String {
    let seconds = instant.secondsSince1970 - UTCInstant(startOf: instant.date).secondsSince1970
    return [seconds / 3_600, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}

extension JSONTree {
  /// null where there is none.
  static func text(_ value: (some CustomStringConvertible)?) -> JSONTree {
    value.map { .string($0.description) } ?? .null
  }

  static func count(_ value: some BinaryInteger) -> JSONTree { .number(String(value)) }

  /// A list with the address of its next page, relative to its own: behind a proxy it is below the prefix as well.
  static func list(_ name: String, _ entries: [JSONTree], next: WebAddress?) -> JSONTree {
    .object([
      Member(name: name, value: .array(entries)), Member(name: "next", value: onwards(next)),
    ])
  }

  /// The twin of a page, as a list's twin names it: relative to the server's top.
  static func onwards(_ page: WebAddress?) -> JSONTree {
    text(page.map { WebAddress($0.route, $0.query, as: .json).relativeText })
  }
}
