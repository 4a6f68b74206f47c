import Dispatch
import Synchronization
import Testing

@testable import Worker

@Suite struct ForkedWorkTests {
  @Test("What the second thread has not begun, the owner does itself, in order")
  func alone() {
    let taken = Mutex<[Int]>([])
    let work = ForkedWork(Array(1...5)) { part in
      taken.withLock { $0.append(part) }
      return part * 10
    }
    #expect(work.join() == [10, 20, 30, 40, 50])
    #expect(taken.withLock { $0 } == [1, 2, 3, 4, 5])
    // Who comes after the end finds nothing to do.
    work.takeParts()
    #expect(taken.withLock { $0.count } == 5)
  }

  @Test("The owner waits for the part that the second thread has in hand, and for no other")
  func shared() {
    let hasBegun = DispatchSemaphore(value: 0)
    let mayEnd = DispatchSemaphore(value: 0)
    let work = SecondThread(label: "second").fork(Array(0..<100)) { part in
      switch part {
      case 0:
        hasBegun.signal()
        mayEnd.wait()
      // Nobody but the owner comes here while the first is in hand.
      case 99: mayEnd.signal()
      default: break
      }
      return "\(part)"
    }
    hasBegun.wait()
    #expect(work.join() == (0..<100).map { "\($0)" })
  }

  @Test("The outcomes are those of one thread, whoever took which part")
  func manyRounds() {
    let thread = SecondThread(label: "second")
    for count in [0, 1, 2, 7, 1_000] {
      let parts = Array(0..<count)
      #expect(thread.fork(parts) { $0 * $0 }.join() == parts.map { $0 * $0 })
    }
  }

  @Test("What is let go is not waited for, and nothing more of it begins")
  func abandoned() {
    let hasBegun = DispatchSemaphore(value: 0)
    let mayEnd = DispatchSemaphore(value: 0)
    let taken = Mutex(0)
    let thread = SecondThread(label: "second")
    let work = thread.fork(Array(0..<10)) { part in
      taken.withLock { $0 += 1 }
      if part == 3 {
        hasBegun.signal()
        mayEnd.wait()
      }
      return part
    }
    hasBegun.wait()
    work.abandon()
    mayEnd.signal()
    // The thread is free for the next.
    #expect(thread.fork([1]) { $0 }.join() == [1])
    #expect(work.join() == [0, 1, 2, 3])
    #expect(taken.withLock { $0 } == 4)
  }
}
