import JSON
import Monetary

/// An object of an engine's answer, read strictly: what is missing, or is something else than it should be, is said with its
/// place. Members that nobody asked for are passed over.
struct TaxObject {
  private let members: JSONObject
  /// Where it stands: `lines[0]`; empty for the whole.
  private let place: String

  /// Of a text that an engine keeps for good: transaction ids, names.
  private static let longestText = 255

  init(reading body: [UInt8]) throws(InvalidTaxAnswer) {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(reading: body)
    } catch {
      throw InvalidTaxAnswer("is not JSON: \(error)")
    }
    try self.init(document.root, at: "")
  }

  private init(_ value: JSONValue, at place: String) throws(InvalidTaxAnswer) {
    guard case .object(let members) = value else {
      throw InvalidTaxAnswer(place.isEmpty ? "is no object" : "has no object in \(place)")
    }
    self.members = members
    self.place = place
  }

  private func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

  /// The objects of an array.
  func objects(_ name: String) throws(InvalidTaxAnswer) -> [TaxObject] {
    guard case .array(let array) = members[name] else {
      throw InvalidTaxAnswer("has no array \(path(name))")
    }
    var objects: [TaxObject] = []
    for value in array {
      objects.append(try TaxObject(value, at: "\(path(name))[\(objects.count)]"))
    }
    return objects
  }

  func text(_ name: String) throws(InvalidTaxAnswer) -> String {
    guard let text = try optionalText(name) else {
      throw InvalidTaxAnswer("has no \(path(name))")
    }
    return text
  }

  /// - Returns: nil where there is none, or null.
  func optionalText(_ name: String) throws(InvalidTaxAnswer) -> String? {
    switch members[name] {
    case nil, .null: return nil
    case .string(let text):
      guard !text.isEmpty, text.unicodeScalars.count <= Self.longestText,
        text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
      else {
        throw InvalidTaxAnswer(
          "has a \(path(name)) that is empty, longer than \(Self.longestText) characters, or has control characters"
        )
      }
      return text
    default: throw InvalidTaxAnswer("has a \(path(name)) that is no string")
    }
  }

  /// A decimal without rounding: a number of JSON is refused, for what wrote it may have rounded.
  func decimal(_ name: String) throws(InvalidTaxAnswer) -> ExactDecimal {
    guard case .string(let text) = members[name] else {
      throw InvalidTaxAnswer("has no \(path(name)) that is a string")
    }
    guard let decimal = ExactDecimal(wire: text) else {
      throw InvalidTaxAnswer("has a \(path(name)) that is no decimal of at most 12 places")
    }
    return decimal
  }

  /// An amount that is exact in the currency.
  func amount(_ name: String, in currency: Currency) throws(InvalidTaxAnswer) -> Money {
    let decimal = try decimal(name)
    guard let amount = Money(exactly: decimal, currency: currency) else {
      throw InvalidTaxAnswer(
        "has the \(path(name)) \(decimal), which is finer than \(currency) can be, or beyond its bound"
      )
    }
    return amount
  }
}
