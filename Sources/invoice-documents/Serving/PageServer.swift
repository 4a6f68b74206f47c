/// Draws one page after the other until the input ends.
@safe struct PageServer {
  /// The longest page that is read: an invoice of some hundred thousand lines.
  private static let mostBytes = 64 << 20
  private let renderer: PageRenderer

  init() throws(PageFailure) { renderer = try PageRenderer() }

  func run() throws(PageFailure) {
    while let head = StandardStreams.read(4) {
      let count = head.reduce(0) { $0 << 8 | Int($1) }
      guard count <= Self.mostBytes, let json = StandardStreams.read(count) else {
        throw .unreadable
      }
      do throws(PageFailure) {
        answer(0, try renderer.pdf(of: json))
      } catch {
        answer(1, Array(error.sentence.utf8))
      }
    }
  }

  private func answer(_ status: UInt8, _ bytes: [UInt8]) {
    let count = UInt32(clamping: bytes.count)
    var head = [status]
    for shift in [24, 16, 8, 0] as [UInt32] { head.append(UInt8(truncatingIfNeeded: count >> shift)) }
    StandardStreams.write(head + bytes)
  }
}
