import Billing

/// Lays an invoice out: what stands where, on as many pages as it takes.
struct PageLayout {
  let invoice: PrintedInvoice
  /// nil also where the invoice's cannot be drawn.
  let logo: Picture?
  let geometry: PageGeometry
  let setter: TextSetter
  private(set) var pages = [PageItems()]
  /// Where the next block begins.
  var y: Double
  /// The sum of the lines laid so far; nil before the first.
  var carriedSum: String?

  init(_ invoice: PrintedInvoice, _ logo: Picture?, _ setter: TextSetter) {
    self.invoice = invoice
    self.logo = logo
    self.setter = setter
    geometry = PageGeometry(invoice.paper)
    y = geometry.top
  }

  /// Everything.
  static func pages(
    of invoice: PrintedInvoice, _ logo: Picture?, _ setter: TextSetter
  ) -> [PageItems] {
    var layout = PageLayout(invoice, logo, setter)
    layout.layHead()
    layout.layLines()
    layout.layTaxes()
    layout.layPayment()
    layout.layFeet()
    return layout.pages
  }

  // MARK: Placing

  var left: Double { geometry.left }
  var width: Double { geometry.contentWidth }
  var right: Double { left + width }

  /// Puts a text on the page; how high it is.
  mutating func put(
    _ text: String, _ style: TextStyle, x: Double, y: Double, width: Double,
    _ alignment: TextAlignment = .left
  ) -> Double {
    place(text, style, x: x, y: y, width: width, alignment)
    return height(of: text, style, width: width)
  }

  /// The same where its height is known, or does not matter.
  mutating func place(
    _ text: String, _ style: TextStyle, x: Double, y: Double, width: Double,
    _ alignment: TextAlignment = .left
  ) {
    guard !text.isEmpty else { return }
    pages[pages.count - 1].texts.append(
      TextItem(text: text, style: style, x: x, y: y, width: width, alignment: alignment))
  }

  /// 0 for an empty text, which takes no place.
  func height(of text: String, _ style: TextStyle, width: Double) -> Double {
    text.isEmpty ? 0 : setter.height(of: text, style, width: width)
  }

  mutating func rule(x: Double, width: Double, y: Double, weight: Double = 0.5, gray: Double = 0.8)
  {
    pages[pages.count - 1].rules.append(
      RuleItem(x: x, width: width, y: y, weight: weight, gray: gray))
  }

  mutating func place(_ picture: PictureItem) { pages[pages.count - 1].pictures.append(picture) }

  /// Whether a block of this height does not fit on what is left of the page.
  func overflows(_ height: Double) -> Bool { y + height > geometry.contentEnd }

  /// A new page, which says in one line what it is a page of.
  mutating func breakPage() {
    pages.append(PageItems())
    y = geometry.top - 14
    place(invoice.title, .foot, x: left, y: y, width: width * 0.5)
    if let seller = invoice.seller {
      pages[pages.count - 1].texts.append(
        TextItem(
          text: seller.name, style: .foot, x: left + width * 0.5, y: y, width: width * 0.5,
          alignment: .right, isOneLine: true))
    }
    y += 16
    rule(x: left, width: width, y: y)
    y += 14
  }

  /// A new page unless the block fits, or would fit on no page.
  mutating func keepTogether(_ height: Double) {
    if overflows(height), y > geometry.top + 20 { breakPage() }
  }

  // MARK: Feet

  private mutating func layFeet() {
    let count = pages.count
    for index in pages.indices {
      let foot = geometry.height - 44
      pages[index].rules.append(RuleItem(x: left, width: width, y: foot))
      pages[index].texts.append(
        TextItem(
          text: invoice.footer, style: .foot, x: left, y: foot + 6, width: width - 90,
          isOneLine: true))
      pages[index].texts.append(
        TextItem(
          text: invoice.pageNumbers.text(page: index + 1, of: count), style: .foot,
          x: right - 80, y: foot + 6, width: 80, alignment: .right))
    }
  }
}
