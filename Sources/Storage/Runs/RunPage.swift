internal import Billing

/// What a selection found, packed into chunks in order of identifier.
struct RunPage {
  /// A range of identifiers, both ends included.
  struct IdentifierRange: Hashable {
    let first: String
    var last: String
  }

  /// What a chunk holds at most; one thing that is heavier than a chunk is a chunk alone.
  struct Limits {
    let things: Int
    let weight: Int

    init(of kind: InvoiceRun.Kind) {
      switch kind {
      case .generate, .preview:
        things = RunChunk.mostAccounts
        weight = RunChunk.mostSchedules
      case .post, .cancel, .email, .tasks:
        things = RunChunk.mostInvoices
        weight = .max
      case .recover:
        things = RunChunk.mostSchedules
        weight = .max
      }
    }
  }

  let limits: Limits
  /// How many chunks the page has room for.
  let room: Int
  private(set) var chunks: [IdentifierRange] = []
  private var things = 0
  private var weight = 0

  init(_ limits: Limits, room: Int) {
    self.limits = limits
    self.room = room
  }

  /// Takes the next one: an account weighs as much as it has schedules that are due.
  ///
  /// - Returns: false where it does not fit on the page any more.
  mutating func add(_ id: String, weighing own: Int) -> Bool {
    let isRoomInChunk = things < limits.things && weight + own <= limits.weight
    if !chunks.isEmpty, isRoomInChunk {
      chunks[chunks.count - 1].last = id
      things += 1
      weight += own
      return true
    }
    guard chunks.count < room else { return false }
    chunks.append(IdentifierRange(first: id, last: id))
    things = 1
    weight = own
    return true
  }
}
