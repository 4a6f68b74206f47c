/// Draws one page after the other until the input ends.
@safe struct PageServer {
  /// The longest page that is read: an invoice of some hundred thousand lines.
  static let mostBytes = 64 << 20
  /// Made for the first page, so that who asks is told why it cannot be.
  private var renderer: PageRenderer?

  mutating func run() throws(PageFailure) {
    while let head = StandardStreams.read(4) {
      let count = head.reduce(0) { $0 << 8 | Int($1) }
      guard count <= Self.mostBytes, let json = StandardStreams.read(count) else {
        throw .unreadable
      }
      do throws(PageFailure) {
        answer(0, try readyRenderer().pdf(of: json))
      } catch {
        answer(error.isOfPage ? 1 : 2, Array(error.sentence.utf8))
      }
    }
  }

  private mutating func readyRenderer() throws(PageFailure) -> PageRenderer {
    if let renderer { return renderer }
    let made = try PageRenderer()
    renderer = made
    return made
  }

  private func answer(_ status: UInt8, _ bytes: [UInt8]) {
    let count = UInt32(clamping: bytes.count)
    var head = [status]
    for shift in [24, 16, 8, 0] as [UInt32] {
      head.append(UInt8(truncatingIfNeeded: count >> shift))
    }
    StandardStreams.write(head + bytes)
  }
}
