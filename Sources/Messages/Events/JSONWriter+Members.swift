import CivilTime
import JSON
import Monetary

extension JSONWriter {
  /// A member that is a text, null when there is none.
  mutating func member(_ name: StaticString, _ text: String?) {
    key(plain: name)
    if let text { string(text) } else { null() }
  }

  /// A member that is a date, an instant, a number or an amount, as its text; null when there is none.
  mutating func member(_ name: StaticString, _ value: (some PlainTextValue)?) {
    key(plain: name)
    guard let value else { return null() }
    value.withUTF8 { string(plain: $0) }
  }

  /// A member that is an array of texts.
  mutating func member(_ name: StaticString, _ texts: some Sequence<String>) {
    key(plain: name)
    beginArray()
    for text in texts { string(text) }
    endArray()
  }
}

/// A value whose text has nothing to escape, so that it is written without a string.
protocol PlainTextValue {
  func withUTF8(_ body: (Span<UInt8>) -> Void)
}

extension CivilDate: PlainTextValue {}
extension UTCInstant: PlainTextValue {}
extension ExactDecimal: PlainTextValue {}

extension Money: PlainTextValue {
  func withUTF8(_ body: (Span<UInt8>) -> Void) { withDecimalUTF8(body) }
}
