/// Whether a worker takes part when one of all is chosen to keep the clock.
package enum ClockPart: String, Hashable, Sendable, CaseIterable {
  case on
  case off
}
