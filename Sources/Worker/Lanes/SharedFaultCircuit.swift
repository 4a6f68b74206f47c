import Messages
package import Storage
import Synchronization

/// The ``FaultCircuit`` of a worker's lanes: what one of them meets says something about the others' requests too.
package final class SharedFaultCircuit: Sendable {
  private let circuit = Mutex(FaultCircuit())

  package init() {}

  /// Whether the failure of a request that would be blamed for it is the database's instead.
  package func isOpened(by failure: StoreError, of received: ReceivedRequest) -> Bool {
    guard let witness = received.witness, let type = received.intake.header?.type else {
      return false
    }
    return circuit.withLock { $0.isOpened(by: failure, of: witness, type: type) }
  }

  /// The same of a chunk of a run, or of its selection.
  func isOpened(by failure: StoreError, of message: RunMessage) -> Bool {
    circuit.withLock {
      $0.isOpened(by: failure, of: .message(message.key), type: message.type)
    }
  }

  func close(after message: RunMessage) {
    circuit.withLock { $0.close([message.type]) }
  }

  package func close(after settled: some Sequence<ReceivedRequest>) {
    circuit.withLock { $0.close(settled.lazy.compactMap { $0.intake.header?.type }) }
  }
}
