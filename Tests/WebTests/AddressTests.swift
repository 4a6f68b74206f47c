import TestSupport
import Testing
import Web

@Suite("Addresses of the page")
struct AddressTests {
  @Test("Every page is found by its own address, whatever is in it", arguments: Samples.hostile)
  func roundTrip(id: String) {
    for route in Samples.routes(id) {
      for format in [WebAddress.Format.html, .json] {
        for prefix in ["", "/billing"] {
          let address = WebAddress(route, WebQuery([.init("q", id), .init("", "=&")]), as: format)
          let text = prefix + address.text
          #expect(WebAddress(target: text, prefix: prefix) == address, "\(text)")
          #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>".utf8.contains($0) })
          #expect(!text.contains("//") || text.contains("/requests//") || id.isEmpty, "\(text)")
        }
      }
    }
  }

  @Test(
    "What is no address of a page is none",
    arguments: [
      "", "x", "*", "/nothing", "/invoices/I/shred", "/requests/a", "/requests/a/b/c", "/%", "/%zz",
      "/invoices/%ff", "/dead/do/eat", "/contract/document/x", "http://elsewhere/", "/.json",
      "/invoices/I/document/exe", "/../etc/passwd", "//",
    ])
  func refused(target: String) {
    let address = WebAddress(target: target)
    #expect(address == nil || address?.route == .overview && target.isEmpty, "\(target)")
  }

  @Test("Behind a prefix nothing else answers, and the prefix alone is the front page")
  func prefix() {
    #expect(WebAddress(target: "/requests", prefix: "/billing") == nil)
    #expect(WebAddress(target: "/billings", prefix: "/billing") == nil)
    #expect(WebAddress(target: "/billing", prefix: "/billing")?.route == .overview)
    #expect(WebAddress(target: "/billing/?a=1", prefix: "/billing")?.route == .overview)
  }

  @Test("Any bytes make an address or none, and end")
  func anything() {
    var numbers = SeededGenerator(seed: 1)
    let pieces = ["/", "%", "2", "F", "?", "&", "=", "+", ".json", "invoices", "é", "\u{0}"]
    for _ in 0..<5_000 {
      let text = (0..<12).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
      if let address = WebAddress(target: text) {
        #expect(WebAddress(target: address.text) == address, "\(text)")
      }
    }
  }

  @Test("A form is read as browsers send it")
  func form() {
    let form = WebQuery(reading: "name=A+B&x=%C3%A9&empty=&flag&bad=%zz&x=2")
    #expect(form["name"] == "A B" && form["x"] == "é" && form["empty"] == nil)
    #expect(form.value("flag") == "" && form.value("bad") == nil)
    #expect(form.values("x") == ["é", "2"])
    #expect(form["none"] == nil)
    #expect(WebQuery([.init("a", String(repeating: "x", count: 600))])["a"] == nil)
  }
}
