import AMQP
import Messages
import Storage
import TestWorker

extension RunningSystem {
  /// What the database shows of a dead letter that came out of the queue; nil where it has no row.
  func shown(_ letter: RecordedMessage) throws -> StoredDeadLetter? {
    let fingerprint = DeadLetterFingerprint(
      identifier: letter.properties.messageId ?? "", source: letter.properties.appId ?? "",
      type: letter.properties.type ?? "", code: letter.header("fault-code")?.text ?? "",
      deadSince: letter.header("fault-last-at")?.text ?? "",
      completion: letter.header("fault-completion-id")?.text ?? "",
      bodySize: UInt64(letter.body.count))
    return try queries { try $0.deadLetter(fingerprint.text) }
  }
}
