import Pages

/// Draws one page after the other until the input ends (``PageExchange``).
@safe struct PageServer {
  /// Made for the first page, so that who asks is told why it cannot be.
  private var renderer: PageRenderer?

  mutating func run() throws(PageFailure) {
    while let head = StandardStreams.read(PageExchange.lengthSize) {
      let count = PageExchange.count(head)
      guard count <= PageExchange.longestPage, let json = StandardStreams.read(count) else {
        throw .unreadable
      }
      do throws(PageFailure) {
        let drawn = try readyRenderer().pdf(of: json)
        if let missing = drawn.missing {
          answer(
            drawn.isWithoutLogo ? .drawnWithBoxesWithoutLogo : .drawnWithBoxes,
            PageExchange.body(missing, drawn.pdf))
        } else {
          answer(drawn.isWithoutLogo ? .drawnWithoutLogo : .drawn, drawn.pdf)
        }
      } catch {
        answer(error.isOfPage ? .pageFault : .installationFault, Array(error.sentence.utf8))
      }
    }
  }

  private mutating func readyRenderer() throws(PageFailure) -> PageRenderer {
    if let renderer { return renderer }
    let made = try PageRenderer()
    renderer = made
    return made
  }

  private func answer(_ status: PageExchange.Status, _ bytes: [UInt8]) {
    StandardStreams.write([status.rawValue] + PageExchange.length(bytes.count) + bytes)
  }
}
