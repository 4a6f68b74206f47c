import Billing
import Contract
import Foundation
import JSON
import Messages
import Testing

@testable import invoice_worker

/// The commands about the contract, run as a user runs them.
@Suite("Contract commands")
struct ContractCommandTests {
  @Test("schema and example print JSON of whatever has a name, in any case of its letters")
  func schemasAndExamples() throws {
    for name in ["invoice.generate.v1", "billingschedule", "invoice-request.completed.v1"] {
      let schema = try Program.run("contract", "schema", name)
      #expect(schema.status == 0 && schema.errors.isEmpty)
      let tree = try JSONTree(json: schema.output)
      #expect(tree["$schema"]?.text == "https://json-schema.org/draft/2020-12/schema")
      for option in ["--minimal", "--full"] {
        let example = try Program.run("contract", "example", name, option)
        #expect(example.status == 0)
        #expect(tree["examples"]?.elements.contains(try JSONTree(json: example.output)) == true)
      }
    }
    #expect(try Program.run("contract", "example", "Order", "--minimal", "--full").status == 64)
  }

  @Test("An unknown type is wrong usage, with the one that was meant")
  func unknownTypes() throws {
    for (given, meant) in [
      ("invoice.generate", "invoice.generate.v1"), ("Acount", "Account"),
      ("invoice.psoted.v1", "invoice.posted.v1"),
    ] {
      for words in [["contract", "schema", given], ["contract", "example", given]] {
        let result = try Program.run(words, environment: [:])
        #expect(result.status == 64)
        #expect(result.errors.contains("did you mean \(meant)?"), "\(result.errors)")
      }
    }
    let code = try Program.run("contract", "codes", "TAX_RATE_NOTFOUND")
    #expect(code.status == 64 && code.errors.contains("did you mean TAX_RATE_NOT_FOUND?"))
  }

  @Test("check: 0 for what a worker would run, 4 with every fault, 64 where nobody says the type")
  func check() throws {
    func check(_ input: String, _ words: String...) throws -> Program.Result {
      try Program.run(["contract", "check", "-"] + words, environment: [:], input: input)
    }
    for name in ["invoice.ingest.v1", "Account", "invoice.posted.v1"] {
      let example = try Program.run("contract", "example", name, "--full").output
      let right = try check(example, "--type", name)
      #expect(
        right.status == 0 && right.output == "standard input is a valid \(name)\n",
        "\(right.errors)")
    }
    let wrong = try check(#"{"accountId": 7, "action": "Void"}"#, "--type", "invoice.generate.v1")
    #expect(wrong.status == 4 && wrong.output.isEmpty)
    for pointer in ["/accountId", "/action", "/targetDate", "/invoiceDate"] {
      #expect(wrong.errors.contains(pointer), "\(wrong.errors)")
    }
    let json = try check(#"{"id": "A"}"#, "--type", "Account", "--json")
    #expect(json.status == 4 && json.errors.isEmpty)
    let tree = try JSONTree(json: json.output)
    #expect(tree["isValid"] == false && tree["errors"]?.elements.isEmpty == false)
    #expect(try check("{}").status == 64)
    #expect(try check("{}", "--type", "nothing").status == 64)
    #expect(try check("{", "--type", "invoice.generate.v1").status == 4, "no JSON at all")
  }

  @Test("check: a CloudEvents message says its type itself, a request as well as an event")
  func envelopes() throws {
    func check(_ input: String) throws -> Int32 {
      try Program.run("contract", "check", "-", input: input).status
    }
    let head = #""specversion": "1.0", "id": "r", "source": "s""#
    let body =
      #"{"accountId": "A", "targetDate": "2026-12-01", "invoiceDate": "2026-12-01","#
      + #""action": "Draft"}"#
    #expect(try check(#"{\#(head), "type": "invoice.generate.v1", "data": \#(body)}"#) == 0)
    #expect(try check(#"{\#(head), "type": "invoice.generate.v1", "data": {}}"#) == 4)
    #expect(try check(#"{\#(head), "type": "invoice.posted.v1", "data": {}}"#) == 4)
  }

  @Test("codes lists every code, for machines too")
  func codes() throws {
    let text = try Program.run("contract", "codes").output
    let json = try JSONTree(json: Program.run("contract", "codes", "--json").output)
    #expect(json.elements.count == ErrorCodeEntry.all.count)
    for entry in ErrorCodeEntry.all { #expect(text.contains(entry.code.rawValue)) }
    let one = try Program.run("contract", "codes", "tax_rate_not_found", "--json").output
    #expect(
      try JSONTree(json: one).elements.map { $0["errorCode"]?.text } == ["TAX_RATE_NOT_FOUND"])
  }

  @Test("asyncapi in both versions, as YAML, and against itself without a difference")
  func documents() throws {
    let document = try Program.run("contract", "asyncapi").output
    #expect(try JSONTree(json: document)["asyncapi"] == "3.0.0")
    let newer = try Program.run("contract", "asyncapi", "--asyncapi", "3.1", "--yaml").output
    #expect(newer.hasPrefix("asyncapi: \"3.1.0\"\n"))
    #expect(try Program.run("contract", "asyncapi", "--asyncapi", "2.6").status == 64)
    let same = try Program.run("contract", "diff", "-", input: document)
    #expect(same.status == 0 && same.output == "Nothing has changed.\n")
    // Once there was one more type, and one member less.
    let older = document.replacing("\"InvoiceGenerateV1\"", with: "\"InvoiceMakeV1\"")
    let differs = try Program.run("contract", "diff", "-", "--json", input: older)
    #expect(differs.status == 1)
    let changes = try JSONTree(json: differs.output).elements
    #expect(
      changes.contains { $0["isBreaking"] == true }
        && changes.contains { $0["isBreaking"] == false })
    #expect(try Program.run("contract", "diff", "-", input: "{}").status == 64)
    #expect(try Program.run("contract", "diff", "-", input: "{").status == 64)
  }
}
