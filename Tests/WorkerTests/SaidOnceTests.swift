import Testing
import Worker

@Suite("What is said once")
struct SaidOnceTests {
  @Test("The same words are said once, others each by themselves, and not without end")
  func once() {
    let said = SaidOnce()
    #expect(said.isNew("boxes of A") && !said.isNew("boxes of A") && said.isNew("boxes of B"))
    #expect((0..<10_000).count { said.isNew("\($0)") } < 1_000)
  }
}
