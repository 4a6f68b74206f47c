import CivilTime

extension UTCInstant {
  /// To the second, for people: `2026-11-28 13:16:08Z`.
  var secondsText: String {
    let text = description
    return text.prefix(19).replacing("T", with: " ") + "Z"
  }
}
