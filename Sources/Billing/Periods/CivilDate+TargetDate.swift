package import CivilTime

extension CivilDate {
  /// Of a target date: the last day whose periods it lets be billed, itself where it is inclusive (<doc:Generation#Periods-due>).
  package func lastDueDay(isInclusive: Bool) -> CivilDate {
    isInclusive ? self : adding(days: -1)
  }
}
