import Billing

/// Who, to whom, and what: the head of the first page.
extension PageLayout {
  private static let gap = 20.0
  /// The most that a logo takes.
  private static let logoHeight = 48.0

  private var half: Double { width * 0.54 }

  mutating func layHead() {
    let column = left + half + Self.gap
    let columnWidth = right - column
    let headingEnd =
      y + put(invoice.heading, .heading, x: column, y: y - 5, width: columnWidth, .right)
    let first = pages.count
    if let logo {
      let item = PictureItem(logo, x: left, y: y, width: half, height: Self.logoHeight)
      place(item)
      y += item.height + 8
    }
    if let seller = invoice.seller {
      flow(seller.name, .name)
      y += 3
      flow(seller, .detail)
    }
    // Who issued it may take more than a page.
    if pages.count == first { y = max(y, headingEnd) }
    y += 30
    // As many as do not push what is billed off the page; the others stand below, across the page.
    let (count, factsEnd) = lay(factsUpTo: y + halfPage, x: column, width: columnWidth)
    let page = pages.count
    flow(invoice.buyer)
    if let delivery = invoice.delivery {
      y += 12
      flow(delivery)
    }
    y = (pages.count == page ? max(y, factsEnd) : y) + 22
    if count < invoice.facts.count {
      lay(Array(invoice.facts.dropFirst(count)))
      y += 12
    }
    if let note = invoice.note {
      for paragraph in note.split(separator: "\n") {
        let height = setter.height(of: String(paragraph), .body, width: width)
        keepTogether(height)
        place(String(paragraph), .body, x: left, y: y, width: width)
        y += height + 2
      }
      y += 12
    }
  }

  // MARK: Parties

  private mutating func flow(_ party: PrintedInvoice.Party) {
    flow(party.label, .label)
    y += 2
    flow(party.name, .strong)
    flow(party, .body)
  }

  private mutating func flow(_ party: PrintedInvoice.Party, _ style: TextStyle) {
    for line in party.lines { flow(line, style) }
    for fact in party.facts { flow("\(fact.label): \(fact.value)", .detail) }
  }

  /// A text below the last one of the left column, which goes on at the next page where this one is full.
  private mutating func flow(_ text: String, _ style: TextStyle) {
    let height = height(of: text, style, width: half)
    keepTogether(height)
    place(text, style, x: left, y: y, width: half)
    y += height
  }

  // MARK: Facts

  /// Labels to the left, values to the right, of the first facts as far as they end before `end`.
  ///
  /// - Returns: how many they are, and where they end.
  private mutating func lay(
    factsUpTo end: Double, x: Double, width: Double
  ) -> (count: Int, end: Double) {
    var top = y
    let labels = width * 0.42
    let values = width - labels - 4
    for (index, fact) in invoice.facts.enumerated() {
      let height = max(
        height(of: fact.label, .label, width: labels), height(of: fact.value, .body, width: values))
      guard top + height <= min(end, geometry.contentEnd) else { return (index, top) }
      place(fact.label, .label, x: x, y: top + 1.5, width: labels)
      place(fact.value, .body, x: x + labels + 4, y: top, width: values, .right)
      top += height + 2
    }
    return (invoice.facts.count, top)
  }
}
