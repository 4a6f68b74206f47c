/// Whether an attempt to send an e-mail may begin.
package enum EmailAdmission: Hashable, Sendable {
  /// It is counted: the number of this attempt, from 1, and whether the day counts the e-mail with it.
  case admitted(attempt: Int, isCounted: Bool)
  /// As many as may be sent on the day are; it waits for the next day now.
  case overDailyLimit
  /// These addresses of its, in lower case, get no e-mail any more.
  case suppressed(Set<String>)
  /// All attempts are used up, and none has an answer: the process ended each time between DATA and the commit.
  case attemptsUsedUp
  /// Another relay has it, or it is no longer Queued.
  case noLongerQueued
}
