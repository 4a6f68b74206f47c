package import Billing
import JSON

/// The page as one HTML file: readable on a phone, in the dark and on paper, with nothing to load and nothing to run.
extension PrintedInvoice {
  package var html: [UInt8] {
    var page = HTMLText()
    page.raw("<!DOCTYPE html>\n")
    page.begin("html", [("lang", language)])
    page.raw("<head>\n<meta charset=\"utf-8\">\n")
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    page.raw("<meta name=\"robots\" content=\"noindex\">\n")
    // Nothing of the page may be loaded or run, whatever a name might smuggle in. A logo is in the page itself.
    let images = logo == nil ? "" : "; img-src data:"
    page.raw(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\(images)\">\n"
    )
    page.element("title", title)
    page.raw("<style>\n\(PageStyle.rules(paper))\n</style>\n</head>\n<body>\n<main>\n")
    writeHead(to: &page)
    writeLines(to: &page)
    writeTotals(to: &page)
    writeTaxes(to: &page)
    write(instalments, instalmentsHeading, "schedule", to: &page)
    write(payment, paymentHeading, "payment", to: &page)
    if !footer.isEmpty { page.element("footer", footer, [("dir", "auto")]) }
    page.raw("</main>\n</body>\n</html>\n")
    return Array(page.text.utf8)
  }

  private func writeHead(to page: inout HTMLText) {
    page.begin("header")
    if let seller {
      page.begin("div")
      if let logo { write(logo, of: seller, to: &page) }
      write(seller, "seller", to: &page)
      page.end("div")
    }
    page.element("h1", heading)
    page.end("header")
    page.begin("div", [("class", "head")])
    page.begin("div")
    write(buyer, "buyer", to: &page)
    if let delivery { write(delivery, "delivery", to: &page) }
    page.end("div")
    write(facts, "facts", to: &page)
    page.end("div")
    if let note { page.element("p", note, [("class", "note"), ("dir", "auto")]) }
  }

  private func write(_ logo: PNGImage, of seller: Party, to page: inout HTMLText) {
    page.begin(
      "img",
      [
        ("class", "logo"), ("alt", seller.name), ("width", "\(logo.width)"),
        ("height", "\(logo.height)"),
        ("src", "data:image/png;base64,\(Base64.text(logo.bytes))"),
      ])
  }

  private func write(_ party: Party, _ name: String, to page: inout HTMLText) {
    page.begin("address", [("class", name)])
    if !party.label.isEmpty { page.element("small", party.label) }
    page.element("strong", party.name, [("dir", "auto")])
    for line in party.lines { page.element("div", line, [("dir", "auto")]) }
    for fact in party.facts {
      page.element("div", "\(fact.label): \(fact.value)", [("class", "detail")])
    }
    page.end("address")
  }

  private func write(_ facts: [Fact], _ name: String, to page: inout HTMLText) {
    page.begin("dl", [("class", name)])
    for fact in facts {
      page.begin("div")
      page.element("dt", fact.label)
      page.element("dd", fact.value, [("dir", "auto")])
      page.end("div")
    }
    page.end("dl")
  }

  private func write(
    _ facts: [Fact], _ heading: String, _ name: String, to page: inout HTMLText
  ) {
    guard !facts.isEmpty else { return }
    page.begin("section", [("class", name)])
    page.element("h2", heading)
    write(facts, "facts", to: &page)
    page.end("section")
  }

  // MARK: Tables

  private func writeLines(to page: inout HTMLText) {
    page.begin("table", [("class", "lines")])
    page.begin("thead")
    page.begin("tr")
    let heads = [
      (columns.position, ""), (columns.name, ""), (columns.quantity, "number"),
      (columns.unitPrice, "number"), (columns.tax, "number"), (columns.amount, "number"),
    ]
    for (head, name) in heads {
      page.element("th", head, [("scope", "col"), ("class", name)])
    }
    page.end("tr")
    page.end("thead")
    for section in sections {
      page.begin("tbody")
      if let heading = section.heading {
        page.begin("tr", [("class", "section")])
        page.element("th", heading, [("colspan", "6"), ("scope", "rowgroup")])
        page.end("tr")
      }
      for line in section.lines { write(line, to: &page) }
      if let total = section.total {
        page.begin("tr", [("class", "section")])
        page.element("th", total.label, [("colspan", "5"), ("scope", "row")])
        page.element("td", total.value, [("class", "number")])
        page.end("tr")
      }
      page.end("tbody")
    }
    page.end("table")
  }

  /// Cells say what they are: on a phone they stand below each other.
  private func write(_ line: Line, to page: inout HTMLText) {
    page.begin("tr")
    page.element("td", line.position, [("class", "position")])
    page.begin("td", [("class", "name")])
    page.element("bdi", line.name)
    for detail in line.details { page.element("div", detail, [("class", "detail")]) }
    page.end("td")
    let cells = [
      (columns.quantity, line.quantity), (columns.unitPrice, line.unitPrice),
      (columns.tax, line.tax), (columns.amount, line.amount),
    ]
    for (label, text) in cells {
      page.element("td", text, [("class", "number"), ("data-label", label)])
    }
    page.end("tr")
  }

  private func writeTotals(to page: inout HTMLText) {
    page.begin("dl", [("class", "totals")])
    for (index, total) in totals.enumerated() {
      page.begin("div", [("class", index == totals.count - 1 ? "asked" : "")])
      page.element("dt", total.label)
      page.element("dd", total.value)
      page.end("div")
    }
    page.end("dl")
  }

  private func writeTaxes(to page: inout HTMLText) {
    guard !taxes.rows.isEmpty else { return }
    page.begin("section", [("class", "taxes")])
    page.element("h2", taxes.heading)
    page.begin("table")
    page.begin("thead")
    page.begin("tr")
    let heads = [
      (taxes.name, ""), (taxes.category, ""), (taxes.rate, "number"),
      (taxes.taxableAmount, "number"), (taxes.taxAmount, "number"),
    ]
    for (head, name) in heads { page.element("th", head, [("scope", "col"), ("class", name)]) }
    page.end("tr")
    page.end("thead")
    page.begin("tbody")
    for row in taxes.rows {
      page.begin("tr")
      page.begin("td", [("class", "name")])
      page.element("bdi", row.name)
      if let reason = row.reason { page.element("div", reason, [("class", "detail")]) }
      page.end("td")
      let cells = [
        (taxes.category, row.category), (taxes.rate, row.rate),
        (taxes.taxableAmount, row.taxableAmount), (taxes.taxAmount, row.taxAmount),
      ]
      for (index, (label, text)) in cells.enumerated() {
        page.element(
          "td", text, [("class", index == 0 ? "" : "number"), ("data-label", label)])
      }
      page.end("tr")
    }
    page.end("tbody")
    page.end("table")
    page.end("section")
  }
}
