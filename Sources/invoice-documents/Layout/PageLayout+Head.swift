import Billing

/// Who, to whom, and what: the head of the first page.
extension PageLayout {
  /// The most that a logo takes.
  private static let logoHeight = 48.0

  mutating func layHead() {
    let half = width * 0.54
    let column = left + half + 20
    let columnWidth = right - column
    var leftEnd = y
    if let logo {
      let item = PictureItem(logo, x: left, y: y, width: half, height: Self.logoHeight)
      place(item)
      leftEnd += item.height + 8
    }
    if let seller = invoice.seller {
      leftEnd += put(seller.name, .name, x: left, y: leftEnd, width: half)
      leftEnd += 3
      for line in seller.lines {
        leftEnd += put(line, .detail, x: left, y: leftEnd, width: half)
      }
      for fact in seller.facts {
        leftEnd += put(
          "\(fact.label): \(fact.value)", .detail, x: left, y: leftEnd, width: half)
      }
    }
    let headingEnd =
      y + put(invoice.heading, .heading, x: column, y: y - 5, width: columnWidth, .right)
    y = max(leftEnd, headingEnd) + 30
    let start = y
    var end = lay(invoice.buyer, at: start, width: half)
    if let delivery = invoice.delivery { end = lay(delivery, at: end + 12, width: half) }
    let factsEnd = lay(invoice.facts, x: column, y: start, width: columnWidth)
    y = max(end, factsEnd) + 22
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

  private mutating func lay(
    _ party: PrintedInvoice.Party, at start: Double, width: Double
  ) -> Double {
    var end = start
    end += put(party.label, .label, x: left, y: end, width: width) + 2
    end += put(party.name, .strong, x: left, y: end, width: width)
    for line in party.lines { end += put(line, .body, x: left, y: end, width: width) }
    for fact in party.facts {
      end += put("\(fact.label): \(fact.value)", .detail, x: left, y: end, width: width)
    }
    return end
  }

  /// Labels to the left, values to the right.
  private mutating func lay(
    _ facts: [PrintedInvoice.Fact], x: Double, y start: Double, width: Double
  ) -> Double {
    var end = start
    let labels = width * 0.42
    for fact in facts {
      let label = put(fact.label, .label, x: x, y: end + 1.5, width: labels)
      let value = put(
        fact.value, .body, x: x + labels + 4, y: end, width: width - labels - 4, .right)
      end += max(label, value) + 2
    }
    return end
  }
}
