import Billing
import Testing

@testable import invoice_worker

@Suite("Import plan")
struct ImportPlanTests {
  static func line(
    _ number: Int, _ stage: RecordStage, unit: String? = nil, length: Int = 100
  ) -> ImportLine {
    ImportLine(file: 0, number: number, offset: 0, length: length, stage: stage, unit: unit)
  }

  @Test("What is named is stored before what names it")
  func order() {
    let types = [
      "BillingSuspension", "BillingSchedule", "BillingScheduleGroup", "Order", "Contact", "Account",
      "TaxRate", "TaxTreatment", "PaymentTerm", "LegalEntity",
    ]
    let stages = types.map(RecordStage.init(recordType:))
    #expect(stages == stages.sorted(by: >))
    #expect(RecordStage(recordType: "Contact") == RecordStage(recordType: "Account"))
    let lines = stages.enumerated().map { Self.line($0.offset, $0.element) }
    let planned = ImportPlan.stages(of: lines)
    #expect(planned.map { $0.flatMap(\.lines).map(\.stage) }.flatMap { $0 } == stages.sorted())
  }

  @Test("An account and its contacts share a request however far apart they stand")
  func units() throws {
    var lines = (0..<700).map { Self.line($0, .accounts, unit: "A\($0)") }
    lines += (0..<700).map { Self.line(1_000 + $0, .accounts, unit: "A\($0)") }
    let chunks = try #require(ImportPlan.stages(of: lines).first)
    #expect(chunks.allSatisfy { $0.lines.count <= ImportChunk.mostRecords })
    #expect(chunks.reduce(0) { $0 + $1.lines.count } == 1_400)
    for chunk in chunks {
      let counts = Dictionary(grouping: chunk.lines, by: \.unit).mapValues(\.count)
      #expect(counts.values.allSatisfy { $0 == 2 })
    }
  }

  @Test(
    "No chunk is over the limit of records or bytes, and no line is lost",
    arguments: [1, 7_000, 1_500_000])
  func limits(length: Int) {
    let lines = (0..<1_201).map { Self.line($0, .schedules, length: length) }
    let chunks = ImportPlan.stages(of: lines).flatMap { $0 }
    #expect(chunks.flatMap(\.lines) == lines)
    #expect(chunks.allSatisfy { $0.lines.count <= ImportChunk.mostRecords })
    #expect(
      chunks.allSatisfy { $0.lines.reduce(0) { $0 + $1.length + 1 } <= ImportChunk.mostBytes })
  }

  @Test("A unit over a whole chunk is divided, its account first")
  func largeUnit() {
    let lines = (0..<1_100).map { Self.line($0, .accounts, unit: "A") }
    let chunks = ImportPlan.stages(of: lines).flatMap { $0 }
    #expect(chunks.map(\.lines.count) == [500, 500, 100])
    #expect(chunks.flatMap(\.lines) == lines)
  }

  static let chunk = ImportChunk((0..<5).map { line($0 + 11, .schedules) })

  @Test("Faulty lines are named and the others sent again")
  func refusal() {
    let errors = [
      ImportRefusal.Entry(
        code: "REQUEST_INVALID", message: "a bad date", pointer: "/records/1/endDate"),
      ImportRefusal.Entry(code: "X", message: "unknown", pointer: "/records/3"),
      ImportRefusal.Entry(code: "X", message: "and more", pointer: nil),
      ImportRefusal.Entry(code: "X", message: "outside", pointer: "/records/5"),
    ]
    let refusal = ImportRefusal(of: Self.chunk, errors: errors, fileNames: ["f.ndjson"])
    #expect(
      refusal.faults.map(\.text) == [
        "f.ndjson:12: REQUEST_INVALID: /endDate: a bad date", "f.ndjson:14: X: unknown",
      ])
    #expect(refusal.rest?.lines.map(\.number) == [11, 13, 15])
  }

  @Test("A refusal that names no line takes the chunk with it, once")
  func wholeRefusal() {
    let error = ImportRefusal.Entry(code: "INTERNAL_ERROR", message: "broken", pointer: nil)
    let refusal = ImportRefusal(of: Self.chunk, errors: [error], fileNames: ["f"])
    #expect(refusal.faults.map(\.text) == ["f:11-15: INTERNAL_ERROR: broken"])
    #expect(refusal.rest == nil)
  }

  @Test("Nothing is sent again when every line is at fault")
  func allFaulty() {
    let errors = (0..<5).map {
      ImportRefusal.Entry(code: "X", message: "m", pointer: "/records/\($0)/id")
    }
    #expect(ImportRefusal(of: Self.chunk, errors: errors, fileNames: ["f"]).rest == nil)
  }
}
