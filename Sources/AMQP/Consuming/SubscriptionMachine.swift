/// The life of one subscription's channel, as a pure state machine: an event goes in, the actions to
/// perform come out. Nothing waits for an answer, so the other subscriptions' deliveries flow on.
package struct SubscriptionMachine: Sendable {
  package enum Event: Sendable, Equatable {
    case connected
    case connectionLost
    case channelOpened
    case queueDeclared
    case queueBound
    case prefetchSet
    case consumerStarted
    case consumerStopped
    /// The broker ended the consumer: its queue is gone, or its leader moved.
    case consumerCancelled
    case channelClosed(BrokerReply)
    /// The wait that ``Action/retry(_:)`` asked for is over.
    case retryDue
    case pause
    case resume
    /// Stop consuming, for good.
    case stop
  }

  package enum Action: Sendable, Equatable {
    case openChannel
    case confirmChannelClose
    case declareQueue
    case bindQueue(index: Int)
    case setPrefetch
    case consume
    case cancelConsumer
    /// Send ``Event/retryDue`` after a wait; the subscription was refused with this reply, or its
    /// consumer was cancelled.
    case retry(BrokerReply?)
    /// Deliveries arrive from now on.
    case started
    /// No delivery arrives any more.
    case ended
  }

  package enum Phase: Sendable, Equatable {
    case disconnected
    case opening
    case declaring
    case binding(Int)
    case settingPrefetch
    /// The channel is ready; nothing is consumed.
    case idle
    case starting
    case consuming
    case cancelling
    /// The channel is open, the queue was lost; waiting to look for it again.
    case waitingForQueue
    /// The channel is closed; waiting to open it again.
    case waitingForChannel
  }

  package private(set) var phase = Phase.disconnected
  package private(set) var isPaused = false
  package private(set) var isStopped = false
  private let bindingCount: Int

  package init(bindingCount: Int) {
    self.bindingCount = bindingCount
  }

  private var wantsDeliveries: Bool { !isPaused && !isStopped }

  /// Whether everything that is wanted has been reached.
  package var isSettled: Bool { wantsDeliveries ? phase == .consuming : phase != .cancelling }

  /// Whether an answer of the broker is awaited on the way to deliveries.
  package var isUnderWay: Bool {
    switch phase {
    case .opening, .declaring, .binding, .settingPrefetch, .starting: true
    case .disconnected, .idle, .consuming, .cancelling, .waitingForQueue, .waitingForChannel: false
    }
  }

  /// Takes one event. An event that does not fit the phase changes nothing: an answer to a question
  /// asked before the channel was closed may still arrive.
  package mutating func handle(_ event: Event) -> [Action] {
    switch event {
    case .connected: return open()
    case .connectionLost:
      let actions: [Action] = phase == .disconnected || !isStopped ? [] : [.ended]
      phase = .disconnected
      return actions
    case .channelClosed(let reply):
      // The number may be used again only after the broker's close is agreed to.
      guard phase != .disconnected, phase != .waitingForChannel else { return [] }
      phase = .waitingForChannel
      return isStopped ? [.confirmChannelClose, .ended] : [.confirmChannelClose, .retry(reply)]
    case .pause:
      isPaused = true
      return adjust()
    case .resume:
      isPaused = false
      return adjust()
    case .stop:
      isStopped = true
      let actions = adjust()
      // Without a consumer there is nobody to wait for.
      let isIdle = ![.consuming, .starting, .cancelling].contains(phase)
      return isIdle ? actions + [.ended] : actions
    case .retryDue: return retry()
    case .consumerCancelled: return cancelled()
    case .channelOpened, .queueDeclared, .queueBound, .prefetchSet, .consumerStarted,
      .consumerStopped:
      return advance(event)
    }
  }

  private mutating func open() -> [Action] {
    guard phase == .disconnected else { return [] }
    phase = .opening
    return [.openChannel]
  }

  private mutating func retry() -> [Action] {
    switch phase {
    case .waitingForQueue:
      phase = .declaring
      return [.declareQueue]
    case .waitingForChannel:
      phase = .opening
      return [.openChannel]
    default: return []
    }
  }

  private mutating func cancelled() -> [Action] {
    switch phase {
    case .consuming, .starting, .cancelling:
      if isStopped {
        phase = .idle
        return [.ended]
      }
      phase = .waitingForQueue
      return [.retry(nil)]
    default: return []
    }
  }

  private mutating func advance(_ event: Event) -> [Action] {
    switch (phase, event) {
    case (.opening, .channelOpened):
      phase = .declaring
      return [.declareQueue]
    case (.declaring, .queueDeclared): return bind(0)
    case (.binding(let index), .queueBound): return bind(index + 1)
    case (.settingPrefetch, .prefetchSet):
      phase = .idle
      return adjust()
    case (.starting, .consumerStarted):
      phase = .consuming
      return [.started] + adjust()
    case (.cancelling, .consumerStopped):
      phase = .idle
      return isStopped ? [.ended] : adjust()
    default: return []
    }
  }

  private mutating func bind(_ index: Int) -> [Action] {
    if index < bindingCount {
      phase = .binding(index)
      return [.bindQueue(index: index)]
    }
    phase = .settingPrefetch
    return [.setPrefetch]
  }

  /// Starts or ends the consumer as far as the phase allows. A start that is under way is let finish
  /// first: its cancel would overtake nothing, but its answer could not be distinguished from the next one's.
  private mutating func adjust() -> [Action] {
    switch phase {
    case .idle where wantsDeliveries:
      phase = .starting
      return [.consume]
    case .consuming where !wantsDeliveries:
      phase = .cancelling
      return [.cancelConsumer]
    default: return []
    }
  }
}
