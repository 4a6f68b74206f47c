/// The channels of a publish connection by number, and how far each is.
enum PublishChannel {
  /// Messages with confirms.
  static let events: UInt16 = 1
  /// Replies without: a refused one closes this channel, and leaves the confirms alone.
  static let replies: UInt16 = 2

  enum ConfirmPhase {
    case opening, selecting, ready
  }
}
