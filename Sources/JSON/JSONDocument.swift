/// A JSON text that was checked as a whole, with an index of its values (RFC 8259).
///
/// Own code, because the request contract asks for what the ready-made readers do not give:
/// a decimal must be read from its digits, a member named twice, a lone surrogate and deep nesting
/// must be refused, and the digest of a member is taken over its original bytes. Foundation's
/// decoder lets the last of two equal members win and reads numbers through `Double`; of the C
/// libraries in Debian, jansson and json-c lose the digits of a number and yajl replaces a lone
/// surrogate.
///
/// Reading makes no tree: strings are made when they are asked for. Time is linear in the text's
/// length, whatever it holds. The index has at most one entry of eight bytes for a byte of the
/// text; with the room an array keeps for growing that is 16 times the text's length, and 24 times
/// for the moment in which it grows. Ordinary requests take about twice their length.
package final class JSONDocument: Sendable {
  /// Containers within containers, the outermost counted. What is nested deeper is refused, so
  /// that a decoder may follow the values by recursion.
  package static let maximumDepth = 64

  /// In bytes. The index has 31 bits for an offset; bodies are refused far below this.
  package static let maximumLength = Int(Int32.max)

  /// The text as it was given.
  package let source: [UInt8]
  let tokens: [JSONToken]

  /// Reads one JSON value, with nothing but white space around it.
  ///
  /// - Parameters:
  ///   - source: the text; kept.
  ///   - maximumDepth: more than the ordinary one where the text wraps another whose own depth is
  ///     bounded.
  /// - Throws: the first fault found, with its place.
  package init(
    reading source: [UInt8], maximumDepth: Int = JSONDocument.maximumDepth
  ) throws(JSONError) {
    var reader = JSONReader(source, maximumDepth: maximumDepth)
    try reader.read()
    self.source = source
    tokens = reader.tokens
  }

  /// Reads what is legible of an object whose text is not valid, or breaks off. What is wrong with the
  /// text is not told, nor whether members are named twice.
  ///
  /// - Returns: nil when the text does not begin with an object.
  package static func legibleMembers(
    of source: [UInt8], maximumDepth: Int = JSONDocument.maximumDepth
  ) -> LegibleMembers? {
    var reader = JSONReader(source, maximumDepth: maximumDepth)
    guard let (illegible, isComplete) = reader.readLegibleMembers() else { return nil }
    return LegibleMembers(
      object: JSONObject(document: JSONDocument(source, reader.tokens), index: 0),
      isComplete: isComplete, illegible: illegible)
  }

  private init(_ source: [UInt8], _ tokens: [JSONToken]) {
    self.source = source
    self.tokens = tokens
  }

  /// The value of the whole text.
  package var root: JSONValue { value(at: 0) }
}
