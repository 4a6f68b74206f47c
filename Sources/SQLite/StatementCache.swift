/// The prepared statements of one connection that are kept for their next use, by SQL text.
///
/// A statement in use is not in its place, so two uses of one text at the same time (a query inside the
/// loop over the same query) get two statements and cannot reset each other.
final class StatementCache {
  private let capacity: Int
  private var places: [String: Place] = [:]
  private var clock: UInt64 = 0

  /// Where the statement of a text is kept. It stays while the statement is out: to take an entry out of a dictionary and put it
  /// back is to hash the long texts of its neighbours.
  final class Place {
    fileprivate var idle: PreparedStatement?
    fileprivate var isKept = false
    /// The cache's clock when it was last looked for.
    fileprivate var lastUse: UInt64

    fileprivate init(at clock: UInt64) { lastUse = clock }

    /// Takes the statement out, if there is one.
    func take() -> PreparedStatement? {
      let statement = idle
      idle = nil
      return statement
    }
  }

  init(capacity: Int) {
    self.capacity = max(capacity, 0)
  }

  /// The statements that are not in use.
  var count: Int { places.values.count { $0.idle != nil } }

  /// The place of a text: a new one where none is kept.
  func place(of sql: String) -> Place {
    clock &+= 1
    guard let place = places[sql] else { return Place(at: clock) }
    place.lastUse = clock
    return place
  }

  /// Keeps the statement for the next use; the text unused longest makes room for a new one.
  func giveBack(_ statement: PreparedStatement, to place: Place) {
    guard capacity > 0 else { return }
    place.idle = statement
    guard !place.isKept else { return }
    if places.count >= capacity, places[statement.sql] == nil,
      let oldest = places.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      oldest.value.isKept = false
      places[oldest.key] = nil
    }
    place.isKept = true
    places.updateValue(place, forKey: statement.sql)?.isKept = false
  }
}
