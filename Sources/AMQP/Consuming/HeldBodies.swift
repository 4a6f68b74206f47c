/// Bounds the memory of deliveries that are not settled by bytes, where the prefetch counts messages only: when
/// large bodies together reach the limit no more is read, and the broker has to keep the rest.
///
/// Frames are then taken one at a time and far apart, so that the broker's heartbeats are still met: what that
/// lets in is little and bounded by the prefetch in the end.
struct HeldBodies {
  /// A body up to this size is not counted, so that counting costs small requests nothing.
  static let smallBody = 32 << 10
  /// Bytes of large bodies, at most one body more.
  static let limit = 24 << 20

  /// How far apart frames are read while there is no room.
  let trickle: Duration
  private var sizes: [DeliveryTag: Int] = [:]
  private var bytes = 0
  /// When a frame is read although there is no room; nil while there is.
  private(set) var nextRead: MonotonicInstant?

  /// The library gives a connection up that has read nothing for two heartbeats: the slowest trickle is four times as
  /// fast, and two seconds where heartbeats are far apart.
  init(heartbeat: Duration) {
    trickle = min(heartbeat / 2, .seconds(2))
  }

  var isFull: Bool { bytes >= Self.limit }

  mutating func received(_ size: Int, _ tag: DeliveryTag) {
    guard size > Self.smallBody else { return }
    sizes[tag] = size
    bytes += size
  }

  mutating func settled(_ tags: [DeliveryTag]) {
    guard !sizes.isEmpty else { return }
    for tag in tags {
      if let size = sizes.removeValue(forKey: tag) { bytes -= size }
    }
    if !isFull { nextRead = nil }
  }

  /// The connection is lost, and every delivery with it.
  mutating func reset() {
    sizes.removeAll()
    bytes = 0
    nextRead = nil
  }

  /// How many frames may be read now, of those that a pass reads at most.
  mutating func readBudget(_ whole: Int, at now: MonotonicInstant) -> Int {
    guard isFull else { return whole }
    if let nextRead, now < nextRead { return 0 }
    defer { nextRead = now.advanced(by: trickle) }
    // Full only since the last pass: the first wait begins now.
    return nextRead == nil ? 0 : 1
  }
}
