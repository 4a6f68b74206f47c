import Testing

@testable import AMQP

@Suite struct SubscriptionMachineTests {
  private typealias Event = SubscriptionMachine.Event
  private typealias Action = SubscriptionMachine.Action

  private func run(
    _ machine: inout SubscriptionMachine, _ steps: [(Event, [Action])],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (event, actions) in steps {
      let answer = machine.handle(event)
      #expect(answer == actions, "after \(event)", sourceLocation: sourceLocation)
    }
  }

  private let start: [(Event, [Action])] = [
    (.connected, [.openChannel]), (.channelOpened, [.declareQueue]),
    (.queueDeclared, [.setPrefetch]), (.prefetchSet, [.consume]), (.consumerStarted, [.started]),
  ]

  @Test func `from the connection to the first delivery`() {
    var machine = SubscriptionMachine(bindingCount: 2)
    run(
      &machine,
      [
        (.connected, [.openChannel]), (.channelOpened, [.declareQueue]),
        (.queueDeclared, [.bindQueue(index: 0)]), (.queueBound, [.bindQueue(index: 1)]),
        (.queueBound, [.setPrefetch]), (.prefetchSet, [.consume]), (.consumerStarted, [.started]),
      ])
    #expect(machine.isSettled)
  }

  @Test func `a lost queue is looked for until it is back`() {
    var machine = SubscriptionMachine(bindingCount: 0)
    let missing = BrokerReply(code: 404, text: "")
    run(&machine, start)
    run(
      &machine,
      [
        (.consumerCancelled, [.retry(nil)]), (.retryDue, [.declareQueue]),
        (.channelClosed(missing), [.confirmChannelClose, .retry(missing)]),
        (.retryDue, [.openChannel]), (.channelOpened, [.declareQueue]),
        (.channelClosed(missing), [.confirmChannelClose, .retry(missing)]),
        (.retryDue, [.openChannel]), (.channelOpened, [.declareQueue]),
        (.queueDeclared, [.setPrefetch]), (.prefetchSet, [.consume]),
        (.consumerStarted, [.started]),
      ])
  }

  @Test func `pause and resume at every moment of the start`() {
    for steps in 0...start.count {
      var machine = SubscriptionMachine(bindingCount: 0)
      run(&machine, Array(start.prefix(steps)))
      let actions = machine.handle(.pause)
      #expect(actions == (steps == start.count ? [.cancelConsumer] : []))
      // The broker goes on answering what it was asked.
      for (event, _) in start.dropFirst(max(steps, 1)) {
        let isStarted = event == .consumerStarted && machine.phase == .starting
        let answer = machine.handle(event)
        if isStarted { #expect(answer == [.started, .cancelConsumer]) }
        #expect(!answer.contains(.consume))
      }
      if machine.phase == .disconnected { continue }
      _ = machine.handle(.consumerStopped)
      #expect(machine.phase == .idle)
      #expect(machine.isSettled)
      run(&machine, [(.resume, [.consume]), (.consumerStarted, [.started])])
    }
  }

  @Test func `resuming while the cancel is under way consumes again afterwards`() {
    var machine = SubscriptionMachine(bindingCount: 0)
    run(&machine, start)
    run(
      &machine,
      [(.pause, [.cancelConsumer]), (.resume, []), (.consumerStopped, [.consume])])
  }

  @Test func `stopping ends once, whatever happens next`() {
    let closings: [(Event, [Action])] = [
      (.consumerStopped, [.ended]), (.consumerCancelled, [.ended]), (.connectionLost, [.ended]),
      (
        .channelClosed(BrokerReply(code: 406, text: "")), [.confirmChannelClose, .ended]
      ),
    ]
    for (event, actions) in closings {
      var machine = SubscriptionMachine(bindingCount: 0)
      run(&machine, start)
      run(&machine, [(.stop, [.cancelConsumer]), (event, actions)])
      let answer = machine.handle(.resume)
      #expect(!answer.contains(.consume))
    }
    var idle = SubscriptionMachine(bindingCount: 0)
    let actions = idle.handle(.stop)
    #expect(actions == [.ended])
  }

  @Test func `a new connection starts from the beginning`() {
    var machine = SubscriptionMachine(bindingCount: 0)
    run(&machine, start)
    run(&machine, [(.connectionLost, []), (.retryDue, []), (.consumerStarted, [])])
    run(&machine, start)
  }
}
