import Testing
import UBL

/// What a file may cost.
@Suite struct UBLBoundTests {
  private func read(_ text: String) throws(UBLRefusal) -> UBLDocument {
    try UBLDocument(reading: Array(text.utf8))
  }

  @Test func `an element with 100,000 attributes is refused before it is parsed`() {
    let attributes = (0..<100_000).map { " a\($0)=''" }.joined()
    for text in [
      "<a\(attributes)/>", UBLTests.invoice.replacing("<cbc:ID>", with: "<cbc:ID\(attributes)>"),
    ] {
      #expect(throws: UBLRefusal(faults: [.tooManyAttributes(limit: 256)])) { try read(text) }
    }
  }

  @Test func `an attachment of 7.5 MB in a file of 11 MB is passed over`() throws {
    let attachment = String(repeating: "QUJD\n", count: 2_200_000)
    let document = try read(
      UBLTests.invoice.replacing(
        "<cac:AccountingSupplierParty>",
        with: """
          <cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>\
          <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf">\(attachment)\
          </cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>\
          <cac:AccountingSupplierParty>
          """))
    #expect(document.number == "T-1")
    #expect(document.requestBody(UBLDocument.Context(accountId: "A")).count < 4_096)
  }

  @Test func `a comment that quotes markup is a comment`() throws {
    let text = UBLTests.invoice.replacing(
      "<!-- a comment -->",
      with: "<!-- <!DOCTYPE x> \(String(repeating: "a='' ", count: 300)) --><?p <!DOCTYPE?>")
    #expect(try read(text).number == "T-1")
    let note = "<cbc:Note><![CDATA[<!DOCTYPE & <b>]]></cbc:Note><cbc:ID>T-1"
    #expect(
      try read(UBLTests.invoice.replacing("<cbc:ID>T-1", with: note)).note == "<!DOCTYPE & <b>")
  }

  @Test(arguments: ["UTF-7", "ISO-2022-JP", "EBCDIC-CP-US"])
  func `an encoding in which markup can hide is refused`(name: String) {
    #expect(throws: UBLRefusal(faults: [.encoding(name)])) {
      try read(UBLTests.invoice.replacing("UTF-8", with: name))
    }
  }

  @Test func `entities of parameters do not grow`() {
    let laughs = """
      <!DOCTYPE a [<!ENTITY % a "<!ENTITY b 'bbbbbbbbbbbbbbbbbbbb'>">
      <!ENTITY % c "&#37;a;&#37;a;&#37;a;&#37;a;&#37;a;&#37;a;"><!ENTITY % d "&#37;c;&#37;c;&#37;c;&#37;c;"> %d;]><a/>
      """
    #expect(throws: UBLRefusal(faults: [.documentTypeDeclaration])) { try read(laughs) }
  }
}
