/// The oldest dead letters in the order of the list, numbered from 1.
struct DeadLetterListing: Sendable {
  /// The most heads held in memory, without bodies; of more, the oldest.
  static let most = 20_000

  private(set) var letters: [DeadLetter] = []
  /// How many there are, listed or not.
  private(set) var total = 0

  private let capacity: Int

  /// - Parameter capacity: how many to keep, from 1.
  init(capacity: Int = most) { self.capacity = max(1, capacity) }

  /// Takes one more, in any order.
  mutating func append(_ letter: DeadLetter) {
    letters.append(letter)
    total += 1
    // Cut at twice the capacity, so that sorting costs the same for each letter however many come.
    if letters.count >= capacity * 2 { cut() }
  }

  /// Sorts and numbers; when all are in.
  mutating func finish() {
    cut()
    for index in letters.indices { letters[index].number = index + 1 }
  }

  private mutating func cut() {
    letters.sort(by: DeadLetter.precedes)
    letters.removeLast(max(0, letters.count - capacity))
  }

  /// What to say of a name that no listed letter has, as a sentence.
  func absence(of name: String) -> String {
    total > letters.count
      ? "\(name) is none of the \(letters.count) oldest dead letters, of \(total); choose the others by --type, --code, --source or --older-than"
      : "there is no dead letter \(name); invoice-worker dead list shows what there is"
  }
}
