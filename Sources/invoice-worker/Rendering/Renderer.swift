import AMQP
import Billing
import Dispatch
import Pages

/// Draws PDF by one process of `invoice-documents`, which reads its fonts once: started for the first page, and again after it ended
/// or took too long. One page follows another.
actor Renderer {
  private let executor = RenderingExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let program: DocumentsProgram
  private let limit: Duration
  private let longestPage: Int
  private var process: RunningRenderer?

  /// No page of a mail takes longer; its e-mail's lease lasts a minute.
  static let patience = Duration.seconds(15)

  init(
    _ program: DocumentsProgram, limit: Duration = patience,
    longestPage: Int = PageExchange.longestPage
  ) {
    self.program = program
    self.limit = limit
    self.longestPage = longestPage
  }

  /// - Throws: why there is none; the next page may be drawn all the same.
  func pdf(of page: PrintedInvoice) throws(RendererFailure) -> RenderedPage {
    let json = page.json
    guard json.count <= longestPage else {
      throw .page("the document is too long to be drawn: more than \(longestPage >> 20) MiB")
    }
    let isKept = process != nil
    do throws(RendererFailure) {
      return try attempt(json)
    } catch {
      // It may have been ended between two pages, which says nothing of this one.
      guard isKept, error == .ended else { throw error }
      return try attempt(json)
    }
  }

  private func attempt(_ json: [UInt8]) throws(RendererFailure) -> RenderedPage {
    do throws(RendererFailure) {
      return try running().pdf(of: json, within: limit)
    } catch {
      // Where an answer was cut off the next one could not be told from it.
      if !error.leavesProcessUsable { process = nil }
      throw error
    }
  }

  private func running() throws(RendererFailure) -> RunningRenderer {
    if let process { return process }
    let started = try RunningRenderer(program)
    process = started
    return started
  }
}

/// What was drawn.
struct RenderedPage: Hashable, Sendable {
  let pdf: [UInt8]
  /// Whether the page should have a logo, which nobody could draw.
  var isWithoutLogo = false
  /// The letters that are boxes in it.
  var missing: MissingLetters?
}

/// Why there is no PDF.
enum RendererFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system's words.
  case notStarted(String)
  case ended
  case tooSlow(Duration)
  /// It answered what is no answer.
  case unreadable
  /// This page cannot be drawn, in the program's words.
  case page(String)
  /// No page can be drawn here, in the program's words.
  case installation(String)

  var description: String {
    switch self {
    case .notStarted(let words): "invoice-documents cannot be started: \(words)"
    case .ended: "invoice-documents ended while it drew the page"
    case .tooSlow(let limit):
      "invoice-documents drew no page within \(limit.components.seconds) s and was ended"
    case .unreadable:
      "invoice-documents answers what is no answer: it must be of the same version as invoice-worker"
    case .page(let words), .installation(let words): words
    }
  }

  /// Whether the answer was whole.
  fileprivate var leavesProcessUsable: Bool {
    switch self {
    case .page: true
    case .notStarted, .ended, .tooSlow, .unreadable, .installation: false
    }
  }

  fileprivate init(_ failure: ServingProcess.Failure, _ limit: Duration) {
    self =
      switch failure {
      case .notStarted(let words): .notStarted(words)
      case .ended: .ended
      case .tooSlow: .tooSlow(limit)
      }
  }
}

/// The process with the protocol that it speaks (``PageExchange``).
private final class RunningRenderer {
  private let process: ServingProcess
  /// The longest PDF that is taken.
  private static let mostBytes = 256 << 20

  init(_ program: DocumentsProgram) throws(RendererFailure) {
    do throws(ServingProcess.Failure) {
      process = try ServingProcess([program.path, "pdf", "--serve"])
    } catch {
      throw RendererFailure(error, .zero)
    }
  }

  func pdf(of json: [UInt8], within limit: Duration) throws(RendererFailure) -> RenderedPage {
    guard let (code, body) = try answer(to: json, within: limit) else { throw .unreadable }
    let status = PageExchange.Status(rawValue: code)
    switch status {
    case .drawn: return RenderedPage(pdf: body)
    case .drawnWithoutLogo: return RenderedPage(pdf: body, isWithoutLogo: true)
    case .drawnWithBoxes, .drawnWithBoxesWithoutLogo:
      guard let parts = PageExchange.parts(of: body) else { throw .unreadable }
      return RenderedPage(
        pdf: parts.pdf, isWithoutLogo: status == .drawnWithBoxesWithoutLogo,
        missing: parts.missing)
    case .pageFault: throw .page(String(decoding: body, as: UTF8.self))
    case .installationFault: throw .installation(String(decoding: body, as: UTF8.self))
    case nil: throw .unreadable
    }
  }

  /// nil where the answer is longer than any PDF.
  private func answer(
    to json: [UInt8], within limit: Duration
  ) throws(RendererFailure) -> (status: UInt8, body: [UInt8])? {
    let deadline = MonotonicInstant.now.advanced(by: limit)
    do throws(ServingProcess.Failure) {
      try process.write(PageExchange.length(json.count) + json, before: deadline)
      let head = try process.read(1 + PageExchange.lengthSize, before: deadline)
      let count = PageExchange.count(head.dropFirst())
      guard count <= Self.mostBytes else { return nil }
      return (head[0], try process.read(count, before: deadline))
    } catch {
      throw RendererFailure(error, limit)
    }
  }
}

/// A queue of its own: drawing is waited for.
private final class RenderingExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "renderer")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
