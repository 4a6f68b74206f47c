import Billing
import Testing

@Suite("Faults: lists are bounded")
struct BoundedFaultsTests {
  private func faults(_ kind: BoundedFaults.Kind, _ count: Int) -> BoundedFaults {
    var faults = BoundedFaults(kind)
    for number in 0..<count { faults.append(Fault(code: .recordStale, message: "\(number)")) }
    return faults
  }

  @Test(
    "As many as are listed are listed, in order; those beyond are counted in one more",
    arguments: [
      (
        BoundedFaults.Kind.errors, BoundedFaults.listedErrors,
        "faults that are not listed; fix these first."
      ),
      (.warnings, BoundedFaults.listedWarnings, "warnings that are not listed."),
    ])
  func bounded(kind: BoundedFaults.Kind, limit: Int, rest: String) {
    #expect(faults(kind, 0).all().isEmpty && faults(kind, 0).isEmpty)
    let full = faults(kind, limit)
    #expect(full.all().map(\.message) == (0..<limit).map(String.init))
    let over = faults(kind, limit + 7)
    #expect(over.count == limit + 7)
    #expect(over.all().dropLast() == full.all()[...])
    #expect(over.all().last == Fault(code: .recordStale, message: "There are 7 more \(rest)"))
    let singular = rest.replacing("faults that are", with: "fault that is")
      .replacing("warnings that are", with: "warning that is")
    #expect(
      faults(kind, limit + 1).all().last
        == Fault(code: .recordStale, message: "There is one more \(singular)"))
    #expect(over.all(endingWith: .requestInvalid).last?.code == .requestInvalid)
  }
}
