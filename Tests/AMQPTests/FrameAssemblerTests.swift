import TestSupport
import Testing

@testable import AMQP

@Suite struct FrameAssemblerTests {
  private static func head(_ number: UInt64) -> MessageHead {
    .delivery(number: number, isRedelivered: false, exchange: "e", routingKey: "k")
  }

  @Test func `any split and any interleaving of channels gives the same messages`() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let channels = Int.random(in: 1...4, using: &random)
      var assembler = FrameAssembler(
        limits: Array(repeating: BodyLimit(bytes: 2_000, keptBytes: 100), count: channels))
      // For each channel the frames of a few messages, to be dealt in random order between channels.
      var scripts: [[(inout FrameAssembler) throws -> AssembledMessage?]] = []
      var expected: [[AssembledMessage]] = []
      for channel in 1...UInt16(channels) {
        var script: [(inout FrameAssembler) throws -> AssembledMessage?] = []
        var messages: [AssembledMessage] = []
        for number in 1...UInt64.random(in: 1...4, using: &random) {
          let size =
            Int.random(in: 0...2, using: &random) * Int.random(in: 0...1_800, using: &random)
          let body = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
          let properties = MessageProperties(messageId: "\(channel)/\(number)")
          script.append {
            try $0.begin(Self.head(number), channel: channel)
            return nil
          }
          script.append {
            try $0.header(bodySize: UInt64(size), properties: properties, channel: channel)
          }
          var offset = 0
          while offset < size {
            let end = min(size, offset + Int.random(in: 1...900, using: &random))
            let fragment = Array(body[offset..<end])
            script.append { try $0.body(fragment.span, channel: channel) }
            offset = end
          }
          let isTruncated = size > 2_000
          messages.append(
            AssembledMessage(
              head: Self.head(number), properties: properties,
              body: isTruncated ? Array(body.prefix(100)) : body, bodySize: UInt64(size),
              isTruncated: isTruncated))
        }
        scripts.append(script)
        expected.append(messages)
      }
      var arrived: [[AssembledMessage]] = Array(repeating: [], count: channels)
      while let index = scripts.indices.filter({ !scripts[$0].isEmpty }).randomElement(
        using: &random)
      {
        let step = scripts[index].removeFirst()
        if let message = try step(&assembler) { arrived[index].append(message) }
      }
      #expect(arrived == expected)
    }
  }

  @Test func `what the protocol forbids is refused`() throws {
    let properties = MessageProperties()
    var assembler = FrameAssembler(limits: [BodyLimit(bytes: 10)])
    let bytes: [UInt8] = [1, 2, 3]
    #expect(throws: FrameError.unknownChannel(0)) {
      try assembler.begin(Self.head(1), channel: 0)
    }
    #expect(throws: FrameError.unknownChannel(2)) {
      try assembler.begin(Self.head(1), channel: 2)
    }
    #expect(throws: FrameError.headerWithoutMethod(channel: 1)) {
      try assembler.header(bodySize: 0, properties: properties, channel: 1)
    }
    #expect(throws: FrameError.bodyWithoutHeader(channel: 1)) {
      try assembler.body(bytes.span, channel: 1)
    }
    try assembler.begin(Self.head(1), channel: 1)
    #expect(throws: FrameError.methodInsideMessage(channel: 1)) {
      try assembler.begin(Self.head(2), channel: 1)
    }
    let headerMessage = try assembler.header(bodySize: 2, properties: properties, channel: 1)
    #expect(headerMessage == nil)
    #expect(throws: FrameError.headerWithoutMethod(channel: 1)) {
      try assembler.header(bodySize: 2, properties: properties, channel: 1)
    }
    #expect(throws: FrameError.bodyTooLong(channel: 1)) {
      try assembler.body(bytes.span, channel: 1)
    }
    // A closed channel leaves nothing behind.
    assembler.reset(channel: 1)
    try assembler.begin(Self.head(3), channel: 1)
    let whole = try assembler.header(bodySize: 0, properties: properties, channel: 1)
    #expect(whole != nil)
  }

  @Test func `an announced size of gigabytes allocates nothing`() throws {
    var assembler = FrameAssembler(limits: [BodyLimit(bytes: .max, keptBytes: 10)])
    try assembler.begin(Self.head(1), channel: 1)
    let early = try assembler.header(
      bodySize: .max, properties: MessageProperties(), channel: 1)
    #expect(early == nil)
    let bodyMessage = try assembler.body([1, 2, 3].span, channel: 1)
    #expect(bodyMessage == nil)
  }
}
