import Testing
import Traces

@Suite struct SpanContextTests {
  private static let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  @Test("A traceparent is read and written the same") func read() throws {
    let context = try #require(SpanContext(traceparent: Self.text))
    #expect(context.traceparent == Self.text && context.isSampled)
    #expect(context.trace.description == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(context.span.description == "00f067aa0ba902b7")
    let other = SpanContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fe")
    #expect(other?.isSampled == false)
  }

  @Test(
    "What is no traceparent is none",
    arguments: [
      "", "00", "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
      "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
    ])
  func malformed(_ text: String) { #expect(SpanContext(traceparent: text) == nil) }

  @Test("The span that an event is sent in leads back to the span that it came from")
  func events() {
    var chance = SystemRandomNumberGenerator()
    for number in 0..<1_000 {
      let span = SpanID.random(using: &chance)
      let event = "event-\(number)"
      let sending = span.ofEvent(event)
      #expect(sending != span && sending.processing(event: event) == span)
      #expect(span.ofEvent(event + "x") != sending)
    }
  }

  @Test("Samplers decide by parent or by share, the same for the same trace") func samplers() throws
  {
    var chance = SystemRandomNumberGenerator()
    let parent = try #require(SpanContext(traceparent: Self.text))
    let silent = SpanContext(trace: parent.trace, span: parent.span, isSampled: false)
    let never = try #require(TraceSampler(name: "parentbased_always_off", argument: nil))
    #expect(never.records(parent.trace, parent: parent))
    #expect(!never.records(parent.trace, parent: nil))
    let always = try #require(TraceSampler(name: "always_on", argument: nil))
    #expect(always.records(parent.trace, parent: silent))
    let some = try #require(TraceSampler(name: "parentbased_traceidratio", argument: "0.25"))
    #expect(!some.records(parent.trace, parent: silent))
    let share = (0..<20_000).count { _ in some.records(.random(using: &chance), parent: nil) }
    #expect((4_000...6_000).contains(share))
    for (name, argument) in [("sometimes", nil), ("traceidratio", "2"), ("traceidratio", "x")] {
      #expect(TraceSampler(name: name, argument: argument) == nil)
    }
  }
}
