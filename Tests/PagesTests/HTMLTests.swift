import Billing
import Foundation
import Monetary
import Pages
import Testing

@Suite("Pages: HTML")
struct HTMLTests {
  private static func html(_ invoice: Invoice, language: String? = nil) -> String {
    String(decoding: PrintedInvoice(of: invoice, language: language).html, as: UTF8.self)
  }

  @Test("The page stands alone: it loads nothing, runs nothing, and says how it is printed")
  func selfContained() throws {
    let html = try Self.html(SampleInvoice.plain(), language: "de")
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"de\">"))
    #expect(!html.contains("<script") && !html.contains("src=") && !html.contains("href="))
    #expect(!html.contains("url(") && !html.contains("@import") && !html.contains("http:"))
    #expect(html.contains("default-src 'none'"))
    #expect(html.contains("@page { size: A4") && html.contains("@media print"))
    #expect(html.contains("prefers-color-scheme: dark") && html.contains("width=device-width"))
    #expect(html.contains("1.547,00\u{A0}EUR") && html.contains("INV-2026-000017"))
  }

  @Test("Whatever a name holds is text", arguments: ["<script>alert(1)</script>", "\"'><&\u{1}"])
  func escaped(_ name: String) throws {
    var invoice = try SampleInvoice.invoice([SampleInvoice.Line(name: name, price: 1, amount: 1)])
    invoice.accountName = name
    invoice.description = name
    invoice.number = name
    invoice.purchaseOrderNumber = name
    let html = Self.html(invoice)
    #expect(!html.contains("<script") && !html.contains(name) && !html.contains("\u{1}"))
    let escaped = name.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
      .replacing("\u{1}", with: "\u{FFFD}")
    // Title, number, order, buyer, note, line and what to quote with the payment.
    #expect(html.components(separatedBy: escaped).count == 8)
  }

  @Test("The markup is well-formed: every element that is opened is closed")
  func wellFormed() throws {
    let html = try Self.html(SampleInvoice.long(30))
    var open: [Substring] = []
    for tag in html.matches(of: /<(\/?)([a-z0-9]+)[^>]*>/) {
      let name = tag.2
      if ["meta"].contains(name) { continue }
      if tag.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
    }
    #expect(open.isEmpty)
    #expect(html.components(separatedBy: "Platform subscription").count == 31)
  }

  @Test("Text from right to left keeps its direction")
  func rightToLeft() throws {
    var invoice = try SampleInvoice.invoice([
      SampleInvoice.Line(name: "اشتراك المنصة", price: 1, amount: 1)
    ])
    invoice.accountName = "שלום בע״מ"
    let html = Self.html(invoice)
    #expect(html.contains("<bdi>اشتراك المنصة</bdi>"))
    #expect(html.contains("<strong dir=\"auto\">שלום בע״מ</strong>"))
  }
}
